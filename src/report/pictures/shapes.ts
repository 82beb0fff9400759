/** The shapes of an environment's picture on a page: their places and their colours. */
import type { Ink, Picture, Shape } from '../../env/environment.ts';
import { FAINT_INK, GRID, INK, type Theme } from '../draw/palette.ts';

const GOLD = '#d9a400'; // stands out on light and on dark pages

/** @param agent colour of the agent on such a page */
export const inkColour = (ink: Ink, agent: string, theme: Theme): string =>
  ({ agent, ground: GRID[theme], goal: GOLD, line: FAINT_INK[theme], plain: INK[theme] })[ink];

const shown = (value: number): string => value.toFixed(1);

/**
 * The `points` of an SVG polygon or polyline.
 *
 * @param scale px for each unit of the picture
 * @param above px above the picture
 */
export const pointsOf = (
  { points }: Shape,
  { low, high }: Picture,
  scale: number,
  above = 0,
): string =>
  points
    .map(([x, y]) => `${shown((x - low[0]) * scale)},${shown(above + (high[1] - y) * scale)}`)
    .join(' ');
