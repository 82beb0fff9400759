/**
 * The table behind log and pow: logarithms of the grid 1, 1 + 1/128, …, 2, each as a sum of two doubles
 * whose first is a multiple of 2⁻⁴². A whole number below 2¹¹ times such a first part is exact, and so are
 * sums of them.
 */
import { leadingPart, logOfNeighbours, restAfter } from './fixedPoint.ts';

const GRID_BITS = 42n;

function inTwoParts(value: bigint): { readonly high: number; readonly low: number } {
  const high = leadingPart(value, GRID_BITS);
  return { high, low: restAfter(value, high) };
}

/** log 2, as log((3 + 1)/(3 − 1)). */
export const LN2 = inTwoParts(logOfNeighbours(3n));

export interface LogTable {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/** log(1 + j/128) for j = 0 … 128. Neighbours differ by log((129 + j)/(128 + j)). */
export function makeLogTable(): LogTable {
  const table = { high: new Float64Array(129), low: new Float64Array(129) };
  let value = 0n;
  for (let j = 0; j <= 128; j++) {
    const { high, low } = inTwoParts(value);
    table.high[j] = high;
    table.low[j] = low;
    value += logOfNeighbours(BigInt(257 + 2 * j));
  }
  return table;
}
