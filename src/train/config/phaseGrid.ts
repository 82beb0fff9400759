/** The cells of the phase space that maps are drawn over. */
import { cellAlong } from '../../curiosity/rivals/counts.ts';
import type { PhaseAxis, PhaseSpace } from '../../env/environment.ts';

/** Cells along the first variable of the phase space, and along the second. */
export const COLUMNS = 60;
export const ROWS = 50;
export const CELLS = ROWS * COLUMNS;

/** Which cell an observation lies in; the nearest for one outside. */
export function cellOf(phaseSpace: PhaseSpace, observation: Float64Array): number {
  const { axes } = phaseSpace;
  const [x, y] = phaseSpace.placeOf(observation);
  const along = (value: number, { low, high }: PhaseAxis, count: number): number =>
    cellAlong((2 * value - low - high) / (high - low), count);
  return along(y, axes[1], ROWS) * COLUMNS + along(x, axes[0], COLUMNS);
}

/** The two variables at the middle of a cell. */
export function middleOf({ axes }: PhaseSpace, cell: number): readonly [x: number, y: number] {
  const column = cell % COLUMNS;
  const row = (cell - column) / COLUMNS;
  const middle = ({ low, high }: PhaseAxis, share: number): number => low + share * (high - low);
  return [middle(axes[0], (column + 0.5) / COLUMNS), middle(axes[1], (row + 0.5) / ROWS)];
}
