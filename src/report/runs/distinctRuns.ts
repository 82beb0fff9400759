/** Of records of runs found anywhere, each run once: copies and contradictions are named and left out. */
import { CURIOSITY_HASH, FILE_HASH, valueOf } from '../../train/config/config.ts';
import { compareMembers, groupsOf, memberOfRun, type Group, type NamedRun } from './groups.ts';

/** A record of a run. */
export interface Found {
  readonly run: NamedRun;
  /** The folder, or the file and line. */
  readonly where: string;
  /** It was read from a file of results, where the digest cannot be checked. */
  readonly isLine: boolean;
}

/**
 * What must be equal in two records of one run: all but the clock, the engine it ran in, and how exactly it was measured
 * when it had ended.
 */
function lasting({
  wallSeconds: _,
  versions: __,
  finalScore: ___,
  finalScoreSd: ____,
  config: _____,
  ...rest
}: NamedRun): string {
  return JSON.stringify(rest);
}

/** The record of a run of which several were found; none if they contradict each other. */
function oneOf(name: string, records: readonly Found[], warn: (line: string) => void): Found[] {
  const [first, ...others] = [...records].sort(
    (a, b) => Number(a.isLine) - Number(b.isLine) || compareText(a.where, b.where),
  );
  const contents = new Map([first, ...others].map((record) => [lasting(record.run), record]));
  const folders = records.filter(({ isLine }) => !isLine);
  if (contents.size > 1) {
    // Of a folder the digest has been checked; a line that says otherwise is out of date.
    const ofFolders = new Set(folders.map(({ run }) => lasting(run)));
    if (ofFolders.size !== 1) {
      const [a, b] = [...contents.values()].map(({ where }) => where);
      warn(
        `left out: two runs of ${name} that differ, ${a} and ${b}; remove one, or tell them apart with --label`,
      );
      return [];
    }
    for (const { run, where } of records) {
      if (!ofFolders.has(lasting(run)))
        warn(`left out: ${where} is not the run in ${folders[0].where}`);
    }
    return oneOf(name, folders, warn);
  }
  // That a run is in a folder and in a file of results is as it should be.
  const alike = records.filter(({ isLine }) => isLine === first.isLine);
  const sameFile = alike.filter(
    ({ where }) => !first.isLine || fileOf(where) === fileOf(first.where),
  );
  for (const { where } of sameFile) {
    if (where !== first.where) warn(`left out: ${where} is the same run as ${first.where}`);
  }
  return [first];
}

const fileOf = (where: string): string => where.slice(0, where.lastIndexOf(':'));

/** By code units, so that the order is the same in every language. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The usual one first, then by their texts, numbers in them by size. */
const compareTasks = (a: string, b: string): number => a.length - b.length || compareText(a, b);

/** One that counts; its run has files of one's own told apart. */
export interface Distinct extends Found {
  /** The run as it was found. */
  readonly record: NamedRun;
}

interface Grouped extends Distinct {
  readonly group: Group;
}

function compareRuns(a: Grouped, b: Grouped): number {
  return (
    compareText(a.run.env, b.run.env) ||
    compareTasks(a.run.task.name, b.run.task.name) ||
    compareText(a.run.reward ?? '', b.run.reward ?? '') ||
    compareMembers(a.group, b.group) ||
    a.run.seed - b.run.seed
  );
}

type Hash = typeof FILE_HASH | typeof CURIOSITY_HASH;

/** Digits of a SHA-256 by which files of one name are told apart. */
const DIGITS = 8;

/** The SHA-256 of a file of one's own; undefined: there is none. */
const hashIn = ({ config }: NamedRun, hash: Hash): string | undefined =>
  valueOf(config, hash) as string | undefined;

/** The shortest path by which each file was named. */
function pathsOf(
  runs: readonly NamedRun[],
  hash: Hash,
  setting: 'env' | 'curiosity',
): Map<string | undefined, string> {
  const paths = new Map<string | undefined, string>();
  for (const run of runs) {
    const [file, path] = [hashIn(run, hash), run.config[setting]];
    const known = paths.get(file);
    if (known === undefined || compareTasks(path, known) < 0) paths.set(file, path);
  }
  return paths;
}

/** Whether a name is that of several files, or of one and of something else. */
function namesOfSeveral(
  runs: readonly NamedRun[],
  hash: Hash,
  nameOf: (run: NamedRun) => string,
): (name: string) => boolean {
  const files = new Map<string, Set<string | undefined>>();
  for (const run of runs) {
    const name = nameOf(run);
    files.set(name, (files.get(name) ?? new Set()).add(hashIn(run, hash)));
  }
  return (name) => files.get(name)!.size > 1;
}

/**
 * Runs in which a file of one's own has one name, whatever it was called on the command line; and files that differ have two, though
 * they are called alike, as one that was changed between two runs.
 */
function toldApart(runs: readonly NamedRun[]): NamedRun[] {
  const [envs, curiosities] = [
    pathsOf(runs, FILE_HASH, 'env'),
    pathsOf(runs, CURIOSITY_HASH, 'curiosity'),
  ];
  const taskOf = ({ task }: NamedRun): string => task.name;
  const curiosityOf = (run: NamedRun): string =>
    curiosities.get(hashIn(run, CURIOSITY_HASH)) ?? run.config.curiosity;
  const isTaskOfSeveral = namesOfSeveral(runs, FILE_HASH, taskOf);
  const isCuriosityOfSeveral = namesOfSeveral(runs, CURIOSITY_HASH, curiosityOf);
  return runs.map((run) => {
    const [envFile, curiosityFile] = [hashIn(run, FILE_HASH), hashIn(run, CURIOSITY_HASH)];
    let told = run;
    if (envFile !== undefined) {
      const env = envs.get(envFile)!;
      const name = isTaskOfSeveral(run.task.name)
        ? `${run.task.name}, file ${envFile.slice(0, DIGITS)}`
        : run.task.name;
      told = { ...told, env, task: { ...run.task, name }, config: { ...run.config, env } };
    }
    if (curiosityFile !== undefined) {
      const path = curiosityOf(run);
      const curiosity = isCuriosityOfSeveral(path)
        ? `${curiosityFile.slice(0, DIGITS)}:${path}`
        : path;
      told = { ...told, config: { ...told.config, curiosity } };
    }
    return told;
  });
}

/**
 * Each run once, in order.
 *
 * @param warn gets a line for each that is left out, with the reason
 * @throws ConfigError if a given name is that of another group
 */
export function distinctRuns(found: readonly Found[], warn: (line: string) => void): Distinct[] {
  const told = toldApart(found.map(({ run }) => run));
  const groups = groupsOf(told.map(memberOfRun));
  const byName = new Map<string, Grouped[]>();
  found.forEach((one, n) => {
    const { task, reward, seed } = told[n];
    const place = reward === null ? task.name : `${task.name}, ${reward}`;
    const name = `${place}, ${groups[n].label} seed ${seed}`;
    byName.set(name, [...(byName.get(name) ?? []), { ...one, run: told[n], record: one.run, group: groups[n] }]);
  });
  const kept = [...byName].flatMap(([name, records]) => oneOf(name, records, warn) as Grouped[]);
  return kept.sort(compareRuns);
}
