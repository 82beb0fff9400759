/** Exploration: visited cells of the phase space, episode by episode, agents side by side. */
import type { TopLevelSpec } from 'vega-lite';
import { readMaps } from '../../record/mapsFile.ts';
import { CELLS, COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { ConfigError } from '../../train/config/field.ts';
import type { PhaseRecord } from '../../train/config/task.ts';
import { parseConfig, parseEnvironment, parseRecords } from '../../record/readBack.ts';
import { pathIn, readText } from '../../record/disk.ts';
import { mixed, rgbOf } from '../draw/colourScale.ts';
import { draw, SPARE_BOLD, TITLE_SIZE } from '../draw/draw.ts';
import { encodeGif, type Frame, type Themed } from '../draw/gif.ts';
import { darkened, FAINT_INK, INK, PAPER, styleOf, type Theme } from '../draw/palette.ts';
import { phasePart, type Part } from './phasePart.ts';
import { encodePng, enlarged, pngUrl } from '../draw/png.ts';
import { wrapped } from '../draw/textWidth.ts';

/** The cells of the phase space that one agent has visited. */
export interface Exploration {
  readonly agent: string;
  /** For each training episode, the cells of its steps; empty if they had left the replay buffer before they were drawn. */
  readonly episodes: readonly (readonly number[])[];
  readonly reachedGoal: readonly boolean[];
  readonly phaseSpace: PhaseRecord;
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
  const text = readText(configPath);
  const { agent } = parseConfig(configPath, text);
  const { phaseSpace } = parseEnvironment(configPath, text);
  if (!phaseSpace) throw new ConfigError(`${configPath}: the environment has no phase space`);
  const maps = readMaps(folder);
  const cells = new Map<number, number>(); // by environment step
  for (const { envSteps, path } of maps) {
    path.forEach((cell, i) => cells.set(envSteps - path.length + i, cell));
  }
  const drawn = maps.at(-1)?.episode ?? 0; // a run in progress has been drawn so far
  const records = parseRecords(recordsPath, readText(recordsPath)).slice(0, drawn);
  return {
    agent,
    phaseSpace,
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
const GAP = 24; // px

/** Colours of cells by how often they were visited; more visits than this look the same. */
const LEVELS = 8; // 1, 2, 4, ... 128
const PALEST = 0.3;
const NEWEST = LEVELS + 1;

const HOLD = 3000; // ms, at the end

/** A GIF, for light and for dark pages, of the first episodes one by one, then at growing intervals. */
export async function explorationAnimation(runs: readonly NamedExploration[]): Promise<Themed> {
  const last = Math.max(...runs.map(({ episodes }) => episodes.length));
  const light: Frame[] = [];
  const dark: Frame[] = [];
  for (const episode of shownEpisodes(last)) {
    const milliseconds = episode === last ? HOLD : episode <= 10 ? 400 : 160;
    const picture = await explorationPicture(runs, episode);
    light.push({ svg: picture.light, milliseconds });
    dark.push({ svg: picture.dark, milliseconds });
  }
  return { light: encodeGif(light), dark: encodeGif(dark) };
}

/** One by one up to 30, then each a fifteenth further, and the last. */
export function shownEpisodes(last: number): number[] {
  const shown: number[] = [];
  for (let n = 1; n < last; n += Math.max(1, Math.floor(n / 15))) shown.push(n);
  return [...shown, last];
}

/** All agents after an episode; its own path is drawn in the text colour over the older ones. The size and all places are the same for any episode. */
export async function explorationPicture(
  runs: readonly NamedExploration[],
  episode: number,
): Promise<Readonly<Record<Theme, string>>> {
  const walks = runs.map((run) => walkOf(run, episode));
  const spec: TopLevelSpec = {
    background: PAPER.light,
    title: {
      text: 'Visited states',
      subtitle: `after episode ${episode}`,
      frame: 'group',
      limit: WIDTH,
    },
    bounds: 'flush', // where a panel is must not depend on the texts above it, which change from frame to frame
    spacing: GAP,
    hconcat: runs.map((run, n) => panel(run, walks[n], n === 0)),
    data: { values: [] },
  };
  const light = (await draw(spec, '')).replaceAll('xlink:href=', 'href=');
  const dark = walks.reduce(
    (svg, walk) => svg.replace(walk.picture.light, walk.picture.dark),
    darkened(light),
  );
  return { light, dark };
}

/** What an agent has done up to an episode. */
interface Walk {
  readonly seen: number;
  readonly goals: number;
  /** URLs. */
  readonly picture: Readonly<Record<Theme, string>>;
}

function walkOf({ agent, episodes, reachedGoal }: NamedExploration, episode: number): Walk {
  const visits = new Array<number>(CELLS).fill(0);
  for (const cell of episodes.slice(0, episode).flat()) visits[cell]++;
  const newest = new Set(episodes[episode - 1] ?? []);
  return {
    seen: visits.filter((count) => count > 0).length,
    goals: reachedGoal.slice(0, episode).filter((reached) => reached).length,
    picture: {
      light: picture(visits, newest, agent, 'light'),
      dark: picture(visits, newest, agent, 'dark'),
    },
  };
}

function panel({ agent, label, phaseSpace }: NamedExploration, walk: Walk, isFirst: boolean): Part {
  const [, up] = phaseSpace.axes;
  const { seen, goals } = walk;
  return phasePart(
    walk.picture.light,
    {
      width: WIDTH,
      height: HEIGHT,
      title: {
        text: wrapped(label, WIDTH / SPARE_BOLD, TITLE_SIZE),
        subtitle: [
          `${seen} of ${CELLS} cells seen`,
          `goal reached ${goals} ${goals === 1 ? 'time' : 'times'}`,
        ],
        color: styleOf(agent).light,
        subtitleColor: FAINT_INK.light,
        frame: 'group',
        offset: 8,
        limit: WIDTH,
      },
      yTitle: isFirst ? (up.unit === undefined ? up.name : `${up.name} (${up.unit})`) : null,
      isLast: true,
    },
    phaseSpace,
  );
}

function picture(
  visits: readonly number[],
  newest: ReadonlySet<number>,
  agent: string,
  theme: Theme,
): string {
  const paper = rgbOf(PAPER[theme]);
  const colour = rgbOf(styleOf(agent)[theme]);
  const palette = [
    null,
    ...Array.from({ length: LEVELS }, (_, n) =>
      mixed(paper, colour, PALEST + ((1 - PALEST) * n) / (LEVELS - 1)),
    ),
    rgbOf(INK[theme]),
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
