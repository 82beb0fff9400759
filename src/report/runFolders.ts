/** Reads finished runs back, for tables. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Config } from '../experiment/config.ts';
import type { Summary } from '../experiment/record.ts';

/** What tables need of a run: its summary and its evaluations. */
export interface RunData extends Summary {
  /** evalReturn after each episode. */
  readonly evalReturns: readonly number[];
}

/**
 * Whether the folder can be used for a run with this config.
 *
 * @throws ConfigError if it holds a run with another, naming the first setting that differs
 */
export function checkSameConfig(folder: string, config: Config): void {
  const path = join(folder, 'config.json');
  if (!existsSync(path)) return;
  const there = parse<Record<string, unknown>>(path, read(path));
  for (const [name, value] of Object.entries(config)) {
    if (there[name] !== value) {
      const found = name in there ? JSON.stringify(there[name]) : 'nothing';
      throw new ConfigError(
        `${folder} holds another run: ${name} is ${found}, not ${JSON.stringify(value)}; choose another --out`,
      );
    }
  }
}

/** True if the folder holds a run that went to its end. */
export function isFinished(folder: string): boolean {
  const path = join(folder, 'summary.json');
  return existsSync(path) && parse<Summary>(path, readFileSync(path, 'utf8')).finished;
}

/** @throws ConfigError naming the file (and line) that is missing or cannot be read */
export function readRun(folder: string): RunData {
  const summaryPath = join(folder, 'summary.json');
  const episodesPath = join(folder, 'episodes.jsonl');
  const summary = parse<Summary>(summaryPath, read(summaryPath));
  const evalReturns = read(episodesPath)
    .trimEnd()
    .split('\n')
    .map((line, n) => parse<{ evalReturn: number }>(`${episodesPath}:${n + 1}`, line).evalReturn);
  return { ...summary, evalReturns };
}

/** The finished runs in the folders of a folder, in the order of their names. */
export function readRuns(folder: string): RunData[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isFinished(join(folder, entry.name)))
    .map((entry) => readRun(join(folder, entry.name)));
}

/** Reads a file with one run in each line, as `compare` leaves it. */
export function readResults(path: string): RunData[] {
  return read(path)
    .trimEnd()
    .split('\n')
    .map((line, n) => parse<RunData>(`${path}:${n + 1}`, line));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${(error as Error).message}`);
  }
}

// The type parameter says what the text should hold.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function parse<T>(where: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new ConfigError(`${where}: ${(error as Error).message}`);
  }
}
