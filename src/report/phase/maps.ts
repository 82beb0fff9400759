/** Phase-space maps side by side: visited states, greedy actions, values, novelty and uncertainty after several episodes. */
import type { TopLevelSpec } from 'vega-lite';
import type { PhaseMaps } from '../../train/phaseSpace.ts';
import type { PhaseRecord } from '../../train/config/task.ts';
import { CHART_WIDTH, draw, SPARE, SPARE_BOLD, titled } from '../draw/draw.ts';
import type { AlikeMaps, RunMaps } from './alikeMaps.ts';
import { colourBar } from './colourBar.ts';
import { rangeOf, type MapScale, type Range } from './mapColours.ts';
import { capitalised } from './mapKinds.ts';
import { mapPicture } from './mapPicture.ts';
import { phasePart, SMALL, type PhaseLayout } from './phasePart.ts';
import { wrapped } from '../draw/textWidth.ts';

/** One map of a figure; null maps: an empty frame. */
interface Panel {
  readonly maps: PhaseMaps | null;
  /** Above it. */
  readonly title?: string;
  /** Left of it. Default: no velocities either. */
  readonly side?: readonly string[];
}

interface Size {
  /** px */
  readonly width: number;
  readonly height: number;
}

/** px */
const BAR_GAP = 10;
const GAP = 8;
const SIDE_LINE = SMALL + 2; // of each line left of the panels after the first
const OVERHANG = 10; // of numbers below a panel, over its edges
const BESIDE = 82; // what stands left of the panels of a figure, and over its right edge
const MOST_WIDTH = 200;

/** Height of a panel for each px of its width. */
const FLATNESS = 0.69;

/** Panels as large as so many fit side by side into `width` px. */
function panelSize(width: number, count: number): Size {
  const room = Math.floor((width - BESIDE - (GAP + OVERHANG) * (count - 1)) / count);
  const panelWidth = Math.max(40, Math.min(MOST_WIDTH, room));
  return { width: panelWidth, height: Math.floor(FLATNESS * panelWidth) };
}

/**
 * One kind of map in rows: episodes from left to right, a row for each run that has it, all in the same colours. A run is named
 * where there are others.
 *
 * @param width px, that the figure may take
 */
export function mapsInRows(maps: AlikeMaps, width: number): Promise<string> {
  const { runs, areNamed } = maps;
  const episodes = episodesOf(runs);
  const { height } = panelSize(width, episodes.length);
  const names = runs.map(({ label }) => (areNamed ? wrapped(label, height / SPARE, SMALL) : []));
  const beside = SIDE_LINE * Math.max(0, ...names.map(({ length }) => length - 1));
  const panels = runs.map(({ byEpisode }, r) =>
    episodes.map((episode, c) => ({
      maps: mapsAt(byEpisode, episode),
      ...(r === 0 ? { title: titleOf(episode) } : {}),
      ...(c === 0 ? { side: [...names[r], runs[0].phaseSpace.axes[1].name] } : {}),
    })),
  );
  return figure(maps, panels, panelSize(width - beside, episodes.length), width);
}

/** Episodes side by side where there is one run. */
const NARROW_COLUMNS = 2;

/** The same for a phone: episodes from top to bottom, runs side by side; of one run, episodes two by two. */
export function mapsInColumns(maps: AlikeMaps): Promise<string> {
  const { runs } = maps;
  const episodes = episodesOf(runs);
  const across = runs.length > 1 ? runs.length : NARROW_COLUMNS;
  const panels: Panel[][] = [];
  if (runs.length > 1) {
    for (const [r, episode] of episodes.entries()) {
      const panelOf = ({ label, byEpisode }: RunMaps, c: number): Panel => ({
        maps: mapsAt(byEpisode, episode),
        ...(r === 0 ? { title: label } : {}),
        ...(c === 0 ? { side: [titleOf(episode), runs[0].phaseSpace.axes[1].name] } : {}),
      });
      panels.push(runs.map(panelOf));
    }
  } else {
    const panelOf = (episode: number, c: number): Panel => ({
      maps: mapsAt(runs[0].byEpisode, episode),
      title: titleOf(episode),
      ...(c === 0 ? { side: [runs[0].phaseSpace.axes[1].name] } : {}),
    });
    for (let n = 0; n < episodes.length; n += across) {
      panels.push(episodes.slice(n, n + across).map(panelOf));
    }
  }
  return figure(maps, panels, panelSize(CHART_WIDTH, across), CHART_WIDTH);
}

const titleOf = (episode: number): string => `episode ${episode}`;

/** The episodes after which any of the runs has maps. */
function episodesOf(runs: readonly RunMaps[]): number[] {
  const episodes = runs.flatMap(({ byEpisode }) => byEpisode.map(({ episode }) => episode));
  return [...new Set(episodes)].sort((a, b) => a - b);
}

const mapsAt = (byEpisode: readonly PhaseMaps[], episode: number): PhaseMaps | null =>
  byEpisode.find((maps) => maps.episode === episode) ?? null;

/** @param panels row by row; the last row may be shorter */
async function figure(
  { kind, words, scale, runs }: AlikeMaps,
  panels: readonly (readonly Panel[])[],
  size: Size,
  width: number,
): Promise<string> {
  const valuesOf = (maps: PhaseMaps | null): readonly number[] | null => maps && kind.values(maps);
  const { phaseSpace } = runs[0];
  const actions = actionsOf(runs);
  const range: Range =
    scale === 'actions'
      ? [0, actions.length - 1]
      : rangeOf(
          scale,
          panels.flat().flatMap(({ maps }) => valuesOf(maps) ?? []),
        );
  const across = panels[0]?.length ?? 1;
  const parts = panels.flatMap((row, r) =>
    row.map(({ maps, title, side }, c) =>
      phasePart(
        pictureOf(scale, valuesOf(maps), range),
        {
          ...size,
          title: title === undefined ? null : headOf(title, size.width),
          yTitle: side ?? null,
          isLast: c >= (panels[r + 1]?.length ?? 0),
        },
        phaseSpace,
      ),
    ),
  );
  const spec: TopLevelSpec = {
    title: titled(words.title, subtitleOf(phaseSpace), width),
    spacing: BAR_GAP,
    vconcat: [
      { columns: across, spacing: GAP, concat: parts },
      colourBar(scale, words.unit, range, actions, Math.min(MOST_WIDTH, width - BESIDE)),
    ],
    data: { values: [] },
  };
  const svg = await draw(
    spec,
    `${words.title}: maps over ${phaseSpace.axes.map(({ name }) => name).join(' and ')}`,
  );
  return svg.replaceAll('xlink:href=', 'href=');
}

const headOf = (text: string, width: number): PhaseLayout['title'] => ({
  text: wrapped(text, width / SPARE_BOLD, SMALL),
  limit: width,
  fontSize: SMALL,
  offset: 6,
  frame: 'group',
});

const pictureOf = (
  scale: MapScale,
  values: readonly number[] | null,
  range: Range,
): string | null => values && mapPicture(scale, values, range);

/** Names of the actions of runs of one environment; without names, their numbers. */
function actionsOf(runs: readonly RunMaps[]): readonly string[] {
  const maps = runs.flatMap(({ byEpisode }) => byEpisode.map(({ action }) => action));
  const last = maps.reduce((most, map) => map.reduce((m, a) => Math.max(m, a), most), 0);
  return runs[0].actionNames ?? Array.from({ length: last + 1 }, (_, n) => String(n));
}

/** `Velocity in positions per step; dashed: the goal.` */
function subtitleOf({ axes, goal }: PhaseRecord): string {
  const units = axes.flatMap(({ name, unit }) =>
    unit === undefined ? [] : [`${name} in ${unit}`],
  );
  const all = [...units, ...(goal === null ? [] : ['dashed: the goal'])];
  return all.length === 0 ? '' : `${capitalised(all.join('; '))}.`;
}
