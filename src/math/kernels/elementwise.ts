/**
 * Loops over flat arrays, one element after the other. `xxxInto` writes its result; `addXxx` adds to `out`,
 * which is what a gradient does: a value used twice collects a share from each use.
 *
 * All arrays of a call have the same length and nothing is allocated.
 */
import { normalCdf, normalPdf } from '../numerics/erf.ts';
import { exp } from '../numerics/exp.ts';
import { log } from '../numerics/log.ts';
import { pow } from '../numerics/pow.ts';
import { sigmoid, softplus } from '../numerics/softplus.ts';
import { tanh } from '../numerics/tanh.ts';

export function addInto(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
}

export function subInto(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
}

export function mulInto(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] * b[i];
}

export function divInto(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = a[i] / b[i];
}

/** out += x */
export function addTo(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += x[i];
}

/** out += factor · x */
export function addScaled(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] += factor * x[i];
}

/** out += a · b, element by element */
export function addProduct(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += a[i] * b[i];
}

/** out += a / b, element by element */
export function addQuotient(out: Float64Array, a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] += a[i] / b[i];
}

/** For y = a / b: d y / d b = −y / b */
export function addDivisorGradient(
  db: Float64Array,
  dy: Float64Array,
  y: Float64Array,
  b: Float64Array,
): void {
  for (let i = 0; i < db.length; i++) db[i] -= (dy[i] * y[i]) / b[i];
}

/** out += weight · (x − out): a step of an exponential average. */
export function mixInto(out: Float64Array, x: Float64Array, weight: number): void {
  for (let i = 0; i < out.length; i++) out[i] += weight * (x[i] - out[i]);
}

export function scaleInto(out: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = factor * x[i];
}

export function expInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = exp(x[i]);
}

export function logInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = log(x[i]);
}

export function sqrtInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]);
}

/** d √x / dx = 1 / (2 √x) */
export function addSqrtGradient(dx: Float64Array, dy: Float64Array, y: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] / (2 * y[i]);
}

/** d x² / dx = 2 x */
export function addSquareGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * 2 * x[i];
}

export function absInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]);
}

/** d |x| / dx = sign x, and 0 at the kink */
export function addAbsGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) {
    if (x[i] > 0) dx[i] += dy[i];
    else if (x[i] < 0) dx[i] -= dy[i];
  }
}

/**
 * max(x, 0); NaN stays NaN, so that a broken network is noticed.
 *
 * Half the signs of a layer are unpredictable, and a mispredicted branch costs as much as twenty additions.
 * (x + |x|) / 2 needs none. It is wrong only where x + |x| overflows or x is −∞; then the sum tells.
 */
export function reluInto(out: Float64Array, x: Float64Array): void {
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    const y = 0.5 * (x[i] + Math.abs(x[i]));
    out[i] = y;
    total += y;
  }
  if (total < Infinity) return;
  for (let i = 0; i < out.length; i++) out[i] = x[i] <= 0 ? 0 : x[i];
}

// What an inactive and an active unit hand back: 0 and dy. (A small array would be stored in a slower way.)
const choice = new Float64Array(16);

/**
 * d max(x, 0) / dx = 1 where x > 0, and 0 at the kink. Chosen by index, again without a branch; multiplying by 0 or 1
 * would turn an infinite dy into NaN where nothing should flow.
 */
export function addReluGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) {
    choice[1] = dy[i];
    dx[i] += choice[Number(!(x[i] <= 0))];
  }
}

export function tanhInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = tanh(x[i]);
}

/** d tanh x / dx = 1 − tanh² x = (1 − y)(1 + y), the form that keeps its digits near ±1 */
export function addTanhGradient(dx: Float64Array, dy: Float64Array, y: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * (1 - y[i]) * (1 + y[i]);
}

export function sigmoidInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = sigmoid(x[i]);
}

/** d s(x) / dx = s(x) s(−x) */
export function addSigmoidGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * sigmoid(x[i]) * sigmoid(-x[i]);
}

export function softplusInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = softplus(x[i]);
}

/** d log(1 + eˣ) / dx = s(x) */
export function addSoftplusGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * sigmoid(x[i]);
}

export function normalPdfInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = normalPdf(x[i]);
}

/** d φ(x) / dx = −x φ(x), and 0 at ±∞ */
export function addNormalPdfGradient(
  dx: Float64Array,
  dy: Float64Array,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let i = 0; i < dx.length; i++) dx[i] -= y[i] === 0 ? 0 : dy[i] * x[i] * y[i];
}

export function normalCdfInto(out: Float64Array, x: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i] = normalCdf(x[i]);
}

/** d Φ(x) / dx = φ(x) */
export function addNormalCdfGradient(dx: Float64Array, dy: Float64Array, x: Float64Array): void {
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * normalPdf(x[i]);
}

export function powInto(out: Float64Array, x: Float64Array, exponent: number): void {
  for (let i = 0; i < out.length; i++) out[i] = pow(x[i], exponent);
}

/** d xᵖ / dx = p xᵖ⁻¹, and 0 for p = 0 */
export function addPowGradient(
  dx: Float64Array,
  dy: Float64Array,
  x: Float64Array,
  exponent: number,
): void {
  if (exponent === 0) return;
  for (let i = 0; i < dx.length; i++) dx[i] += dy[i] * exponent * pow(x[i], exponent - 1);
}

/** min(max(x, low), high) */
export function clampInto(out: Float64Array, x: Float64Array, low: number, high: number): void {
  for (let i = 0; i < out.length; i++) out[i] = x[i] < low ? low : x[i] > high ? high : x[i];
}

/** 1 inside and at the bounds, 0 outside */
export function addClampGradient(
  dx: Float64Array,
  dy: Float64Array,
  x: Float64Array,
  low: number,
  high: number,
): void {
  for (let i = 0; i < dx.length; i++) if (!(x[i] < low || x[i] > high)) dx[i] += dy[i];
}

/** Huber (1964): e² / 2 up to |e| = delta, then the tangent delta (|e| − delta / 2). */
export function huberInto(out: Float64Array, e: Float64Array, delta: number): void {
  for (let i = 0; i < out.length; i++) {
    const size = Math.abs(e[i]);
    out[i] = size <= delta ? 0.5 * e[i] * e[i] : delta * (size - 0.5 * delta);
  }
}

/** The error itself, clipped to ±delta */
export function addHuberGradient(
  de: Float64Array,
  dy: Float64Array,
  e: Float64Array,
  delta: number,
): void {
  for (let i = 0; i < de.length; i++) {
    de[i] += dy[i] * (e[i] > delta ? delta : e[i] < -delta ? -delta : e[i]);
  }
}
