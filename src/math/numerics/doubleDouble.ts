/**
 * What rounding took away.
 *
 * The rounding error of one addition or multiplication is itself a double and can be computed with a
 * few more of them. Carried along as a second, small number it gives about 106 bits: `high + low`.
 * Sources: Knuth 1969 (sum), Dekker 1971 and Veltkamp 1968 (product).
 */

/** a + b − sum, exactly, where `sum` is a + b rounded. */
export function sumError(a: number, b: number, sum: number): number {
  const bRounded = sum - a;
  return a - (sum - bRounded) + (b - bRounded);
}

/** The upper 26 bits of a, so that products of two such halves are exact. Overflows above 2⁹⁹⁶. */
function upperHalf(a: number): number {
  const shifted = 134217729 * a; // 2²⁷ + 1
  return shifted - (shifted - a);
}

/** a b − product, exactly (barring underflow), where `product` is a b rounded. */
export function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
