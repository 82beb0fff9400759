/** The states visited so far in dots of text, over the phase space of an environment. */
import type { PhaseAxis, PhaseSpace } from '../../env/environment.ts';
import { log } from '../../math/numerics/log.ts';
import { COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import type { Rgb } from '../draw/colourScale.ts';
import { Canvas, DOTS_ACROSS, DOTS_DOWN, type CharacterSize } from './braille.ts';

/** What is shown of it. */
export interface Visited {
  readonly axes: PhaseSpace['axes'];
  /** Where the agent is. */
  readonly place: readonly [x: number, y: number];
  /** Steps in each cell of the phase space [CELLS]. */
  readonly visits: Uint32Array;
}

/** What is shown when the agent observes this; null: the environment has no phase space. @param visits [CELLS] */
export const visitedAt = (
  phaseSpace: PhaseSpace | undefined,
  observation: Float64Array,
  visits: Uint32Array,
): Visited | null =>
  phaseSpace ? { axes: phaseSpace.axes, place: phaseSpace.placeOf(observation), visits } : null;

/** From cells with one visit to those with MANY; hues, since dark is faint on one terminal and bright on another. */
const VISIT_COLOURS: readonly Rgb[] = [
  [0, 95, 175],
  [95, 95, 255],
  [175, 95, 215],
  [215, 0, 135],
  [255, 95, 0],
];
const MANY = 100;
/** Dots around the cross that stay dark, so that it is visible without colours too. */
const CLEARING = 3;
/** Characters of the picture for each dot along half of the cross. */
const PER_DOT = { width: 45, height: 15 };

/** A dot for each cell that was visited, in the colour of how often, and a cross where the agent is. */
export function phaseDots(
  { axes, place, visits }: Visited,
  [width, height]: CharacterSize,
  agent: Rgb,
): Canvas {
  const canvas = new Canvas(width, height);
  const across = width * DOTS_ACROSS;
  const down = height * DOTS_DOWN;
  const size = Math.max(
    1,
    Math.min(Math.floor(width / PER_DOT.width), Math.floor(height / PER_DOT.height)),
  );
  const dotX = Math.floor(shareOf(place[0], axes[0]) * (across - 1) + 0.5);
  const dotY = Math.floor((1 - shareOf(place[1], axes[1])) * (down - 1) + 0.5);
  const isNear = (x: number, y: number): boolean =>
    Math.abs(x - dotX) <= CLEARING * size && Math.abs(y - dotY) <= CLEARING * size;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const column = Math.floor((x * COLUMNS) / across);
      const row = Math.floor(((down - 1 - y) * ROWS) / down);
      const count = visits[row * COLUMNS + column];
      if (count > 0 && !isNear(x, y)) canvas.dot(x, y, visitColour(count));
    }
  }
  for (let n = -2 * size; n <= 2 * size; n++) {
    canvas.dot(dotX + n, dotY, agent);
    canvas.dot(dotX, dotY + n, agent);
  }
  return canvas;
}

/** How far along an axis, from 0 to 1; its ends for what lies beyond. */
const shareOf = (value: number, { low, high }: PhaseAxis): number =>
  Math.min(1, Math.max(0, (value - low) / (high - low)));

const visitColours = Array.from({ length: MANY + 1 }, (_, n) => {
  const share = n === 0 ? 0 : log(n) / log(MANY);
  return VISIT_COLOURS[Math.floor(share * (VISIT_COLOURS.length - 1) + 0.5)];
});
const visitColour = (count: number): Rgb => visitColours[Math.min(MANY, count)];
