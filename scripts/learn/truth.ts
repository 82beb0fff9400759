/** Truths from definitions: integrals, taken numerically. None of this is how `src/` computes them. */

/** ∫ f from a to b, by Simpson's rule. @param steps even */
export function integral(f: (x: number) => number, a: number, b: number, steps = 2000): number {
  const h = (b - a) / steps;
  let total = f(a) + f(b);
  for (let i = 1; i < steps; i++) total += (i % 2 === 0 ? 2 : 4) * f(a + i * h);
  return (total * h) / 3;
}

/** Density of N(mean, sd²) at x. */
export function density(x: number, mean: number, sd: number): number {
  const z = (x - mean) / sd;
  return Math.exp(-0.5 * z * z) / (sd * Math.sqrt(2 * Math.PI));
}

/** Standard deviations from the mean beyond which a Gaussian is left out. */
const FAR = 12;

/** E[f(x)] for x ~ N(mean, sd²). */
export function expectation(f: (x: number) => number, mean: number, sd: number): number {
  return integral((x) => f(x) * density(x, mean, sd), mean - FAR * sd, mean + FAR * sd);
}

const logDensity = (x: number, mean: number, sd: number): number =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

/** KL[N(mean1, sd1²) ‖ N(mean2, sd2²)] = E₁[log p₁ − log p₂], in nats. */
export function divergence(mean1: number, sd1: number, mean2: number, sd2: number): number {
  const excess = (x: number): number => logDensity(x, mean1, sd1) - logDensity(x, mean2, sd2);
  return expectation(excess, mean1, sd1);
}

/** Entropy of N(mean, sd²) = E[−log p], in nats. */
export const entropy = (sd: number): number => expectation((x) => -logDensity(x, 0, sd), 0, sd);
