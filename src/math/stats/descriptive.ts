/**
 * Descriptive statistics. None changes its argument; all give NaN where the result is not defined, such as the mean of
 * no numbers.
 */

/** Σ xᵢ / n, added from first to last. */
export function mean(x: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total / x.length;
}

function sorted(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x).sort();
}

/** The middle value; the mean of the two middle ones if n is even. */
export function median(x: ArrayLike<number>): number {
  const s = sorted(x);
  const half = Math.floor(s.length / 2);
  return s.length % 2 === 1 ? s[half] : (s[half - 1] + s[half]) / 2;
}

/**
 * Interquartile mean: the mean without the ⌊n/4⌋ smallest and as many of the largest values.
 * As robust as the median to runs that failed, and with a smaller variance (Agarwal et al. 2021).
 */
export function interquartileMean(x: ArrayLike<number>): number {
  const drop = Math.floor(x.length / 4);
  return mean(sorted(x).subarray(drop, x.length - drop));
}

/** Root mean square deviation from the mean: divides by n. */
export function standardDeviation(x: ArrayLike<number>): number {
  const center = mean(x);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] - center) * (x[i] - center);
  return Math.sqrt(total / x.length);
}
