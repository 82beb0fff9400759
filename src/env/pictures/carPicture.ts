/** The car on its hill, with a flag at the goal where there is one. */
import { cos, sin } from '../../math/numerics/cos.ts';
import type { Picture } from '../environment.ts';
import { circle, filled, line, type Points } from './shapes.ts';

/** Of the hill between its lowest and its highest point, in positions: less than true to scale. */
const STEEPNESS = 0.324;
/** Between the hill and the edges of the picture. */
const MARGIN = 0.2;
const BELOW = 0.17; // of the lowest point
const ABOVE = 0.25; // room for the flag and the car
const STEPS = 90; // of the line of the hill

/** Positions; the outlines below are in this unit. */
const UNIT = 0.006;

const BODY: Points = [
  [-17, 7],
  [-17, 14],
  [-11, 14],
  [-6, 21],
  [5, 21],
  [11, 14],
  [17, 14],
  [17, 7],
];
const PUSH: Points = [
  [22, 16],
  [31, 11],
  [22, 6],
];
const FLAG: Points = [
  [0, 40],
  [-20, 33],
  [0, 26],
];
const POLE: Points = [
  [0, 0],
  [0, 40],
];
const WHEEL = 5;
const WHEELS = [-9, 9];

/** Height of the hill, whose slope is the environment's gravity (Gymnasium); 0 at its lowest point. */
const heightAt = (position: number): number => STEEPNESS * (sin(3 * position) + 1);

/** An outline at a point of the hill, turned so that its ground lies along (1, slope). */
function placed(points: Points, position: number, slope: number): Points {
  const length = Math.sqrt(1 + slope * slope);
  const [along, up] = [1 / length, slope / length];
  return points.map(([x, y]) => [
    position + UNIT * (x * along - y * up),
    heightAt(position) + UNIT * (x * up + y * along),
  ]);
}

/**
 * @param least,most positions
 * @param goal       where the flag stands; null: there is none
 * @param pushes     −1 to the left, 0 none, 1 to the right, by action
 */
export function carPicture(
  least: number,
  most: number,
  goal: number | null,
  pushes: readonly number[],
): Picture {
  const hill = Array.from({ length: STEPS + 1 }, (_, n) => {
    const position = least + (n / STEPS) * (most - least);
    return [position, heightAt(position)] as const;
  });
  const bottom = -BELOW;
  const still = [
    filled('ground', [[least, bottom], ...hill, [most, bottom]]),
    line('line', hill),
    ...(goal === null
      ? []
      : [line('plain', placed(POLE, goal, 0)), filled('goal', placed(FLAG, goal, 0))]),
  ];
  return {
    low: [least - MARGIN, bottom],
    high: [most + MARGIN, 2 * STEEPNESS + ABOVE],
    draw: ([position], action) => {
      const on = (points: Points): Points =>
        placed(points, position, 3 * STEEPNESS * cos(3 * position));
      const side = action === null ? 0 : pushes[action];
      const push: Points = PUSH.map(([x, y]) => [side * x, y]);
      return [
        ...still,
        filled('agent', on(BODY)),
        ...WHEELS.map((x) => filled('plain', on(circle([x, WHEEL], WHEEL)))),
        ...(side === 0 ? [] : [filled('plain', on(push))]),
      ];
    },
  };
}
