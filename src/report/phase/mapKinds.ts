/** What the phase-space maps of a run show, and in which colours. */
import {
  CELLS,
  COLUMNS,
  ROWS,
  type CuriosityMaps,
  type PhaseMaps,
} from '../../train/phaseSpace.ts';
import { log } from '../../math/numerics/log.ts';
import type { Measure, Quantity } from '../../curiosity/curiosity.ts';
import { linearAxis, logAxis } from '../draw/axes.ts';
import { colourAt, rgbOf, type Rgb } from '../draw/colourScale.ts';
import { encodePng, enlarged, pngUrl } from '../draw/png.ts';

export interface MapWords {
  /** Letters and `-`; the file of the figure is called after it. */
  readonly id: string;
  readonly title: string;
  /** What the numbers under the colour bar are. */
  readonly unit: string;
  readonly caption: string;
}

/** How numbers become colours. */
export type MapScale = 'linear' | 'log' | 'actions';

export interface MapKind {
  /** What is shown, of an agent whose curiosity measures this; null if an agent has no such map. */
  readonly words: (measure: Measure | null) => MapWords | null;
  readonly scale: (measure: Measure | null) => MapScale;
  /** The numbers [CELLS]; null if the run has no such map. */
  readonly values: (maps: PhaseMaps) => readonly number[] | null;
}

const curious =
  (field: keyof CuriosityMaps) =>
  ({ curiosity }: PhaseMaps): readonly number[] | null =>
    curiosity && curiosity[field];

/** Of a measure and its bonus: a logarithmic scale cannot show what is negative. */
const curiousScale = (measure: Measure | null): MapScale => (measure?.isSigned ? 'linear' : 'log');

/** `information-gain`, for names of files. */
const idOf = ({ name }: Quantity): string => name.replaceAll(' ', '-');

/** With a capital at the start. */
export const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

const wordsOf = (quantity: Quantity): Pick<MapWords, 'id' | 'unit' | 'caption'> => ({
  id: idOf(quantity),
  unit: quantity.unit,
  caption: quantity.meaning,
});

export const mapKinds = {
  visits: {
    words: () => ({
      id: 'visits',
      title: 'Visited states',
      unit: 'steps in the cell',
      caption:
        'Training steps so far in each cell of the phase space. Cells without colour were never entered.',
    }),
    scale: () => 'log',
    values: (maps) => maps.visits,
  },
  action: {
    words: () => ({
      id: 'action',
      title: 'Greedy action',
      unit: 'action',
      caption: 'The action of the greedy policy in each state: argmax Q of the averaged weights.',
    }),
    scale: () => 'actions',
    values: (maps) => maps.action,
  },
  value: {
    words: (measure) => ({
      id: 'value',
      title: 'Value of each state',
      unit: 'max Q, in reward',
      caption: `The discounted reward${measure ? ', bonus included,' : ''} that the agent expects from each state.`,
    }),
    scale: () => 'linear',
    values: (maps) => maps.value,
  },
  novelty: {
    words: (measure) =>
      measure && {
        ...wordsOf(measure),
        title: `${capitalised(measure.name)} from each state`,
        caption: `${measure.meaning} Here for the true transition from each state, mean over the actions.`,
      },
    scale: curiousScale,
    values: curious('novelty'),
  },
  modelUncertainty: {
    words: (measure) =>
      measure?.uncertainty ? { ...wordsOf(measure.uncertainty), title: 'Model uncertainty' } : null,
    scale: () => 'log',
    values: curious('modelUncertainty'),
  },
  bonus: {
    words: (measure) =>
      measure && {
        id: 'bonus',
        title: 'Bonus from each state',
        unit: 'before eta',
        caption: 'Bonus of the true transition from each state, before eta, mean over the actions.',
      },
    scale: curiousScale,
    values: curious('bonus'),
  },
} as const satisfies Record<string, MapKind>;

/** Of three actions: purple, grey and green, which differ in lightness too and are no agent's colours. */
const THREE_COLOURS: readonly string[] = ['#7b3294', '#c8ccd2', '#1b9e5a'];

/** A colour for each of so many actions. */
export const actionColours = (count: number): Rgb[] =>
  count === THREE_COLOURS.length
    ? THREE_COLOURS.map(rgbOf)
    : Array.from({ length: count }, (_, n) => colourAt(count === 1 ? 0 : n / (count - 1)));

/** Colours of the scale that are told apart. */
const LEVELS = 64;

/** From the number of the darkest colour to that of the brightest. */
export type Range = readonly [least: number, most: number];

/** Share of the cells at either end that may lie beyond the colours: otherwise a few extreme values would use up the scale. */
const BEYOND = 0.02;

/**
 * The range of the numbers of one or several maps, other than actions. Of a logarithmic scale the ends are powers of ten, and zeros, which it
 * cannot show, do not count.
 */
export function rangeOf(scale: MapScale, values: readonly number[]): Range {
  const isLog = scale === 'log';
  const numbers = Float64Array.from(values.filter((value) => !isLog || value > 0)).sort();
  const least = numbers[Math.floor(BEYOND * numbers.length)] ?? 0;
  const most = numbers[Math.ceil((1 - BEYOND) * numbers.length) - 1] ?? 0;
  return isLog
    ? logAxis([least, most]).domain
    : linearAxis([Math.min(0, least), most], { nice: false }).domain;
}

/** How far along the range a number is. */
export function shareOf(value: number, [least, most]: Range, scale: MapScale): number {
  if (scale === 'log') return (log(value) - log(least)) / (log(most) - log(least));
  return (value - least) / (most - least);
}

const PALETTE: readonly (Rgb | null)[] = [
  null, // nothing to show
  ...Array.from({ length: LEVELS }, (_, level) => colourAt(level / (LEVELS - 1))),
];

/** Pixels along a cell. */
const CELL_SIZE = 3;
const BAR_WIDTH = 192; // pixels, at least: the same for each level or action

/** A map as a picture, a square for each cell, the highest velocity on top. Cells without a visit are transparent. */
export function mapPicture(scale: MapScale, values: readonly number[], range: Range): string {
  const pixels = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const column = cell % COLUMNS;
    const row = (cell - column) / COLUMNS;
    pixels[(ROWS - 1 - row) * COLUMNS + column] = pixelOf(scale, values[cell], range);
  }
  const palette = scale === 'actions' ? actionColours(range[1] + 1) : PALETTE;
  const large = enlarged(pixels, COLUMNS, ROWS, CELL_SIZE);
  return pngUrl(encodePng(large, CELL_SIZE * COLUMNS, CELL_SIZE * ROWS, palette));
}

function pixelOf(scale: MapScale, value: number, range: Range): number {
  if (scale === 'actions') return value;
  if (scale === 'log' && value <= 0) return 0;
  const share = Math.min(1, Math.max(0, shareOf(value, range, scale)));
  return 1 + Math.floor(share * (LEVELS - 1) + 0.5);
}

/** The colours from the least to the most, as a picture one pixel high. @param range of actions, the number of the last */
export function barPicture(scale: MapScale, [, last]: Range): string {
  const isActions = scale === 'actions';
  const parts = isActions ? last + 1 : LEVELS;
  const width = parts * Math.ceil(BAR_WIDTH / parts);
  const pixels = Uint8Array.from(
    { length: width },
    (_, i) => Math.floor((i * parts) / width) + (isActions ? 0 : 1),
  );
  return pngUrl(encodePng(pixels, width, 1, isActions ? actionColours(parts) : PALETTE));
}
