/** Reads finished runs, for tables, and gathers them in one file. Runs whose files contradict each other are refused. */
import { join } from 'node:path';
import { differences, rewardOf, valueOf } from '../../train/config/config.ts';
import { shown } from '../../env/messages.ts';
import { ConfigError } from '../../train/config/field.ts';
import { finiteJson } from '../../train/finite.ts';
import type { Config } from '../../train/config/settings.ts';
import { exists, readBytes, readText, sha256, writeWhole } from '../../record/disk.ts';
import {
  parseConfig,
  parseEnvironment,
  parseRecords,
  parseRunData,
  parseSummary,
  withoutSeconds,
  type RunData,
} from '../../record/readBack.ts';
import { hashedWeights, statedConfig } from '../../record/weights.ts';
import { digestOf } from '../../record/digest.ts';
import { ENVIRONMENT, type Summary } from '../../record/runSummary.ts';
import { progressOf } from '../../train/progress.ts';
import { meanOfLastFifth, outcomeOf } from '../../train/outcome.ts';

/**
 * Whether the folder can be used for a run with this config.
 *
 * @throws ConfigError if it holds a run with another, naming the first setting that differs
 */
export function checkSameConfig(folder: string, config: Config): void {
  const path = join(folder, 'config.json');
  if (!exists(path)) return;
  const there = parseConfig(path, readText(path));
  const name = differences(there, config).at(0);
  if (name !== undefined) {
    throw new ConfigError(
      `${folder} holds another run: ${name} is ${shown(valueOf(there, name))}, not ${shown(valueOf(config, name))}; choose another --out`,
    );
  }
}

/** True if the folder holds a finished run. */
export function isFinished(folder: string): boolean {
  const path = join(folder, 'summary.json');
  return exists(path) && parseSummary(path, readText(path)).finished;
}

/**
 * A run whose weights and records have the digest and the results that its summary states, from the seed and
 * with the agent that its config states.
 *
 * @throws ConfigError naming the file (and line) that is missing, cannot be read, or does not fit the others
 */
export function readRun(folder: string): RunData {
  const summaryPath = join(folder, 'summary.json');
  const episodesPath = join(folder, 'episodes.jsonl');
  const summary = parseSummary(summaryPath, readText(summaryPath));
  const records = parseRecords(episodesPath, readText(episodesPath)).map(withoutSeconds);
  const weights = readBytes(join(folder, 'weights.safetensors'));
  if (digestOf(hashedOrWhole(weights), records, sha256) !== summary.digest) {
    throw new ConfigError(
      `${folder}: the digest of weights.safetensors and episodes.jsonl is not that of summary.json`,
    );
  }
  const configPath = join(folder, 'config.json');
  const configText = readText(configPath);
  const config = parseConfig(configPath, configText);
  const began = parseEnvironment(configPath, configText).task;
  // A run that version 0.3.0 began, and a later one ended, has the names of options in its summary only.
  const { options } = { ...summary.task, ...began };
  const task = { ...began, ...(options && { options }) };
  const stated = statedConfig(weights);
  if (stated !== undefined && stated !== settingsIn(configText)) {
    throw new ConfigError(`${configPath}: the weights were trained with other settings`);
  }
  const { seed, agent, env } = config;
  const outcome = outcomeOf(records, task);
  const implied: Partial<Summary> = {
    seed,
    agent,
    env,
    reward: rewardOf(config),
    task,
    ...outcome,
    finished: progressOf(config, outcome) >= 1,
  };
  for (const [name, value] of Object.entries(implied)) {
    if (JSON.stringify(summary[name as keyof Summary]) !== JSON.stringify(value)) {
      throw new ConfigError(`${summaryPath}: ${name} does not follow from the run's other files`);
    }
  }
  return {
    ...summary,
    evalScores: records.map(({ evalScore }) => evalScore),
    config,
  };
}

/** The settings of a config.json, as weights.safetensors states them. */
function settingsIn(configText: string): string {
  const all = Object.entries(JSON.parse(configText) as object);
  return JSON.stringify(Object.fromEntries(all.filter(([name]) => name !== ENVIRONMENT)));
}

/** What is hashed of weights.safetensors; all of it if it is damaged. */
function hashedOrWhole(file: Uint8Array): Uint8Array {
  try {
    return hashedWeights(file);
  } catch (error) {
    if (error instanceof ConfigError) return file;
    throw error;
  }
}

/** @throws ConfigError if the line cannot be read, or its evaluations do not fit what it says of them */
function readLine(where: string, line: string): RunData {
  const run = parseRunData(where, line);
  const { episodes, evalScores, lastFifthMean } = run;
  if (evalScores.length !== episodes) {
    throw new ConfigError(
      `${where}: expected ${episodes} evalScores, one for each episode, got ${evalScores.length}`,
    );
  }
  if (lastFifthMean !== meanOfLastFifth(evalScores)) {
    throw new ConfigError(`${where}: lastFifthMean does not follow from evalScores`);
  }
  return run;
}

/** A line of a file of results. */
export interface ResultLine {
  readonly text: string;
  /** `results.jsonl:3` */
  readonly where: string;
  /** @throws ConfigError naming the line, if it is not as it was written */
  readonly read: () => RunData;
}

/** The lines of a file with one run in each, as `compare` leaves it, but for those that are blank. @throws ConfigError */
export function resultLines(path: string): ResultLine[] {
  const lines = readText(path).split('\n');
  return lines.flatMap((line, n) => {
    const where = `${path}:${n + 1}`;
    return line.trim() === '' ? [] : [{ text: line, where, read: () => readLine(where, line) }];
  });
}

/** The runs of a file, all of them. @throws ConfigError naming the first line that is not as it was written */
export function readResults(path: string): RunData[] {
  return resultLines(path).map(({ read }) => read());
}

/** The lines of a file, if there is one, that are not as they were written. @throws ConfigError if it has no lines of text */
export function unreadableLines(path: string): string[] {
  if (!exists(path)) return [];
  return resultLines(path).flatMap(({ text, read }) => {
    try {
      read();
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return [text];
      throw error;
    }
  });
}

/**
 * Writes runs as `readResults` reads them, one in each line.
 *
 * @param others lines that follow them
 * @throws DiskError if the file cannot be written
 */
export function writeResults(
  path: string,
  runs: readonly RunData[],
  others: readonly string[] = [],
): void {
  const lines = runs.map((run) => `${finiteJson(`${path}, ${run.agent} seed ${run.seed}`, run)}\n`);
  writeWhole(path, [...lines, ...others.map((line) => `${line}\n`)].join(''));
}
