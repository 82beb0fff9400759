/** A run as it is seen in a terminal: the car on its hill, and beside it the phase space as it fills up. */
import {
  GOAL_POSITION,
  MAX_POSITION,
  MIN_POSITION,
  type ObservationKind,
} from '../env/mountainCar.ts';
import { cellOf, COLUMNS, ROWS } from '../experiment/phaseSpace.ts';
import { log } from '../numerics/log.ts';
import { sin } from '../numerics/cos.ts';
import { Canvas, coloured, DOTS_ACROSS, DOTS_DOWN } from './braille.ts';
import { colourAt, rgbOf, type Rgb } from './colourScale.ts';
import { styleOf } from './palette.ts';

/** What is to be seen. */
export interface Scene {
  readonly agent: string;
  /** What the car is doing, and how training goes: a line each. */
  readonly caption: string;
  readonly status: string;
  /** Position and velocity of the car, each scaled to [−1, 1]. */
  readonly car: readonly [number, number];
  /** Training steps in each cell of the phase space [CELLS]. */
  readonly visits: Uint32Array;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Characters. Below the least there are only the lines of text; beyond the most, pictures do not grow. */
const LEAST_WIDTH = 24;
const MOST_WIDTH = 60;
const LEAST_HEIGHT = 4;
const MOST_HEIGHT = 15;
const GAP = 3;
const TEXT_LINES = 5; // caption, headings, positions, status, and one for the cursor

const GOLD: Rgb = [255, 190, 0];
const GREY: Rgb = [135, 140, 150];
/** Dots around the car that stay dark, so that it is seen without colours too. */
const CLEARING = 3;
/** Visits that are the brightest. */
const MANY = 100;

/** The lines to be shown, none wider than the terminal and all together not higher. */
export function drawScene(scene: Scene, size: Size, inColour: boolean): string[] {
  const width = Math.min(MOST_WIDTH, Math.floor((size.columns - 1 - GAP) / 2));
  const height = Math.min(MOST_HEIGHT, size.rows - TEXT_LINES);
  const fit = (text: string): string => text.slice(0, Math.max(0, size.columns - 1));
  if (width < LEAST_WIDTH || height < LEAST_HEIGHT) return [fit(scene.status)];

  const colour = rgbOf(styleOf(scene.agent).dark);
  const left = hillPicture(scene.car, width, height, colour).lines(inColour);
  const right = phasePicture(scene, width, height, colour).lines(inColour);
  const beside = (a: string, b: string): string => a + ' '.repeat(GAP) + b;
  const positions = between(String(MIN_POSITION), 'position', String(MAX_POSITION), width);
  const caption = fit(`${scene.agent}  ${scene.caption}`).slice(scene.agent.length);
  return [
    coloured(scene.agent, colour, inColour) + caption,
    beside('the hill'.padEnd(width), 'where it has been: velocity up'.slice(0, width)),
    ...left.map((line, n) => beside(line, right[n])),
    beside(positions, positions),
    fit(scene.status),
  ];
}

/** Three texts at the left, in the middle and at the right. */
function between(left: string, middle: string, right: string, width: number): string {
  const free = width - left.length - middle.length - right.length;
  const before = Math.floor(free / 2);
  return left + ' '.repeat(before) + middle + ' '.repeat(free - before) + right;
}

/** The car is a block of dots that stands on the hill. */
function hillPicture(car: Scene['car'], width: number, height: number, colour: Rgb): Canvas {
  const canvas = new Canvas(width, height);
  const across = width * DOTS_ACROSS;
  const room = 7; // dots above the hill, for car and flag
  const span = MAX_POSITION - MIN_POSITION;
  const yAt = (x: number): number => {
    const position = MIN_POSITION + (x / (across - 1)) * span;
    return room + Math.floor(((1 - sin(3 * position)) / 2) * (height * DOTS_DOWN - 1 - room) + 0.5);
  };
  for (let x = 0; x < across; x++) {
    const [from, to] = [yAt(x), yAt(Math.min(x + 1, across - 1))].sort((a, b) => a - b);
    for (let y = from; y <= to; y++) canvas.dot(x, y, GREY);
  }
  const flagX = Math.floor(((GOAL_POSITION - MIN_POSITION) / span) * (across - 1));
  for (let up = 1; up <= room; up++) canvas.dot(flagX, yAt(flagX) - up, GOLD);
  for (let n = 1; n <= 2; n++) {
    for (let x = 1; x <= 3; x++) canvas.dot(flagX - x, yAt(flagX) - room + n - 1, GOLD);
  }
  const carX = Math.floor(((car[0] + 1) / 2) * (across - 1) + 0.5);
  const carY = yAt(Math.min(across - 1, Math.max(0, carX)));
  for (let x = -2; x <= 2; x++) {
    canvas.dot(carX + x, carY - 2, colour);
    canvas.dot(carX + x, carY - 3, colour);
    if (x > -2 && x < 2) canvas.dot(carX + x, carY - 4, colour);
    if (x === -1 || x === 1) canvas.dot(carX + x, carY - 1, colour); // wheels
  }
  return canvas;
}

/** A dot for each cell that was visited, brighter the more often, and a cross where the car is. */
function phasePicture({ car, visits }: Scene, width: number, height: number, colour: Rgb): Canvas {
  const canvas = new Canvas(width, height);
  const across = width * DOTS_ACROSS;
  const down = height * DOTS_DOWN;
  const carX = Math.floor(((car[0] + 1) / 2) * (across - 1) + 0.5);
  const carY = Math.floor(((1 - car[1]) / 2) * (down - 1) + 0.5);
  const isNearCar = (x: number, y: number): boolean =>
    Math.abs(x - carX) <= CLEARING && Math.abs(y - carY) <= CLEARING;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const column = Math.floor((x * COLUMNS) / across);
      const row = Math.floor(((down - 1 - y) * ROWS) / down);
      const count = visits[row * COLUMNS + column];
      if (count > 0 && !isNearCar(x, y)) canvas.dot(x, y, visitColour(count));
    }
  }
  for (let n = -2; n <= 2; n++) {
    canvas.dot(carX + n, carY, colour);
    canvas.dot(carX, carY + n, colour);
  }
  return canvas;
}

const visitColours = Array.from({ length: MANY + 1 }, (_, n) =>
  colourAt(n === 0 ? 0 : log(n) / log(MANY)),
);
const visitColour = (count: number): Rgb => visitColours[Math.min(MANY, count)];

/** Counts the cells of states, as networks see them, from one to another. @param from,to numbers of states */
export function countVisits(
  visits: Uint32Array,
  states: Float64Array,
  stateSize: number,
  from: number,
  to: number,
  observation: ObservationKind,
): void {
  for (let n = from; n < to; n++) visits[cellOf(states, n * stateSize, observation)]++;
}
