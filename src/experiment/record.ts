/** The folder a run leaves behind. Of `src/`, only this file and `report/` touch the disk. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Config } from './config.ts';
import { encodeSafetensors } from './safetensors.ts';
import { summarise, type Outcome } from './summary.ts';
import { mean } from '../stats/summary.ts';
import { createRun, finalLengths, trainEpisode, type EpisodeRecord, type Run } from './train.ts';
import { weightTensors } from './weights.ts';

/** summary.json */
export interface Summary extends Outcome {
  readonly seed: number;
  readonly agent: string;
  readonly reward: string;
  /** False if the run was stopped before its last episode. */
  readonly finished: boolean;
  /** Minus the mean length of greedy episodes from fresh starts at the end. */
  readonly final100Mean: number;
  readonly wallSeconds: number;
  readonly digest: string;
  readonly versions: { readonly [what: string]: string };
}

const FILES = ['config.json', 'episodes.jsonl', 'summary.json', 'weights.safetensors'] as const;

/** `runs/mountain-car-sparse-vime-seed1` */
export function defaultFolder({ reward, agent, seed }: Config): string {
  return join('runs', `mountain-car-${reward}-${agent}-seed${seed}`);
}

/** Writes beside the target and renames, so that a reader never sees half a file. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const aside = `${path}.${process.pid}.tmp`;
  const file = openSync(aside, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export class RunFolder {
  readonly path: string;
  readonly records: EpisodeRecord[] = [];
  readonly #config: Config;
  readonly #episodes: number;

  /**
   * Creates the folder, or uses an existing one that holds no run.
   *
   * @throws ConfigError if it holds a run or cannot be made
   */
  constructor(path: string, config: Config) {
    this.path = path;
    this.#config = config;
    try {
      mkdirSync(path, { recursive: true });
      const taken = FILES.find((file) => existsSync(join(path, file)));
      if (taken) {
        throw new ConfigError(
          `${path} already holds a run (${taken}); choose another folder with --out, or remove it`,
        );
      }
      writeWhole(join(path, 'config.json'), json(config));
      this.#episodes = openSync(join(path, 'episodes.jsonl'), 'wx');
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError(`cannot write to ${path}: ${(error as Error).message}`);
    }
  }

  /** Adds a line to episodes.jsonl. */
  append(record: EpisodeRecord, seconds: number): void {
    this.records.push(record);
    const line = { ...record, seconds: Number(seconds.toFixed(3)) };
    writeSync(this.#episodes, `${JSON.stringify(line)}\n`);
  }

  /**
   * Writes the weights and the summary, and closes the folder.
   *
   * @param finalMean minus the mean length of greedy episodes at the end
   */
  finish(run: Run, finalMean: number, wallSeconds: number): Summary {
    const { seed, agent, reward, episodes } = this.#config;
    const weights = encodeSafetensors(weightTensors(run));
    const outcome = summarise(this.records);
    const summary: Summary = {
      seed,
      agent,
      reward,
      ...outcome,
      finished: outcome.episodes === episodes,
      final100Mean: finalMean,
      wallSeconds: Number(wallSeconds.toFixed(3)),
      digest: digestOf(weights, this.records),
      versions: { vime: VERSION, node: process.versions.node, v8: process.versions.v8 },
    };
    writeWhole(join(this.path, 'weights.safetensors'), weights);
    writeWhole(join(this.path, 'summary.json'), json(summary));
    fsyncSync(this.#episodes);
    closeSync(this.#episodes);
    return summary;
  }
}

export interface RunHooks {
  /** Called after each episode. @param elapsed seconds since the start */
  readonly onEpisode?: (record: EpisodeRecord, elapsed: number) => void;
  /** Asked before each episode: true ends the run with what there is. */
  readonly isStopped?: () => boolean;
}

/** Trains the agent of a config and records it in a folder. Other events get their turn between episodes. */
export async function trainInto(
  folder: RunFolder,
  config: Config,
  { onEpisode, isStopped }: RunHooks = {},
): Promise<Summary> {
  const started = performance.now();
  const secondsSince = (time: number): number => (performance.now() - time) / 1000;
  const run = createRun(config);
  while (run.episode < config.episodes && !isStopped?.()) {
    const episodeStarted = performance.now();
    const record = trainEpisode(run);
    folder.append(record, secondsSince(episodeStarted));
    onEpisode?.(record, secondsSince(started));
    await new Promise(setImmediate);
  }
  return folder.finish(run, -mean(finalLengths(run)), secondsSince(started));
}

/** Of the project; the same as in package.json (a test compares them). */
export const VERSION = '0.1.0';

/** SHA-256 of the final weights and all records, without clock times: equal for equal runs. */
export function digestOf(weights: Uint8Array, records: readonly EpisodeRecord[]): string {
  const hash = createHash('sha256').update(weights);
  for (const record of records) hash.update(`${JSON.stringify(record)}\n`);
  return hash.digest('hex');
}
