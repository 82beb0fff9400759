/** Shapes that pictures of environments are made of. */
import { cos, sin } from '../../math/numerics/cos.ts';
import type { Ink, Shape } from '../environment.ts';

export type Points = Shape['points'];
export type Point = Points[number];

const CORNERS = 16; // of what stands for a circle
const TURN = 6.283185307179586; // 2 π

/** The area inside a border. */
export const filled = (ink: Ink, points: Points): Shape => ({ ink, isFilled: true, points });

/** A line from point to point. */
export const line = (ink: Ink, points: Points): Shape => ({ ink, isFilled: false, points });

/** Corners of a rectangle. @param low,high its lower left and its upper right one */
export const rectangle = ([left, bottom]: Point, [right, top]: Point): Points => [
  [left, bottom],
  [right, bottom],
  [right, top],
  [left, top],
];

/** Corners of a regular polygon, drawn for a circle. */
export const circle = ([x, y]: Point, radius: number): Points =>
  Array.from({ length: CORNERS }, (_, n) => {
    const angle = (TURN * n) / CORNERS;
    return [x + radius * cos(angle), y + radius * sin(angle)] as const;
  });
