/** A run in a terminal: the car on its hill, and beside it the states visited so far. */
import { GOAL_POSITION, MAX_POSITION, MAX_SPEED, MIN_POSITION } from '../../env/mountainCar.ts';
import { COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { log } from '../../math/numerics/log.ts';
import { sin } from '../../math/numerics/cos.ts';
import { Canvas, coloured, DOTS_ACROSS, DOTS_DOWN } from './braille.ts';
import { mixed, rgbOf, type Rgb } from '../draw/colourScale.ts';
import { styleOf } from '../draw/palette.ts';

/** What is shown. */
export interface Scene {
  readonly agent: string;
  /** Status of the training; parts, each after two spaces, are left out from the end where there is no room. */
  readonly status: string;
  /** What the car is doing. */
  readonly caption: string;
  /** What was reached so far, a line each; the newest are shown. */
  readonly notes: readonly string[];
  /** Position and velocity of the car, each scaled to [−1, 1]. */
  readonly car: readonly [number, number];
  /** Training steps in each cell of the phase space [CELLS]. */
  readonly visits: Uint32Array;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Characters of a picture. */
const LEAST_WIDTH = 26;
const LEAST_HEIGHT = 4;
/** Height of a picture at most, as a share of its width: a character is about twice as high as wide. */
const MOST_HEIGHT = 2 / 3;
const GAP = 3;
/** Left of the phase space: labels of the velocity. */
const MARGIN = 'velocity '.length;
/** Lines above and below a picture: its heading and the positions. */
const FRAME_LINES = 2;
/** Side by side, unless one above the other gives pictures so many times as large. */
const STACKED_GAIN = 1.5;

const GOLD: Rgb = [175, 135, 0];
const GREY: Rgb = [135, 140, 150];
/** From cells with one visit to those with MANY; hues, since dark is faint on one terminal and bright on another. */
const VISIT_COLOURS: readonly Rgb[] = [
  [0, 95, 175],
  [95, 95, 255],
  [175, 95, 215],
  [215, 0, 135],
  [255, 95, 0],
];
const MANY = 100;
/** Dots around the car that stay dark, so that it is visible without colours too. */
const CLEARING = 3;
/** Width of a picture for each dot of which the car is made. */
const WIDTH_PER_DOT = 45;

/** The smallest terminals that have room. */
const FOR_HILL = '27 x 10';
const FOR_BOTH = '65 x 9 or 36 x 16';

interface Layout {
  readonly arrangement: 'beside' | 'stacked' | 'hill alone';
  readonly width: number;
  readonly height: number;
}

/** How the pictures fill so many characters best; null if none fits. */
function layoutIn(columns: number, rows: number): Layout | null {
  const of = (arrangement: Layout['arrangement'], width: number, height: number): Layout => ({
    arrangement,
    width,
    height: Math.min(height, Math.floor(width * MOST_HEIGHT)),
  });
  const fits = ({ width, height }: Layout): boolean =>
    width >= LEAST_WIDTH && height >= LEAST_HEIGHT;
  const area = ({ width, height }: Layout): number => width * height;
  const alone = of('hill alone', columns, rows - FRAME_LINES - 1); // and what is missing
  const beside = of('beside', Math.floor((columns - GAP - MARGIN) / 2), rows - FRAME_LINES);
  const stacked = of('stacked', columns - MARGIN, Math.floor(rows / 2) - FRAME_LINES);
  if (!fits(stacked)) return [beside, alone].find(fits) ?? null;
  return fits(beside) && area(stacked) < STACKED_GAIN * area(beside) ? beside : stacked;
}

/** The lines to be shown, none wider than the terminal and all together not higher. */
export function drawScene(scene: Scene, size: Size, inColour: boolean): string[] {
  const columns = Math.max(0, size.columns - 1);
  const rows = Math.max(1, size.rows - 1); // one is for the cursor
  const fit = (text: string): string => text.slice(0, columns);
  const { light, dark } = styleOf(scene.agent);
  const colour = mixed(rgbOf(light), rgbOf(dark), 0.5);
  const title =
    fit(scene.agent) === scene.agent
      ? coloured(scene.agent, colour, inColour) +
        leadingParts(scene.status, columns - scene.agent.length)
      : fit(scene.agent);

  const noteLines = Math.min(scene.notes.length, Math.floor(rows / 6));
  const notes = noteLines > 0 ? scene.notes.slice(-noteLines).map(fit) : [];
  const layout = layoutIn(columns, rows - 1 - noteLines);
  if (!layout) {
    return [title, fit(`picture: from ${FOR_HILL}`), ...notes].slice(0, rows);
  }

  const { arrangement, width, height } = layout;
  const hill = [
    scene.caption.slice(0, width),
    ...hillPicture(scene.car, width, height, colour).lines(inColour),
    between(String(MIN_POSITION), 'position', String(MAX_POSITION), width),
  ];
  if (arrangement === 'hill alone') {
    return [title, ...hill, fit(`phase space: from ${FOR_BOTH}`), ...notes].slice(0, rows);
  }
  const phase = withVelocities([
    'visited states',
    ...phasePicture(scene, width, height, colour).lines(inColour),
    between(String(MIN_POSITION), 'position', String(MAX_POSITION), width),
  ]);
  const pictures =
    arrangement === 'stacked'
      ? [...hill.map((line) => ' '.repeat(MARGIN) + line), ...phase]
      : hill.map((line, n) =>
          [n === 0 ? line.padEnd(width) : line, phase[n]].join(' '.repeat(GAP)),
        );
  return [title, ...pictures, ...notes];
}

/** As many of the parts of a text as there is room for, each after two spaces. */
function leadingParts(text: string, room: number): string {
  let shown = '';
  for (const part of text.split('  ')) {
    if (shown.length + 2 + part.length > room) break;
    shown += `  ${part}`;
  }
  return shown;
}

/** Lines of a picture and its frame with a margin: the velocity at the top, in the middle and at the bottom. */
function withVelocities(lines: readonly string[]): string[] {
  const labels = new Map([
    [1, String(MAX_SPEED)],
    [Math.floor((lines.length - 1) / 2), 'velocity'],
    [lines.length - FRAME_LINES, String(-MAX_SPEED)],
  ]);
  return lines.map((line, n) => (labels.get(n) ?? '').padStart(MARGIN - 1) + ' ' + line);
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
  const size = dotSize(width, height);
  const room = 7 * size; // dots above the hill, for car and flag
  const span = MAX_POSITION - MIN_POSITION;
  const yAt = (x: number): number => {
    const position = MIN_POSITION + (x / (across - 1)) * span;
    return room + Math.floor(((1 - sin(3 * position)) / 2) * (height * DOTS_DOWN - 1 - room) + 0.5);
  };
  for (let x = 0; x < across; x++) {
    const [from, to] = [yAt(x), yAt(Math.min(x + 1, across - 1))].sort((a, b) => a - b);
    for (let y = from; y <= to; y++) canvas.dot(x, y, GREY);
  }
  /** Fills columns and rows of blocks, rows counted up from the hill. */
  const block = (atX: number, x: number, up: number, blockColour: Rgb): void => {
    const ground = yAt(Math.min(across - 1, Math.max(0, atX)));
    for (let dx = 0; dx < size; dx++) {
      for (let dy = 0; dy < size; dy++) {
        canvas.dot(atX + x * size + dx, ground - up * size + dy, blockColour);
      }
    }
  };
  const flagX = Math.floor(((GOAL_POSITION - MIN_POSITION) / span) * (across - 1));
  for (let up = 1; up <= 7; up++) block(flagX, 0, up, GOLD);
  for (let x = -3; x < 0; x++) for (let up = 6; up <= 7; up++) block(flagX, x, up, GOLD);
  const carX = Math.floor(((car[0] + 1) / 2) * (across - 1) + 0.5);
  for (let x = -2; x <= 2; x++) {
    block(carX, x, 2, colour);
    block(carX, x, 3, colour);
    if (x > -2 && x < 2) block(carX, x, 4, colour);
    if (x === -1 || x === 1) block(carX, x, 1, colour); // wheels
  }
  return canvas;
}

/** Dots of a picture for each dot of the car. */
const dotSize = (width: number, height: number): number =>
  Math.max(1, Math.min(Math.floor(width / WIDTH_PER_DOT), Math.floor(height / 15)));

/** A dot for each cell that was visited, in the colour of how often, and a cross where the car is. */
function phasePicture({ car, visits }: Scene, width: number, height: number, colour: Rgb): Canvas {
  const canvas = new Canvas(width, height);
  const across = width * DOTS_ACROSS;
  const down = height * DOTS_DOWN;
  const size = dotSize(width, height);
  const carX = Math.floor(((car[0] + 1) / 2) * (across - 1) + 0.5);
  const carY = Math.floor(((1 - car[1]) / 2) * (down - 1) + 0.5);
  const isNearCar = (x: number, y: number): boolean =>
    Math.abs(x - carX) <= CLEARING * size && Math.abs(y - carY) <= CLEARING * size;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      const column = Math.floor((x * COLUMNS) / across);
      const row = Math.floor(((down - 1 - y) * ROWS) / down);
      const count = visits[row * COLUMNS + column];
      if (count > 0 && !isNearCar(x, y)) canvas.dot(x, y, visitColour(count));
    }
  }
  for (let n = -2 * size; n <= 2 * size; n++) {
    canvas.dot(carX + n, carY, colour);
    canvas.dot(carX, carY + n, colour);
  }
  return canvas;
}

const visitColours = Array.from({ length: MANY + 1 }, (_, n) => {
  const share = n === 0 ? 0 : log(n) / log(MANY);
  return VISIT_COLOURS[Math.floor(share * (VISIT_COLOURS.length - 1) + 0.5)];
});
const visitColour = (count: number): Rgb => visitColours[Math.min(MANY, count)];
