import { expm1 } from './exp.ts';
/** First version; being improved. */
export function tanh(x: number): number {
  if (x === 0 || x !== x) return x;
  const e = expm1(-2 * Math.abs(x));
  const t = -e / (e + 2);
  return x < 0 ? -t : t;
}
