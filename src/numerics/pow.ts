import { exp } from './exp.ts';
import { log } from './log.ts';
/** First version; being improved. */
export function pow(x: number, exponent: number): number {
  if (exponent === 0) return 1;
  const integer = Math.trunc(exponent) === exponent;
  if (integer && Math.abs(exponent) <= 1024) {
    let result = 1;
    let square = x;
    for (let n = Math.abs(exponent); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result *= square;
      square *= square;
    }
    return exponent < 0 ? 1 / result : result;
  }
  if (exponent === 0.5) return Math.sqrt(x);
  if (x < 0) {
    if (!integer) return NaN;
    return exponent % 2 === 0 ? exp(exponent * log(-x)) : -exp(exponent * log(-x));
  }
  return exp(exponent * log(x));
}
