import { exp, expm1 } from './exp.ts';
import { log, log1p } from './log.ts';
/** First version; being improved. */
export function softplus(x: number): number {
  return (x > 0 ? x : 0) + log1p(exp(x > 0 ? -x : x));
}
export function sigmoid(x: number): number {
  if (x < -700) return exp(x);
  return 1 / (1 + exp(-x));
}
export function inverseSoftplus(y: number): number {
  return y < 1 ? log(expm1(y)) : y + log1p(-exp(-y));
}
