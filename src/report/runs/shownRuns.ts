/** Runs that are drawn one by one: which of many, and what tells one from the others. */
import type { Measure } from '../../curiosity/curiosity.ts';
import { parseConfig, parseEnvironment } from '../../record/readBack.ts';
import { rewardOf } from '../../train/config/config.ts';
import type { EnvironmentRecord } from '../../train/config/task.ts';
import { pathIn, readText } from '../../record/disk.ts';
import type { Config } from '../../train/config/settings.ts';
import { measureOf } from '../../train/config/curiosities.ts';
import { inLegendOrder } from '../draw/palette.ts';
import { groupsOf, memberOf, type Group } from './groups.ts';

/** A run whose pictures are drawn, with what tells it from the others. */
export interface ShownRun {
  readonly folder: string;
  readonly agent: string;
  readonly env: string;
  /** The agent, and whatever else is not the same in all runs: `vime`, `vime, eta 0.3, dense, seed 2`. */
  readonly label: string;
  /** What its curiosity measures; null without one. */
  readonly measure: Measure | null;
  readonly environment: EnvironmentRecord;
}

/** A run's config, and what is recorded of its environment. */
function readConfig(folder: string): {
  readonly config: Config;
  readonly environment: EnvironmentRecord;
} {
  const path = pathIn(folder, 'config.json');
  const text = readText(path);
  return { config: parseConfig(path, text), environment: parseEnvironment(path, text) };
}

/** Names that were given to groups of runs, by the folder of each of their runs. */
export type GivenNames = ReadonlyMap<string, string>;

/** The group of each run. @throws ConfigError naming the file that cannot be read or is not as it was written */
export function groupsOfRuns(folders: readonly string[], names: GivenNames = new Map()): Group[] {
  return groupsOf(
    folders.map((folder) => {
      const { config, environment } = readConfig(folder);
      return memberOf(config, names.get(folder), environment.task);
    }),
  );
}

/**
 * At most so many of the runs, in the order given: each run once, and every group before any for the second time.
 *
 * @throws ConfigError naming the file that cannot be read or is not as it was written
 */
export function chosenRuns(
  folders: readonly string[],
  most: number,
  names: GivenNames = new Map(),
): string[] {
  const labels = groupsOfRuns(folders, names).map(({ label }) => label);
  const byName = new Map<string, { readonly folder: string; readonly label: string }>();
  folders.forEach((folder, n) => {
    const { config, environment } = readConfig(folder);
    const name = `${environment.task.name} ${rewardOf(config)} ${labels[n]} ${config.seed}`;
    if (!byName.has(name)) byName.set(name, { folder, label: labels[n] });
  });
  const runs = [...byName.values()];
  const firsts = inLegendOrder(labels).map((label) => runs.find((run) => run.label === label)!);
  const rest = runs.filter((run) => !firsts.includes(run));
  const chosen = [...firsts, ...rest].slice(0, most);
  return runs.filter((run) => chosen.includes(run)).map(({ folder }) => folder);
}

/** @throws ConfigError naming the file that cannot be read or is not as it was written */
export function shownRuns(folders: readonly string[], names: GivenNames = new Map()): ShownRun[] {
  const runs = folders.map(readConfig);
  const groups = groupsOfRuns(folders, names);
  const told = runs.map(({ config, environment }) => [
    environment.task.name,
    rewardOf(config),
    `seed ${config.seed}`,
  ]);
  const differs = (part: number): boolean => new Set(told.map((parts) => parts[part])).size > 1;
  return runs.map(({ config, environment }, n) => ({
    folder: folders[n],
    agent: config.agent,
    env: config.env,
    measure: measureOf(config),
    environment,
    label: [
      groups[n].label,
      ...told[n].filter((text, part) => text !== null && differs(part)),
    ].join(', '),
  }));
}
