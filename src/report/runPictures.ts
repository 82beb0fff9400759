/** All pictures of single runs: phase-space maps and animations, of one run or of several beside one another. */
import { measureOf } from '../experiment/curiosities.ts';
import { readMaps } from '../experiment/mapsFile.ts';
import { pathIn, readText } from '../experiment/record.ts';
import type { Config } from '../experiment/settings.ts';
import { parseConfig } from '../experiment/readBack.ts';
import type { Measure } from '../vime/curiosity.ts';
import { carAnimation, endOf } from './carAnimation.ts';
import { explorationAnimation, readExploration } from './exploration.ts';
import { drawn, isMissing, type Drawn, type Figure } from './figure.ts';
import type { Themed } from './gif.ts';
import { greedyEpisode } from './greedyEpisode.ts';
import { groupsOf, memberOf, type Group } from './groups.ts';
import { inLegendOrder } from './palette.ts';
import { mapKinds } from './mapKinds.ts';
import { alikeMaps, mapsInColumns, mapsInRows, type MapName, type RunMaps } from './maps.ts';
import { worldName } from './worlds.ts';

/** Position at which the cars of the animation start: the middle of where episodes do. */
const START = -0.5;

const NAMES = Object.keys(mapKinds) as MapName[];

/** px that figures may take on a wide page. */
const PAGE_WIDTH = 1230;

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
    const { world, reward, maxSteps, seed } = configOf(folder);
    const name = `${worldName(world, maxSteps)} ${reward} ${labels[n]} ${seed}`;
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
  const differs = (field: 'world' | 'maxSteps' | 'reward' | 'seed'): boolean =>
    new Set(configs.map((config) => config[field])).size > 1;
  return configs.map((config, n) => ({
    folder: folders[n],
    agent: config.agent,
    measure: measureOf(config),
    label: [
      groups[n].label,
      ...(differs('world') || differs('maxSteps')
        ? [worldName(config.world, config.maxSteps)]
        : []),
      ...(differs('reward') ? [config.reward] : []),
      ...(differs('seed') ? [`seed ${config.seed}`] : []),
    ].join(', '),
  }));
}

/**
 * The maps of runs as figures, one of each kind: moments from left to right, a row for each run.
 *
 * @param episodes of the moments that are drawn. Default: all there are
 */
export async function mapFigures(
  runs: readonly ShownRun[],
  {
    width = PAGE_WIDTH,
    episodes,
  }: { readonly width?: number; readonly episodes?: readonly number[] } = {},
): Promise<Drawn<Figure>[]> {
  const maps = await drawn('maps', () =>
    runs.map(({ folder, label, measure }): RunMaps => ({
      label,
      measure,
      moments: readMaps(folder).filter(({ episode }) => episodes?.includes(episode) ?? true),
    })),
  );
  if (isMissing(maps)) return [maps];
  const figures: Drawn<Figure>[] = [];
  for (const alike of NAMES.flatMap((name) => alikeMaps(name, maps))) {
    const { id, caption } = alike.words;
    const same = figures.filter(({ name }) => name.startsWith(`map-${id}`)).length; // but for the unit
    const name = `map-${id}${same === 0 ? '' : `-${same + 1}`}`;
    figures.push(
      await drawn(name, async () => ({
        name,
        svg: await mapsInRows(alike, width),
        narrow: await mapsInColumns(alike),
        caption,
      })),
    );
  }
  return figures;
}

/** The cars under the greedy policies, side by side, as GIFs. @throws ConfigError if a run cannot be read */
export function carOf(runs: readonly ShownRun[]): {
  readonly gifs: Themed;
  /** How each episode ended, in words. */
  readonly ends: readonly string[];
} {
  const drives = runs.map(({ folder, label }) => ({ ...greedyEpisode(folder, START), label }));
  return { gifs: carAnimation(drives), ends: drives.map(endOf) };
}

/**
 * The cars under the greedy policies, and the phase space filling up, as GIFs, side by side.
 *
 * @param runs that are finished
 */
export async function animations(
  runs: readonly ShownRun[],
): Promise<{ readonly car: Drawn<Themed>; readonly exploration: Drawn<Themed> }> {
  return {
    car: await drawn('car', () => carOf(runs).gifs),
    exploration: await drawn('exploration', () =>
      explorationAnimation(
        runs.map(({ folder, label }) => ({ ...readExploration(folder), label })),
      ),
    ),
  };
}
