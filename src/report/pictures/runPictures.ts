/** All pictures of single runs: phase-space maps and animations, of one run or of several beside one another. */
import { readMaps } from '../../record/mapsFile.ts';
import { animation, type NamedEpisode } from './animation.ts';
import { explorationAnimation, readExploration } from '../phase/exploration.ts';
import { drawn, isMissing, type Drawn, type Figure } from '../draw/figure.ts';
import type { Themed } from '../draw/gif.ts';
import { kindOf } from '../../train/config/environments.ts';
import { greedyEpisode } from '../runs/greedyEpisode.ts';
import { endOf } from './shownEpisode.ts';
import type { ShownRun } from '../runs/shownRuns.ts';
import { mapKinds } from '../phase/mapKinds.ts';
import { alikeMaps, type MapName, type RunMaps } from '../phase/alikeMaps.ts';
import { mapsInColumns, mapsInRows } from '../phase/maps.ts';

const NAMES = Object.keys(mapKinds) as MapName[];

/** px that figures may take on a wide page. */
const PAGE_WIDTH = 1230;

/**
 * The maps of runs as figures, one of each kind: episodes from left to right, a row for each run.
 *
 * @param episodes after which maps are drawn. Default: all that have maps
 */
export async function mapFigures(
  runs: readonly ShownRun[],
  {
    width = PAGE_WIDTH,
    episodes,
  }: { readonly width?: number; readonly episodes?: readonly number[] } = {},
): Promise<Drawn<Figure>[]> {
  const maps = await drawn('maps', () =>
    runs.flatMap(({ folder, label, measure, environment }): RunMaps[] => {
      const { phaseSpace, actionNames } = environment;
      if (!phaseSpace) return [];
      const all = readMaps(folder);
      const byEpisode = all.filter(({ episode }) => episodes?.includes(episode) ?? true);
      return [{ label, measure, byEpisode, phaseSpace, actionNames }];
    }),
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

/**
 * Episodes of the greedy policies, side by side, as GIFs; null if none of the environments has a picture.
 *
 * @throws ConfigError if a run cannot be read
 */
export function episodesOf(runs: readonly ShownRun[]): {
  readonly gifs: Themed;
  /** How each episode ended, in words. */
  readonly ends: readonly string[];
} | null {
  const loaded = runs.filter(({ env }) => kindOf(env) !== null);
  const episodes = loaded.flatMap(({ folder, label }): NamedEpisode[] => {
    const episode = greedyEpisode(folder);
    const { picture } = episode;
    return picture ? [{ ...episode, picture, label }] : [];
  });
  return episodes.length === 0
    ? null
    : {
        gifs: animation(episodes),
        ends: episodes.map(({ snapshots, reachedGoal }) =>
          endOf(reachedGoal, snapshots.length - 1),
        ),
      };
}

/** The same animation; null if none of the environments has a picture. */
export async function episodesDrawn(runs: readonly ShownRun[]): Promise<Drawn<Themed> | null> {
  const episodes = await drawn('episodes', () => ({ made: episodesOf(runs) }));
  return isMissing(episodes) ? episodes : (episodes.made?.gifs ?? null);
}

/**
 * Episodes of the greedy policies, and the phase space filling up, as GIFs, side by side; null for what is not drawn in these environments.
 *
 * @param runs that are finished
 */
export async function animations(runs: readonly ShownRun[]): Promise<{
  readonly episodes: Drawn<Themed> | null;
  readonly exploration: Drawn<Themed>;
}> {
  return {
    episodes: await episodesDrawn(runs),
    exploration: await drawn('exploration', () =>
      explorationAnimation(
        runs.map(({ folder, label }) => ({ ...readExploration(folder), label })),
      ),
    ),
  };
}
