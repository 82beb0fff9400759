/** The picture of an environment in dots of text: areas and lines, from the back to the front. */
import type { Ink, Picture, Shape } from '../../env/environment.ts';
import { rgbOf, mixed, type Rgb } from '../draw/colourScale.ts';
import { styleOf } from '../draw/palette.ts';
import { Canvas, DOTS_ACROSS, DOTS_DOWN, type CharacterSize } from './braille.ts';

const GOLD: Rgb = [175, 135, 0];
const GREY: Rgb = [135, 140, 150];
/** A picture fills its place, unless its height would then be more than so many times what is true to scale. */
const MOST_STRETCH = 1.5;

type Place = readonly [x: number, y: number];

/** Of an agent, where nobody tells whether the terminal is light or dark. */
export function agentColour(agent: string): Rgb {
  const { light, dark } = styleOf(agent);
  return mixed(rgbOf(light), rgbOf(dark), 0.5);
}

/** Null: the terminal's own. */
const inkColour = (ink: Ink, agent: Rgb): Rgb | null =>
  ({ agent, ground: GREY, goal: GOLD, line: GREY, plain: null })[ink];

/**
 * @param shapes  what is drawn now
 * @param picture that they belong to, for its corners
 */
export function pictureDots(
  shapes: readonly Shape[],
  { low, high }: Picture,
  [columns, rows]: CharacterSize,
  agent: Rgb,
): Canvas {
  const canvas = new Canvas(columns, rows);
  const [width, height] = [columns * DOTS_ACROSS - 1, rows * DOTS_DOWN - 1];
  const [across, up] = [width / (high[0] - low[0]), height / (high[1] - low[1])]; // dots for each unit
  const [scaleX, scaleY] = [Math.min(across, up), Math.min(up, across * MOST_STRETCH)];
  const [middleX, middleY] = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  const placeOf = ([x, y]: Place): Place => [
    width / 2 + (x - middleX) * scaleX,
    height / 2 + (middleY - y) * scaleY,
  ];
  for (const { ink, isFilled, points } of shapes) {
    const places = points.map(placeOf);
    const colour = inkColour(ink, agent);
    if (isFilled) fill(canvas, places, (x, y) => ink !== 'ground' || isSparse(x, y), colour);
    if (isFilled && ink === 'ground') continue;
    const ends = [...places.slice(1), ...(isFilled ? places.slice(0, 1) : [])]; // an area is closed
    ends.forEach((end, n) => line(canvas, places[n], end, colour));
  }
  return canvas;
}

/** Ground is thin, so that what stands before it is seen without colours, too. */
const isSparse = (x: number, y: number): boolean => x % 2 === 0 && y % 2 === 0;

/**
 * Covers what is behind an area, row by row: a dot is inside where the border winds around it, as in SVG.
 *
 * @param isSet which dots of the area are set
 */
function fill(
  canvas: Canvas,
  places: readonly Place[],
  isSet: (x: number, y: number) => boolean,
  colour: Rgb | null,
): void {
  for (let y = 0; y < canvas.rows * DOTS_DOWN; y++) {
    const crossings = crossingsAt(places, y);
    let winding = 0;
    crossings.forEach(([from, turn], n) => {
      winding += turn;
      if (winding === 0 || n + 1 === crossings.length) return;
      const last = Math.min(canvas.columns * DOTS_ACROSS - 1, Math.floor(crossings[n + 1][0]));
      for (let x = Math.max(0, Math.ceil(from)); x <= last; x++) {
        if (isSet(x, y)) canvas.dot(x, y, colour);
        else canvas.clear(x, y);
      }
    });
  }
}

/** Where the border of an area crosses a row, from the left, and whether it goes down (1) or up (−1) there. */
function crossingsAt(places: readonly Place[], y: number): [x: number, turn: number][] {
  const crossings: [number, number][] = [];
  places.forEach(([x1, y1], n) => {
    const [x2, y2] = places[(n + 1) % places.length];
    if (y1 <= y === y2 <= y) return;
    crossings.push([x1 + ((y - y1) / (y2 - y1)) * (x2 - x1), y1 < y2 ? 1 : -1]);
  });
  return crossings.sort((a, b) => a[0] - b[0]);
}

/** All dots on the way from one place to the other that are in the picture. */
function line(canvas: Canvas, from: Place, to: Place, colour: Rgb | null): void {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  /** The shares of the way between which the line is inside. */
  const inside = [
    [from[0], dx, canvas.columns * DOTS_ACROSS - 1],
    [from[1], dy, canvas.rows * DOTS_DOWN - 1],
  ].reduce(
    ([first, last], [start, way, most]) => {
      if (way === 0) return start < -0.5 || start > most + 0.5 ? [1, 0] : [first, last];
      const [a, b] = [(-0.5 - start) / way, (most + 0.5 - start) / way];
      return [Math.max(first, Math.min(a, b)), Math.min(last, Math.max(a, b))];
    },
    [0, 1],
  );
  const [first, last] = inside;
  if (!(first <= last)) return;
  const [x, y] = [from[0] + first * dx, from[1] + first * dy];
  const [across, down] = [(last - first) * dx, (last - first) * dy];
  const steps = Math.floor(Math.max(Math.abs(across), Math.abs(down))) + 1; // less than a dot each: none is left out
  for (let n = 0; n <= steps; n++) {
    canvas.dot(
      Math.floor(x + (n / steps) * across + 0.5),
      Math.floor(y + (n / steps) * down + 0.5),
      colour,
    );
  }
}
