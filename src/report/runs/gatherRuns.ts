/** Finds the runs in any folders. Runs that cannot be used are named and left out. */
import { realpathSync, statSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { MAPS_FILE, readMaps } from '../../record/mapsFile.ts';
import { kindOf } from '../../train/config/environments.ts';
import { shown } from '../../env/messages.ts';
import { ConfigError } from '../../train/config/field.ts';
import { parseConfig, parseRecords, parseSummary } from '../../record/readBack.ts';
import { exists, namesIn, pathIn, reading, readText } from '../../record/disk.ts';
import { greedyEpisode } from './greedyEpisode.ts';
import { distinctRuns, type Found } from './distinctRuns.ts';
import { compareTexts, type NamedRun } from './groups.ts';
import type { GivenNames } from './shownRuns.ts';
import { isFinished, readRun, resultLines } from './readRuns.ts';

/** A name for the runs in a folder, at any depth. */
export interface NamedFolder {
  readonly name: string;
  readonly path: string;
}

const LONGEST_NAME = 80; // characters

/** From `NAME=DIR`. @throws ConfigError if a text is not of that form or the name is too long, or a folder has two names */
export function namedFolders(texts: readonly string[]): NamedFolder[] {
  const folders = texts.map((text) => {
    const at = text.indexOf('=');
    const [name, path] = [text.slice(0, at).trim(), text.slice(at + 1)];
    if (at < 0 || name === '' || path === '') {
      throw new ConfigError(`--label: expected NAME=DIR, got ${shown(text)}`);
    }
    if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name)) {
      throw new ConfigError(
        `--label: expected a name of one line and at most ${LONGEST_NAME} characters, got ${shown(name)}`,
      );
    }
    return { name, path };
  });
  for (const { name, path } of folders) {
    const other = folders.find((f) => resolve(f.path) === resolve(path) && f.name !== name);
    if (other) throw new ConfigError(`--label: ${path} has two names, ${name} and ${other.name}`);
  }
  return folders;
}

export interface Gathered {
  /** Finished runs, each once, by environment, reward, group and seed; files of one's own are told apart by what is in them. */
  readonly runs: readonly NamedRun[];
  /** The same as they were found. */
  readonly records: readonly NamedRun[];
  /** Of each run the folder, or the file and line, that it was found in. */
  readonly places: readonly string[];
  /** Folders of runs to be drawn one by one: those with phase-space maps, under way or not; by name. */
  readonly mapped: readonly string[];
  /** Names that were given to groups, by the folders of `mapped`. */
  readonly names: GivenNames;
}

const RUN_FILES = [
  'config.json',
  'episodes.jsonl',
  'summary.json',
  'weights.safetensors',
  MAPS_FILE,
];

/** Runs that are gathered at most: each may be found twice, in its folder and in a file. A report of so many takes minutes. */
const MOST_RUNS = 20_000;

/** Unlike a run that cannot be read, this ends the search. */
class TooManyRuns extends ConfigError {}

const isOfOneRun = (error: unknown): error is ConfigError =>
  error instanceof ConfigError && !(error instanceof TooManyRuns);

/** Lines of one file of results that are named one by one if they cannot be read. */
const MOST_LINES = 3;

/** Of what a link leads to. @throws ConfigError if that is not there */
const isFolder = (path: string): boolean => reading(path, () => statSync(path)).isDirectory();

class Search {
  readonly found: Found[] = [];
  /** Folders of runs that could not be read. */
  readonly damaged: string[] = [];
  readonly mapped: string[] = [];
  readonly names = new Map<string, string>();
  readonly #warn: (line: string) => void;
  readonly #names: readonly NamedFolder[];
  readonly #seen = new Set<string>();

  constructor(warn: (line: string) => void, names: readonly NamedFolder[]) {
    this.#warn = warn;
    // The innermost folder decides.
    this.#names = names
      .map(({ name, path }) => ({ name, path: resolve(path) }))
      .sort((a, b) => b.path.length - a.path.length);
  }

  /** The runs in a run folder, in a file of results, or at any depth in a folder; links are followed. */
  look(path: string): void {
    this.#orLeftOut(() => {
      const real = reading(path, () => realpathSync(path));
      if (this.#seen.has(real)) return;
      this.#seen.add(real);
      if (!isFolder(path)) {
        this.#results(path);
        return;
      }
      const names = reading(path, () => namesIn(path)).sort(compareTexts);
      const ofRun = names.filter((name) => RUN_FILES.includes(name));
      if (ofRun.length > 0) this.#run(path, ofRun.includes(MAPS_FILE));
      // A comparison may have been made in the folder of a run, or a run in that of a comparison.
      for (const name of names.filter((name) => !ofRun.includes(name))) {
        this.#orLeftOut(() => {
          const inside = join(path, name);
          if (name.endsWith('.jsonl') || isFolder(inside)) this.look(inside);
        });
      }
    });
  }

  /** @throws TooManyRuns */
  #checkRoom(more: number, path: string): void {
    if (this.found.length + more <= MOST_RUNS) return;
    throw new TooManyRuns(
      `expected at most ${MOST_RUNS} runs, found ${this.found.length} and ${more} more in ${path}; name fewer folders`,
    );
  }

  #run(folder: string, hasMaps: boolean): void {
    this.#checkRoom(1, folder);
    const isRead = this.#orLeftOut(() => {
      if (isFinished(folder)) this.#add(readRun(folder), folder, folder);
      else this.#warn(`not compared, not finished: ${folder}`);
    });
    if (!isRead) this.damaged.push(folder);
    if (!isRead || !hasMaps) return;
    this.#orLeftOut(() => {
      checkDrawable(folder);
      this.mapped.push(folder);
      const name = this.#nameOf(folder);
      if (name !== undefined) this.names.set(folder, name);
    }, 'not drawn');
  }

  #results(path: string): void {
    const lines = resultLines(path);
    this.#checkRoom(lines.length, path);
    const problems: string[] = [];
    for (const { where, read } of lines) {
      try {
        const run = read();
        if (run.finished && run.episodes > 0) this.#add(run, where, path);
        else this.#warn(`not compared, not finished: ${where}`);
      } catch (error) {
        if (!isOfOneRun(error)) throw error;
        problems.push(error.message);
      }
    }
    for (const problem of problems.slice(0, MOST_LINES)) this.#warn(`left out: ${problem}`);
    const more = problems.length - MOST_LINES;
    if (more > 0) this.#warn(`left out: ${path}: ${more} more ${more === 1 ? 'line' : 'lines'}`);
  }

  #add(run: NamedRun, where: string, path: string): void {
    const name = this.#nameOf(path);
    const named = name === undefined ? run : { ...run, name };
    this.found.push({ run: named, where, isLine: where !== path });
  }

  #nameOf(path: string): string | undefined {
    const at = resolve(path);
    return this.#names.find(({ path: p }) => at === p || at.startsWith(p + sep))?.name;
  }

  /** Calls `action`. @returns false if it failed, after a warning */
  #orLeftOut(action: () => void, what = 'left out'): boolean {
    try {
      action();
      return true;
    } catch (error) {
      if (!isOfOneRun(error)) throw error;
      this.#warn(`${what}: ${error.message}`);
      return false;
    }
  }
}

/** @throws ConfigError naming the file from which no picture of the run could be made */
function checkDrawable(folder: string): void {
  const [config, records] = ['config.json', 'episodes.jsonl'].map((name) => pathIn(folder, name));
  const { env } = parseConfig(config, readText(config));
  parseRecords(records, readText(records));
  readMaps(folder);
  const isLoaded = kindOf(env) !== null; // one's own may not be
  if (isLoaded && exists(pathIn(folder, 'weights.safetensors'))) greedyEpisode(folder);
}

/** The digest that the summary of a damaged run states, which a line of a file of results may have too; or null. */
function statedDigest(folder: string): string | null {
  const path = pathIn(folder, 'summary.json');
  try {
    return parseSummary(path, readText(path)).digest;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return null;
  }
}

/**
 * The runs in run folders, files of results and folders that hold such at any depth. The result does not depend on the
 * order of the paths, nor on where the folders are; the same run may be found several times, in a folder and in a file, say.
 *
 * @param warn  gets a line for each that is left out, with the reason
 * @param names names for groups of runs; their folders are searched too
 * @throws ConfigError if a name is given to two groups
 */
export function gatherRuns(
  paths: readonly string[],
  warn: (line: string) => void,
  names: readonly NamedFolder[] = [],
): Gathered {
  const search = new Search(warn, names);
  for (const path of [...paths, ...names.map(({ path }) => path)]) search.look(path);
  const kept = distinctRuns(search.found, warn);
  for (const folder of search.damaged) {
    const digest = statedDigest(folder);
    const record = kept.find(({ run }) => run.digest === digest);
    if (record) warn(`${record.where} is used in the place of ${folder}`);
  }
  const byName = (a: string, b: string): number =>
    compareTexts(basename(a), basename(b)) || compareTexts(a, b);
  return {
    runs: kept.map(({ run }) => run),
    records: kept.map(({ record }) => record),
    places: kept.map(({ where }) => where),
    mapped: search.mapped.sort(byName),
    names: search.names,
  };
}
