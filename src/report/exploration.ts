/** Exploration itself: the phase space filling up, episode by episode, agents side by side. */
import type { TopLevelSpec } from 'vega-lite';
import { readMaps } from '../experiment/mapsFile.ts';
import { CELLS, COLUMNS, ROWS } from '../experiment/phaseSpace.ts';
import { parseConfig, parseRecords } from '../experiment/readBack.ts';
import { pathIn, readText } from '../experiment/record.ts';
import { mixed, rgbOf, type Rgb } from './colourScale.ts';
import { draw } from './draw.ts';
import { encodeGif, type Frame } from './gif.ts';
import { FAINT_INK, INK, PAPER, styleOf } from './palette.ts';
import { phasePart, type Part } from './phasePart.ts';
import { encodePng, enlarged, pngUrl } from './png.ts';

/** The way of one agent through the phase space. */
export interface Exploration {
  readonly agent: string;
  /** For each training episode, the cells of its steps; empty if they were forgotten before they were drawn. */
  readonly episodes: readonly (readonly number[])[];
  readonly reachedGoal: readonly boolean[];
}

/** An exploration, and what its run is called. */
export interface NamedExploration extends Exploration {
  readonly label: string;
}

/** @throws ConfigError naming the file that is missing, and the line that is not as it was written */
export function readExploration(folder: string): Exploration {
  const [configPath, recordsPath] = ['config.json', 'episodes.jsonl'].map((name) =>
    pathIn(folder, name),
  );
  const { agent } = parseConfig(configPath, readText(configPath));
  const maps = readMaps(folder);
  const cells = new Map<number, number>(); // by environment step
  for (const { envSteps, path } of maps) {
    path.forEach((cell, i) => cells.set(envSteps - path.length + i, cell));
  }
  const drawn = maps.at(-1)?.episode ?? 0; // a run in progress has been drawn so far
  const records = parseRecords(recordsPath, readText(recordsPath)).slice(0, drawn);
  return {
    agent,
    episodes: records.map(({ envSteps, length }) =>
      Array.from({ length }, (_, i) => cells.get(envSteps - length + i)).filter(
        (cell) => cell !== undefined,
      ),
    ),
    reachedGoal: records.map(({ reachedGoal }) => reachedGoal),
  };
}

const CELL_SIZE = 4; // px
const WIDTH = CELL_SIZE * COLUMNS;
const HEIGHT = CELL_SIZE * ROWS;

/** Colours of cells by how often they were visited; more visits than this look the same. */
const LEVELS = 8; // 1, 2, 4, ... 128
const PALEST = 0.3;
const NEWEST = LEVELS + 1;

const HOLD = 3000; // ms, at the end

/** A GIF of the first episodes one by one, the later ones in longer and longer strides. */
export async function explorationAnimation(runs: readonly NamedExploration[]): Promise<Uint8Array> {
  const last = Math.max(...runs.map(({ episodes }) => episodes.length));
  const frames: Frame[] = [];
  for (const episode of shownEpisodes(last)) {
    const milliseconds = episode === last ? HOLD : episode <= 10 ? 400 : 160;
    frames.push({ svg: await explorationPicture(runs, episode), milliseconds });
  }
  return encodeGif(frames);
}

/** One by one up to 30, then each a fifteenth further, and the last. */
export function shownEpisodes(last: number): number[] {
  const shown: number[] = [];
  for (let n = 1; n < last; n += Math.max(1, Math.floor(n / 15))) shown.push(n);
  return [...shown, last];
}

/** All agents after an episode; its own way is drawn in ink over the older ones. */
export function explorationPicture(
  runs: readonly NamedExploration[],
  episode: number,
): Promise<string> {
  const spec: TopLevelSpec = {
    background: PAPER.light,
    title: { text: `Where the agents have been after episode ${episode}`, frame: 'group' },
    autosize: 'pad',
    hconcat: runs.map((run, n) => panel(run, episode, n === 0)),
    data: { values: [] },
  };
  return draw(spec, '').then((svg) => svg.replaceAll('xlink:href=', 'href='));
}

function panel(
  { agent, label, episodes, reachedGoal }: NamedExploration,
  episode: number,
  isFirst: boolean,
): Part {
  const visits = new Array<number>(CELLS).fill(0);
  for (const cell of episodes.slice(0, episode).flat()) visits[cell]++;
  const newest = new Set(episodes[episode - 1] ?? []);
  const seen = visits.filter((count) => count > 0).length;
  const goals = reachedGoal.slice(0, episode).filter((reached) => reached).length;
  return phasePart(picture(visits, newest, rgbOf(styleOf(agent).light)), {
    width: WIDTH,
    height: HEIGHT,
    title: {
      text: label,
      subtitle: [`${seen} of ${CELLS} cells seen`, `goal reached ${goals} times`], // one line might be too wide
      color: styleOf(agent).light,
      subtitleColor: FAINT_INK.light,
      frame: 'group',
      offset: 8,
    },
    yTitle: isFirst ? 'velocity (positions per step)' : null,
    isLast: true,
  });
}

function picture(visits: readonly number[], newest: ReadonlySet<number>, colour: Rgb): string {
  const paper = rgbOf(PAPER.light);
  const palette = [
    null,
    ...Array.from({ length: LEVELS }, (_, n) =>
      mixed(paper, colour, PALEST + ((1 - PALEST) * n) / (LEVELS - 1)),
    ),
    rgbOf(INK.light),
  ];
  const pixels = new Uint8Array(CELLS);
  visits.forEach((count, cell) => {
    const column = cell % COLUMNS;
    const row = (cell - column) / COLUMNS;
    const level = count === 0 ? 0 : Math.min(LEVELS, 32 - Math.clz32(count)); // 1 + ⌊log₂ count⌋
    pixels[(ROWS - 1 - row) * COLUMNS + column] = newest.has(cell) ? NEWEST : level;
  });
  const large = enlarged(pixels, COLUMNS, ROWS, CELL_SIZE);
  return pngUrl(encodePng(large, WIDTH, HEIGHT, palette));
}
