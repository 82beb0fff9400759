/** All pictures of single runs: phase-space maps and animations, of one run or of several beside one another. */
import { readMaps } from '../../record/mapsFile.ts';
import { carAnimation, endOf } from './carAnimation.ts';
import { explorationAnimation, readExploration } from '../phase/exploration.ts';
import { drawn, isMissing, type Drawn, type Figure } from '../draw/figure.ts';
import type { Themed } from '../draw/gif.ts';
import { greedyEpisode } from '../runs/greedyEpisode.ts';
import type { ShownRun } from '../runs/shownRuns.ts';
import { mapKinds } from '../phase/mapKinds.ts';
import { alikeMaps, mapsInColumns, mapsInRows, type MapName, type RunMaps } from '../phase/maps.ts';

const NAMES = Object.keys(mapKinds) as MapName[];

/** px that figures may take on a wide page. */
const PAGE_WIDTH = 1230;

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
  const drives = runs.map(({ folder, label }) => ({ ...greedyEpisode(folder), label }));
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
