/** Of records of runs found anywhere, each run once: copies and contradictions are named and left out. */
import {
  compareMembers,
  compareNames,
  compareTexts,
  groupsOf,
  memberOfRun,
  type Group,
  type NamedRun,
} from './groups.ts';
import { toldApart } from './toldApart.ts';

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
    (a, b) => Number(a.isLine) - Number(b.isLine) || compareTexts(a.where, b.where),
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
    compareTexts(a.run.env, b.run.env) ||
    compareNames(a.run.task.name, b.run.task.name) ||
    compareTexts(a.run.reward ?? '', b.run.reward ?? '') ||
    compareMembers(a.group, b.group) ||
    a.run.seed - b.run.seed
  );
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
