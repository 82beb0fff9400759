/** A run as files, as the command line writes them, and back. */
import type { Change, Files, TimedEpisode } from '../facts.ts';
import { decodeCheckpoint, DamagedCheckpoint, encodeCheckpoint } from '../../record/checkpoint.ts';
import { parseConfig, parseRecords, parseSummary } from '../../record/readBack.ts';
import {
  configText,
  recordLine,
  summaryText,
  VERSION,
  type Summary,
} from '../../record/runSummary.ts';
import { encodeWeights } from '../../record/weights.ts';
import { averageWeights } from '../../report/runs/averageWeights.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { Config } from '../../train/config/settings.ts';
import { createRun } from '../../train/run.ts';
import { sha256 } from './hashing.ts';
import { Trained } from './trained.ts';

/** What was changed by hand; the command line does not read it. */
const CHANGES = 'changes.json';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const secondsOf = (records: readonly TimedEpisode[]): number =>
  Number(records.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3));

/**
 * @param trained between two episodes; nothing of it is read after the first wait
 * @param summary null: the run is not finished
 * @throws Error where the browser computes no SHA-256
 */
export async function filesOf(trained: Trained, summary: Summary | null): Promise<Files> {
  const { run, records, changes } = trained;
  const lines = records.map((record) => recordLine(record, record.seconds)).join('');
  const files: Record<string, Uint8Array> = {
    'config.json': encode(configText(run)),
    'episodes.jsonl': encode(lines),
    'weights.safetensors': encodeWeights(run),
    ...(summary === null ? {} : { 'summary.json': encode(summaryText(summary)) }),
    ...(changes.length === 0 ? {} : { [CHANGES]: encode(JSON.stringify(changes, null, 2)) }),
  };
  if (!trained.canContinue || run.episode === 0) return files;
  let hashed = new Uint8Array(0);
  const progress = { lines, seconds: secondsOf(records) };
  const bytes = encodeCheckpoint(run, progress, VERSION, (part) => {
    hashed = part.slice();
    return new Uint8Array(0); // Web Crypto answers later
  });
  bytes.set(await sha256(hashed), hashed.length);
  files[`checkpoint-${records.length}.safetensors`] = bytes;
  return files;
}

/** What was in files. */
export interface Opened {
  readonly trained: Trained;
  readonly summary: Summary | null;
  /** What was wrong and could be done without, a line each. */
  readonly warnings: readonly string[];
}

/**
 * The run that some files hold: where its newest whole checkpoint is, or without one as it ended, to be shown but not continued.
 *
 * @throws ConfigError in one line, if they are no run or one that does not fit
 */
export async function openFiles(files: Files): Promise<Opened> {
  const names = Object.keys(files);
  if (!Object.hasOwn(files, 'config.json')) {
    const got = names.length === 0 ? 'nothing' : names.slice(0, 3).join(', ');
    throw new ConfigError(
      `expected the folder of a run, with config.json and episodes.jsonl, got ${got}`,
    );
  }
  const config = parseConfig('config.json', decode(files['config.json']));
  const summary = Object.hasOwn(files, 'summary.json')
    ? parseSummary('summary.json', decode(files['summary.json']))
    : null;
  const changes = Object.hasOwn(files, CHANGES)
    ? (JSON.parse(decode(files[CHANGES])) as readonly Change[])
    : [];
  const warnings: string[] = [];
  for (const name of checkpointsIn(names)) {
    try {
      const { run, lines } = await resumed(files[name], config);
      const records = parseRecords('episodes.jsonl', lines);
      return { trained: new Trained(run, records, changes), summary, warnings };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!(error instanceof DamagedCheckpoint)) throw new ConfigError(`${name} ${error.message}`);
      warnings.push(`${name} is damaged: ${error.message}`);
    }
  }
  return { trained: shownOnly(files, config, changes), summary, warnings };
}

async function resumed(
  bytes: Uint8Array,
  config: Config,
): Promise<ReturnType<typeof decodeCheckpoint>> {
  const hash = await sha256(bytes.subarray(0, Math.max(0, bytes.length - 32)));
  return decodeCheckpoint(bytes, config, VERSION, () => hash);
}

/** Newest first. */
function checkpointsIn(names: readonly string[]): string[] {
  const episodeOf = (name: string): number => Number(/^checkpoint-(\d+)\./.exec(name)?.[1]);
  return names
    .filter((name) => /^checkpoint-\d+\.safetensors$/.test(name))
    .sort((a, b) => episodeOf(b) - episodeOf(a));
}

/** A run without its memory: its curves, and the policy that it ended with. */
function shownOnly(files: Files, config: Config, changes: readonly Change[]): Trained {
  if (!Object.hasOwn(files, 'weights.safetensors')) {
    throw new ConfigError('expected a checkpoint or weights.safetensors beside config.json');
  }
  const run = createRun(config);
  const { dqn } = run.agent;
  const weights = averageWeights('weights.safetensors', files['weights.safetensors'], dqn.layers);
  dqn.average.set(weights);
  dqn.online.set(weights);
  const text = Object.hasOwn(files, 'episodes.jsonl') ? decode(files['episodes.jsonl']) : '';
  const records = parseRecords('episodes.jsonl', text);
  run.episode = records.length;
  run.envSteps = records.at(-1)?.envSteps ?? 0;
  return new Trained(run, records, changes, false);
}
