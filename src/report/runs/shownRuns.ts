/** Runs that are drawn one by one: which of many, and what tells one from the others. */
import type { Measure } from '../../curiosity/curiosity.ts';
import { parseConfig } from '../../record/readBack.ts';
import { pathIn, readText } from '../../record/disk.ts';
import type { Config } from '../../train/config/settings.ts';
import { measureOf } from '../../train/config/curiosities.ts';
import { inLegendOrder } from '../draw/palette.ts';
import { groupsOf, memberOf, type Group } from './groups.ts';
import { environmentName } from './environments.ts';

/** A run whose pictures are drawn, with what tells it from the others. */
export interface ShownRun {
  readonly folder: string;
  readonly agent: string;
  /** The agent, and whatever else is not the same in all runs: `vime`, `vime, eta 0.3, dense, seed 2`. */
  readonly label: string;
  /** What its curiosity measures; null without one. */
  readonly measure: Measure | null;
}

function configOf(folder: string): Config {
  const path = pathIn(folder, 'config.json');
  return parseConfig(path, readText(path));
}

/** Names that were given to groups of runs, by the folder of each of their runs. */
export type GivenNames = ReadonlyMap<string, string>;

/** The group of each run. @throws ConfigError naming the file that cannot be read or is not as it was written */
export function groupsOfRuns(folders: readonly string[], names: GivenNames = new Map()): Group[] {
  return groupsOf(folders.map((folder) => memberOf(configOf(folder), names.get(folder))));
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
    const { env, reward, maxSteps, seed } = configOf(folder);
    const name = `${environmentName(env, maxSteps)} ${reward} ${labels[n]} ${seed}`;
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
  const configs = folders.map(configOf);
  const groups = groupsOfRuns(folders, names);
  const differs = (field: 'env' | 'maxSteps' | 'reward' | 'seed'): boolean =>
    new Set(configs.map((config) => config[field])).size > 1;
  return configs.map((config, n) => ({
    folder: folders[n],
    agent: config.agent,
    measure: measureOf(config),
    label: [
      groups[n].label,
      ...(differs('env') || differs('maxSteps')
        ? [environmentName(config.env, config.maxSteps)]
        : []),
      ...(differs('reward') ? [config.reward] : []),
      ...(differs('seed') ? [`seed ${config.seed}`] : []),
    ].join(', '),
  }));
}
