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

/** log(1 + j/128) at 2j and 2j + 1, j = 0 … 128. Neighbours differ by log((129 + j)/(128 + j)). */
export function makeLogTable(): Float64Array {
  const table = new Float64Array(258);
  let value = 0n;
  for (let j = 0; j <= 128; j++) {
    const { high, low } = inTwoParts(value);
    table[2 * j] = high;
    table[2 * j + 1] = low;
    value += logOfNeighbours(BigInt(257 + 2 * j));
  }
  return table;
}
