/**
 * The Bayesian network of one hidden layer in plain loops: what a step of the ELBO and a gain must agree with.
 * One row at a time, one weight at a time, nothing shared with `src/` but softplus, Φ and φ.
 */
import { gaussianKl } from '../src/kernels/gaussianKl.ts';
import { normalCdf, normalPdf } from '../src/numerics/erf.ts';
import { softplus } from '../src/numerics/softplus.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;

/** μ and σ of each weight, as [in + 1, out] matrices whose last row is the bias. */
interface PlainLayer {
  readonly mu: readonly Float64Array[];
  readonly sigma: readonly Float64Array[];
}

/** @param phi [2 P] μ, then ρ; layers of `sizes` in the order W₁, b₁, W₂, b₂ */
function layersFrom(phi: Float64Array, sizes: readonly number[]): PlainLayer[] {
  const P = phi.length / 2;
  const layers: PlainLayer[] = [];
  let at = 0;
  for (let n = 1; n < sizes.length; n++) {
    const rows = sizes[n - 1] + 1;
    const width = sizes[n];
    const matrix = (offset: number): Float64Array[] =>
      Array.from({ length: rows }, (_, i) =>
        phi.slice(offset + at + i * width, offset + at + (i + 1) * width),
      );
    layers.push({ mu: matrix(0), sigma: matrix(P).map((row) => row.map(softplus)) });
    at += rows * width;
  }
  return layers;
}

/** Mean and variance of x W + b for inputs of mean `mean` and variance `variance`. */
function moments(
  { mu, sigma }: PlainLayer,
  mean: readonly number[],
  variance: readonly number[],
): { mean: number[]; variance: number[] } {
  const inputs = [...mean, 1]; // the bias is a weight whose input is 1
  const spread = [...variance, 0];
  const columns = Array.from(mu[0], (_, j) => j);
  const sum = (term: (i: number) => number): number =>
    inputs.reduce((total, _, i) => total + term(i), 0);
  return {
    mean: columns.map((j) => sum((i) => inputs[i] * mu[i][j])),
    variance: columns.map((j) =>
      sum(
        (i) =>
          (inputs[i] * inputs[i] + spread[i]) * sigma[i][j] * sigma[i][j] +
          spread[i] * mu[i][j] * mu[i][j],
      ),
    ),
  };
}

const logDensity = (squaredError: number, sd: number): number =>
  -0.5 * (squaredError / (sd * sd)) - Math.log(sd) - HALF_LOG_TWO_PI;

/** E_q[log p(y | x, θ)] of one row, in closed form for a ReLU layer between. */
export function exactLogLikelihood(
  phi: Float64Array,
  sizes: readonly number[],
  x: Float64Array,
  y: Float64Array,
  sd: number,
): number {
  const [first, second] = layersFrom(phi, sizes);
  const none = Array.from(x, () => 0);
  const z = moments(first, [...x], none);
  const hidden = z.mean.map((m, j) => {
    const v = z.variance[j];
    const s = Math.sqrt(v);
    const mean = m * normalCdf(m / s) + s * normalPdf(m / s);
    const second = (m * m + v) * normalCdf(m / s) + m * s * normalPdf(m / s);
    return { mean, variance: second - mean * mean };
  });
  const f = moments(
    second,
    hidden.map((h) => h.mean),
    hidden.map((h) => h.variance),
  );
  return f.mean.reduce(
    (total, m, j) => total + logDensity((y[j] - m) * (y[j] - m) + f.variance[j], sd),
    0,
  );
}

/** log p(y | z) of one row and one draw of each layer's pre-activations; `noise` for each layer [out]. */
export function drawnLogLikelihood(
  phi: Float64Array,
  sizes: readonly number[],
  x: Float64Array,
  y: Float64Array,
  sd: number,
  noise: readonly Float64Array[],
): number {
  let h = [...x];
  layersFrom(phi, sizes).forEach((layer, n) => {
    const input = n === 0 ? h : h.map((v) => Math.max(v, 0));
    const z = moments(
      layer,
      input,
      input.map(() => 0),
    );
    h = z.mean.map((m, j) => m + Math.sqrt(z.variance[j]) * noise[n][j]);
  });
  return h.reduce((total, m, j) => total + logDensity((y[j] - m) * (y[j] - m), sd), 0);
}

/** log p(y | x, θ) of one row and one draw θ = μ + σ ε of the weights; `noise` is ε, [P]. */
export function drawnWeightsLogLikelihood(
  phi: Float64Array,
  sizes: readonly number[],
  x: Float64Array,
  y: Float64Array,
  sd: number,
  noise: Float64Array,
): number {
  const P = phi.length / 2;
  const theta = phi.slice();
  for (let i = 0; i < P; i++) theta[i] += softplus(phi[P + i]) * noise[i];
  let h = [...x];
  layersFrom(theta, sizes).forEach((layer, n) => {
    const input = n === 0 ? h : h.map((v) => Math.max(v, 0));
    h = moments(
      layer,
      input,
      input.map(() => 0),
    ).mean;
  });
  return h.reduce((total, m, j) => total + logDensity((y[j] - m) * (y[j] - m), sd), 0);
}

/** KL[q ‖ N(0, priorSd²)] summed over the weights. */
export function klFromPrior(phi: Float64Array, priorSd: number): number {
  const P = phi.length / 2;
  let total = 0;
  for (let i = 0; i < P; i++) total += gaussianKl(phi[i], softplus(phi[P + i]), 0, priorSd);
  return total;
}

/** Derivative of `f` by every entry of `at`, by central differences. */
export function centralDifferences(
  f: (x: Float64Array) => number,
  at: Float64Array,
  step = 1e-5,
): Float64Array {
  const x = at.slice();
  return at.map((value, i) => {
    x[i] = value + step;
    const above = f(x);
    x[i] = value - step;
    const below = f(x);
    x[i] = value;
    return (above - below) / (2 * step);
  });
}
