/** First version; being improved. */
function quadrant(x: number, shift: number): number {
  const n = Math.floor(x * 0.6366197723675814 + 0.5);
  const r =
    x - n * 1.57079632673412561417 - n * 6.07710050630396597660e-11 - n * 2.02226624879595063154e-21;
  const q = (((n + shift) % 4) + 4) % 4;
  let sum = 1;
  const w = r * r;
  if (q % 2 === 0) for (let k = 20; k >= 2; k -= 2) sum = 1 - (w / (k * (k + 1))) * sum;
  else for (let k = 19; k >= 1; k -= 2) sum = 1 - (w / (k * (k + 1))) * sum;
  const value = q % 2 === 0 ? r * sum : sum;
  return q < 2 ? value : -value;
}
export function cos(x: number): number {
  return quadrant(x, 1);
}
export function sin(x: number): number {
  return x === 0 ? x : quadrant(x, 0);
}
