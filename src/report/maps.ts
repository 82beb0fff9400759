/** Phase-space maps side by side: what an agent has seen, does, expects and still wonders about, at several moments. */
import type { TopLevelSpec } from 'vega-lite';
import type { PhaseMaps } from '../experiment/phaseSpace.ts';
import { draw } from './draw.ts';
import {
  ACTION_NAMES,
  barPicture,
  mapKinds,
  mapPicture,
  rangeOf,
  ticksOf,
  type MapKind,
  type Range,
} from './mapKinds.ts';
import { phasePart, SMALL, type Part, type PhaseLayout } from './phasePart.ts';

/** The maps of one run. */
export interface RunMaps {
  readonly agent: string;
  readonly moments: readonly PhaseMaps[];
}

export type MapName = keyof typeof mapKinds;

/** One map of a figure. */
interface Panel {
  readonly kind: MapKind;
  readonly maps: PhaseMaps | null;
}

const BAR_HEIGHT = 9; // px

interface Layout {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Above each column and left of each row. */
  readonly columns: readonly (string | readonly string[])[];
  readonly rows: readonly string[];
}

/**
 * One figure for each kind: moments from top to bottom, agents side by side, in the same colours. Narrow enough for a
 * phone with up to two agents.
 */
export function mapsOfKind(name: MapName, runs: readonly RunMaps[]): Promise<string> {
  const kind: MapKind = mapKinds[name];
  const able = runs.filter(({ moments }) => moments.some((maps) => kind.values(maps)));
  const episodes = episodesOf(able);
  const panels = episodes.map((episode) =>
    able.map(({ moments }) => ({ kind, maps: mapsAt(moments, episode) })),
  );
  return figure(panels, {
    width: able.length > 1 ? 132 : 200,
    height: able.length > 1 ? 92 : 130,
    title: TITLES[name],
    columns: able.map(({ agent }) => agent),
    rows: episodes.map((episode) => `episode ${episode}`),
  });
}

/** All kinds of all runs in one wide figure: moments from top to bottom, kinds from left to right. */
export function mapsOfRuns(runs: readonly RunMaps[]): Promise<string> {
  const episodes = episodesOf(runs);
  const columns = runs.flatMap(({ agent, moments }) =>
    Object.values<MapKind>(mapKinds)
      .filter((kind) => moments.some((maps) => kind.values(maps)))
      .map((kind) => ({ agent, moments, kind })),
  );
  const panels = episodes.map((episode) =>
    columns.map(({ moments, kind }) => ({ kind, maps: mapsAt(moments, episode) })),
  );
  return figure(panels, {
    width: 104,
    height: 80,
    title: 'The phase space as it is learnt',
    columns: columns.map(({ agent, kind }) => [agent, kind.title]),
    rows: episodes.map((episode) => `episode ${episode}`),
  });
}

/** One kind of map in a row of moments: how it changes as the agent learns. One row for each run that has it. */
export function mapsOverTime(name: MapName, runs: readonly RunMaps[]): Promise<string> {
  const kind: MapKind = mapKinds[name];
  const able = runs.filter(({ moments }) => moments.some((maps) => kind.values(maps)));
  const episodes = episodesOf(able);
  const panels = able.map(({ moments }) =>
    episodes.map((episode) => ({ kind, maps: mapsAt(moments, episode) })),
  );
  return figure(panels, {
    width: 126,
    height: 92,
    title: TITLES[name],
    columns: episodes.map((episode) => `episode ${episode}`),
    rows: able.map(({ agent }) => agent),
  });
}

const TITLES: { readonly [name in MapName]: string } = {
  visits: 'Where the agent has been',
  action: 'What the greedy policy does',
  value: 'What the agent expects',
  gain: 'What the model would still learn',
  modelSd: 'How unsure the model is',
  bonus: 'The bonus fades where the agent has been',
};

/** The moments that any of the runs has. */
function episodesOf(runs: readonly RunMaps[]): number[] {
  const episodes = runs.flatMap(({ moments }) => moments.map(({ episode }) => episode));
  return [...new Set(episodes)].sort((a, b) => a - b);
}

const mapsAt = (moments: readonly PhaseMaps[], episode: number): PhaseMaps | null =>
  moments.find((maps) => maps.episode === episode) ?? null;

/** @param panels row by row */
async function figure(panels: readonly (readonly Panel[])[], layout: Layout): Promise<string> {
  const ranges = new Map<MapKind, Range>();
  for (const { kind } of panels.flat()) {
    const same = panels.flat().filter((panel) => panel.kind === kind);
    ranges.set(
      kind,
      rangeOf(
        kind,
        same.flatMap(({ maps }) => maps ?? []),
      ),
    );
  }
  const parts = panels.flatMap((row, r) =>
    row.map((panel, c) =>
      phasePart(pictureOf(panel, ranges.get(panel.kind)!), {
        width: layout.width,
        height: layout.height,
        title: r === 0 ? headOf(layout.columns[c]) : null,
        yTitle: c === 0 ? [layout.rows[r], 'velocity'] : null,
        isLast: r === panels.length - 1,
      }),
    ),
  );
  const kinds = (panels[0] ?? []).map(({ kind }) => kind);
  const bars = new Set(kinds).size === 1 ? kinds.slice(0, 1) : kinds;
  const spec: TopLevelSpec = {
    title: { text: layout.title, subtitle: SUBTITLE },
    columns: kinds.length,
    spacing: { row: 8, column: 8 },
    concat: [...parts, ...bars.map((kind) => barPart(kind, ranges.get(kind)!, layout.width))],
    data: { values: [] },
  };
  const svg = await draw(spec, `${layout.title}: maps over position and velocity`);
  return svg.replaceAll('xlink:href=', 'href=');
}

const headOf = (text: string | readonly string[]): PhaseLayout['title'] => ({
  text: [text].flat(),
  fontSize: SMALL,
  offset: 6,
  frame: 'group',
});

function pictureOf({ kind, maps }: Panel, range: Range): string | null {
  const values = maps && kind.values(maps);
  return values && mapPicture(kind, values, range);
}

const SUBTITLE = ['Velocity in positions per step; dashed: the goal.'];

/** The colours of a kind, with their numbers below. */
function barPart(kind: MapKind, range: Range, width: number): Part {
  const axis = {
    title: kind.unit,
    grid: false,
    labelAngle: 0,
    labelFontSize: SMALL,
    titleFontSize: SMALL,
    tickSize: 3,
    labelFlush: true,
    domain: false,
  };
  return {
    width,
    height: BAR_HEIGHT,
    view: { stroke: null },
    data: { values: [{ url: barPicture(kind) }] },
    layer: [
      {
        mark: {
          type: 'image',
          width,
          height: BAR_HEIGHT,
          align: 'left',
          baseline: 'top',
          aspect: false,
        },
        encoding: { url: { field: 'url' }, x: { value: 0 }, y: { value: 0 } },
      },
      {
        mark: { type: 'point', opacity: 0 }, // for its axis
        encoding: {
          x:
            kind.scale === 'actions'
              ? {
                  datum: ACTION_NAMES[0],
                  type: 'nominal',
                  scale: { type: 'band', domain: [...ACTION_NAMES] },
                  axis: { ...axis, labelFlush: false },
                }
              : {
                  datum: range[0],
                  type: 'quantitative',
                  scale: { type: kind.scale, domain: [...range], nice: false },
                  axis: {
                    ...axis,
                    values: ticksOf(range, kind.scale),
                    format: kind.scale === 'log' ? '~g' : '.2~g',
                  },
                },
        },
      },
    ],
  };
}
