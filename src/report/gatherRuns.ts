/** Finds the runs in folders gathered from anywhere. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MAPS_FILE } from '../experiment/mapsFile.ts';
import { ConfigError } from '../experiment/field.ts';
import type { RunData } from '../experiment/readBack.ts';
import { reading } from '../experiment/record.ts';
import { isFinished, readResults, readRun } from './readRuns.ts';

export interface Gathered {
  /** Finished runs, each once, by world, reward, agent and seed. */
  readonly runs: readonly RunData[];
  /** Their folders; none for those that were found in files of results. */
  readonly folders: readonly string[];
  /** Folders of runs that are under way, or were stopped; and lines of files of results with such. */
  readonly unfinished: readonly string[];
  /** Folders of runs to be drawn one by one: those with phase-space maps, under way or not; by name. */
  readonly mapped: readonly string[];
}

/** What is found on the way. */
class Finds {
  readonly found: Found[] = [];
  readonly folders: string[] = [];
  readonly unfinished: string[] = [];
  readonly mapped: string[] = [];
}

interface Found {
  readonly run: RunData;
  readonly where: string;
}

const RUN_FILES = ['config.json', 'episodes.jsonl', 'summary.json'];

/** The runs in a run folder, in a file of results, or at any depth in a folder. */
function find(path: string, finds: Finds): void {
  const { found, folders, unfinished, mapped } = finds;
  if (reading(path, () => statSync(path)).isFile()) {
    readResults(path).forEach((run, n) => {
      const where = `${path}:${n + 1}`;
      if (run.finished && run.episodes > 0) found.push({ run, where });
      else unfinished.push(where);
    });
    return;
  }
  const entries = reading(path, () => readdirSync(path, { withFileTypes: true }));
  if (entries.some(({ name }) => RUN_FILES.includes(name))) {
    if (isFinished(path)) {
      found.push({ run: readRun(path), where: path });
      folders.push(path);
    } else unfinished.push(path);
    if (entries.some(({ name }) => name === MAPS_FILE)) mapped.push(path);
    return;
  }
  for (const entry of entries) {
    const isResults = entry.isFile() && entry.name.endsWith('.jsonl');
    if (entry.isDirectory() || isResults) find(join(path, entry.name), finds);
  }
}

const nameOf = ({ world, reward, agent, seed }: RunData): string =>
  `${world}, ${reward}, ${agent} seed ${seed}`;

/** What must be equal in two records of one run: all but the clock and the engine it ran in. */
function lasting({ wallSeconds: _, versions: __, ...rest }: RunData): string {
  return JSON.stringify(rest);
}

/** Each run once. @throws ConfigError if two of the same name are not the same run */
function distinct(found: readonly Found[]): RunData[] {
  const byName = new Map<string, Found>();
  for (const { run, where } of found) {
    const before = byName.get(nameOf(run));
    if (before && lasting(before.run) !== lasting(run)) {
      throw new ConfigError(
        `${nameOf(run)}: expected one run, got two that differ, ${before.where} and ${where}; remove one`,
      );
    }
    if (!before) byName.set(nameOf(run), { run, where });
  }
  return [...byName.values()].map(({ run }) => run);
}

/** By code units, so that the order is the same in every language. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareNames(a: RunData, b: RunData): number {
  return (
    compareText(a.world, b.world) ||
    compareText(a.reward, b.reward) ||
    compareText(a.agent, b.agent) ||
    a.seed - b.seed
  );
}

/**
 * The runs in run folders, files of results and folders that hold such at any depth. The result does not depend on the
 * order of the paths, nor on where the folders are; the same run may be found several times, in a folder and in a file, say.
 *
 * @throws ConfigError naming the file (and line) that cannot be read or does not fit, two runs of the same name that differ,
 *                     or that there is neither a finished run nor one with maps
 */
export function gatherRuns(paths: readonly string[]): Gathered {
  const finds = new Finds();
  for (const path of paths) find(path, finds);
  const { found, folders, unfinished } = finds;
  const runs = distinct(found).sort(compareNames);
  const mapped = [...new Set(finds.mapped)].sort((a, b) => compareText(basename(a), basename(b)));
  if (runs.length === 0 && mapped.length === 0) {
    const more = unfinished.length > 0 ? `, ${unfinished.length} unfinished` : '';
    throw new ConfigError(`expected finished runs in ${paths.join(', ')}, found none${more}`);
  }
  return { runs, folders, unfinished, mapped };
}
