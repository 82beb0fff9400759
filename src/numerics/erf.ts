import { exp } from './exp.ts';
/** First version; being improved. */
const TWO_OVER_SQRT_PI = 1.1283791670955126;
export function erf(x: number): number {
  if (x === 0 || x !== x) return x;
  if (Math.abs(x) > 2) return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 60; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return TWO_OVER_SQRT_PI * exp(-x * x) * sum;
}
export function erfc(x: number): number {
  if (x < 2) return 1 - erf(x);
  if (x > 28) return 0;
  let fraction = x;
  for (let n = 100; n >= 1; n--) fraction = x + n / 2 / fraction;
  const high = Math.floor(x * 65536) / 65536;
  const e = exp(-high * high) * exp(-(x - high) * (x + high));
  return (0.5 * TWO_OVER_SQRT_PI * e) / fraction;
}
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * 0.7071067811865476);
}
export function normalPdf(x: number): number {
  const high = Math.floor(x * 65536) / 65536;
  if (Math.abs(x) > 40) return 0;
  return 0.3989422804014327 * exp(-0.5 * high * high) * exp(-0.5 * (x - high) * (x + high));
}
