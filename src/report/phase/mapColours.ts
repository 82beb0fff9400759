/** The colours of phase-space maps: which numbers they reach over, and which colour each cell has. */
import { CELLS, COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { log } from '../../math/numerics/log.ts';
import { linearAxis, logAxis } from '../draw/axes.ts';
import { colourAt, rgbOf, type Rgb } from '../draw/colourScale.ts';

/** How numbers become colours. */
export type MapScale = 'linear' | 'log' | 'actions';

/** Of three actions: purple, grey and green, which differ in lightness too and are no agent's colours. */
const THREE_COLOURS: readonly string[] = ['#7b3294', '#c8ccd2', '#1b9e5a'];

/** A colour for each of so many actions. */
export const actionColours = (count: number): Rgb[] =>
  count === THREE_COLOURS.length
    ? THREE_COLOURS.map(rgbOf)
    : Array.from({ length: count }, (_, n) => colourAt(count === 1 ? 0 : n / (count - 1)));

/** Colours of the scale that are told apart. */
export const LEVELS = 64;

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

const COLOURS: readonly (Rgb | null)[] = [
  null, // nothing to show
  ...Array.from({ length: LEVELS }, (_, level) => colourAt(level / (LEVELS - 1))),
];

/** The colours of a scale, in the order of `mapPixels`; null: none. @param range of actions, the number of the last */
export const mapPalette = (scale: MapScale, [, last]: Range): readonly (Rgb | null)[] =>
  scale === 'actions' ? actionColours(last + 1) : COLOURS;

/** The place in the palette of each cell, row by row, the highest values of the second variable on top. Cells without a visit have none. */
export function mapPixels(scale: MapScale, values: readonly number[], range: Range): Uint8Array {
  const pixels = new Uint8Array(CELLS);
  for (let cell = 0; cell < CELLS; cell++) {
    const column = cell % COLUMNS;
    const row = (cell - column) / COLUMNS;
    pixels[(ROWS - 1 - row) * COLUMNS + column] = pixelOf(scale, values[cell], range);
  }
  return pixels;
}

function pixelOf(scale: MapScale, value: number, range: Range): number {
  if (scale === 'actions') return value;
  if (scale === 'log' && value <= 0) return 0;
  const share = Math.min(1, Math.max(0, shareOf(value, range, scale)));
  return 1 + Math.floor(share * (LEVELS - 1) + 0.5);
}
