/** The points of the curve, and what the next one would teach. */
import { sin } from '../../math/numerics/cos.ts';
import { GRID, type Curve, type Point } from './protocol.ts';

/** The function that is measured where the visitor does not say what comes out. */
export const measured = (x: number): number => 0.5 * sin(5 * x + 5.8);

export const FIRST_POINTS: readonly Point[] = [-0.8, -0.6, -0.4, 0.5].map((x) => ({
  x,
  y: measured(x),
}));

/** The place of the grid nearest to x. */
export const gridPlace = (x: number): number =>
  Math.max(0, Math.min(GRID - 1, Math.floor(((x + 1) / 2) * (GRID - 1) + 0.5)));

/** Expected gain of a point at x, in nats. */
export const gainAt = ({ gain }: Curve, x: number): number => gain[gridPlace(x)];

/** Where a point would teach most: the lowest x of those that are equal. */
export function bestPlace({ x, gain }: Curve): number {
  let best = 0;
  for (let i = 1; i < gain.length; i++) if (gain[i] > gain[best]) best = i;
  return x[best];
}

/** Distance in x and y within which a point is meant by a click. */
const NEAR = 0.05;

/** Without the point at a place if there is one, else with one there. */
export function toggled(points: readonly Point[], { x, y }: Point): readonly Point[] {
  const at = points.findIndex((p) => Math.abs(p.x - x) < NEAR && Math.abs(p.y - y) < NEAR);
  return at < 0 ? [...points, { x, y }] : points.filter((_, n) => n !== at);
}
