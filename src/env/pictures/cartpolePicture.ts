/** The cart on its track, with its pole. */
import type { Picture } from '../environment.ts';
import { circle, filled, line, rectangle, type Point, type Points } from './shapes.ts';

/* Metres, as all below. */
const SIDE = 0.7; // beyond each end of the track
const WIDE = 0.3; // half of the cart
const HIGH = 0.3; // of the cart
const WHEEL = 0.07;
const WHEELS = [-0.18, 0.18];
const POLE = 0.045; // half of its width
const JOINT = 0.07;
const POST = 0.35; // height of what ends the track
const SIGN = 0.06; // below the track, where the cart is central
const PUSH: Points = [
  [0.4, 0.25],
  [0.58, 0.15],
  [0.4, 0.05],
];

export interface CartpolePlace {
  /** Of the cart. */
  readonly x: number;
  /** Of the angle of the pole, 0 upright and above 0 to the right. */
  readonly sin: number;
  readonly cos: number;
}

/**
 * @param track   from the middle to each end
 * @param central from the middle, as far as the cart is rewarded
 * @param length  of the pole
 * @param placeOf what an observation tells
 */
export function cartpolePicture(
  track: number,
  central: number,
  length: number,
  placeOf: (observation: Float64Array) => CartpolePlace,
): Picture {
  const joint = WHEEL + HIGH;
  const still = [
    filled('goal', rectangle([-central, -2 * SIGN], [central, -SIGN])),
    line('line', [
      [-track, POST],
      [-track, 0],
      [track, 0],
      [track, POST],
    ]),
  ];
  return {
    low: [-track - SIDE, joint - length - JOINT],
    high: [track + SIDE, joint + length + 2 * JOINT],
    draw: (observation, action) => {
      const { x, sin, cos } = placeOf(observation);
      const side = action === null ? 0 : action - 1;
      /** A point of the pole, along it from the joint and across. */
      const onPole = (along: number, across: number): Point => [
        x + along * sin + across * cos,
        joint + along * cos - across * sin,
      ];
      const at = (points: Points): Points => points.map(([right, up]) => [x + right, up]);
      return [
        ...still,
        filled('agent', rectangle([x - WIDE, WHEEL], [x + WIDE, joint])),
        ...WHEELS.map((wheel) => filled('plain', circle([x + wheel, WHEEL], WHEEL))),
        filled('plain', [
          onPole(0, -POLE),
          onPole(length, -POLE),
          onPole(length, POLE),
          onPole(0, POLE),
        ]),
        filled('plain', circle([x, joint], JOINT)),
        ...(side === 0
          ? []
          : [filled('plain', at(PUSH.map(([right, up]) => [side * right, WHEEL + up])))]),
      ];
    },
  };
}
