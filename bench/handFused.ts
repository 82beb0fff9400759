/**
 * A DQN step written by hand for this one problem: a 2-H-H-3 network, one-step returns, everything in one place,
 * nothing shared with `src/` but the random numbers. It uses every optimisation known to help, and so shows what the autodiff
 * core costs: how the project's step compares with this is one of the targets.
 *
 * - A list of the units that are on follows each activation; products run over the lists only, forward and back.
 * - The gradient of a unit that is off is 0, so it is never computed: backward, a quarter of the products is left.
 * - One action of each row carries an error, so the last layer's gradient is a column, not a matrix.
 * - Clipping, Adam, the target's and the average's step are one loop over the parameters.
 * - V8 knows the type, place and length of arrays that are constants of their module, so the lists have a fixed room.
 */
import type { Rng } from '../src/math/random/rng.ts';
import type { ReplayBuffer } from '../src/replay/replayBuffer.ts';

const S = 2;
const A = 3;

/** The most that batch times hidden may be. */
const ROOM = 1 << 16;

// The units of both hidden layers that are on, row after row from b H on: value, unit, gradient.
const values1 = new Float64Array(ROOM);
const units1 = new Int32Array(ROOM);
const grads1 = new Float64Array(ROOM);
const values2 = new Float64Array(ROOM);
const units2 = new Int32Array(ROOM);
const grads2 = new Float64Array(ROOM);
// How many are on, [B].
const counts1 = new Int32Array(ROOM);
const counts2 = new Int32Array(ROOM);
/** [B, A] */
const q = new Float64Array(ROOM * A);

/** relu(x W + b) of two inputs, x [B, 2]. */
function firstLayer(x: Float64Array, p: Float64Array, B: number, H: number): void {
  const bias = S * H;
  for (let b = 0; b < B; b++) {
    const x0 = x[2 * b];
    const x1 = x[2 * b + 1];
    let n = b * H;
    for (let j = 0; j < H; j++) {
      const z = p[bias + j] + x0 * p[j] + x1 * p[H + j];
      values1[n] = z;
      units1[n] = j;
      n += Number(z > 0); // no branch: what is off is overwritten by the next
    }
    counts1[b] = n - b * H;
  }
}

/** relu(h W + b) for H a multiple of 8. */
function hiddenLayer(p: Float64Array, weight: number, B: number, H: number): void {
  for (let b = 0; b < B; b++) {
    let n = b * H;
    for (let j = 0; j < H; j += 8) n = eightUnits(p, weight, b * H, counts1[b], H, j, n);
    counts2[b] = n - b * H;
  }
}

/** Eight sums in registers over the units of layer 1 that are on; keeps those that are positive from `n` on. */
function eightUnits(
  p: Float64Array,
  weight: number,
  start: number,
  count: number,
  H: number,
  j: number,
  n: number,
): number {
  const bias = weight + H * H + j;
  let s0 = p[bias];
  let s1 = p[bias + 1];
  let s2 = p[bias + 2];
  let s3 = p[bias + 3];
  let s4 = p[bias + 4];
  let s5 = p[bias + 5];
  let s6 = p[bias + 6];
  let s7 = p[bias + 7];
  for (let t = start; t < start + count; t++) {
    const x = values1[t];
    const w = (weight + units1[t] * H + j) & 0x3fffffff; // so that w + 7 need not be checked for overflow
    s0 += x * p[w];
    s1 += x * p[w + 1];
    s2 += x * p[w + 2];
    s3 += x * p[w + 3];
    s4 += x * p[w + 4];
    s5 += x * p[w + 5];
    s6 += x * p[w + 6];
    s7 += x * p[w + 7];
  }
  n = keep(n, s0, j);
  n = keep(n, s1, j + 1);
  n = keep(n, s2, j + 2);
  n = keep(n, s3, j + 3);
  n = keep(n, s4, j + 4);
  n = keep(n, s5, j + 5);
  n = keep(n, s6, j + 6);
  return keep(n, s7, j + 7);
}

function keep(n: number, z: number, j: number): number {
  values2[n] = z;
  units2[n] = j;
  return n + Number(z > 0);
}

/** q = h W + b */
function lastLayer(p: Float64Array, weight: number, B: number, H: number): void {
  const bias = weight + A * H;
  for (let b = 0; b < B; b++) {
    let s0 = p[bias];
    let s1 = p[bias + 1];
    let s2 = p[bias + 2];
    for (let t = b * H, end = t + counts2[b]; t < end; t++) {
      const x = values2[t];
      const w = (weight + A * units2[t]) & 0x3fffffff;
      s0 += x * p[w];
      s1 += x * p[w + 1];
      s2 += x * p[w + 2];
    }
    q[A * b] = s0;
    q[A * b + 1] = s1;
    q[A * b + 2] = s2;
  }
}

/** Gradients of layer 2's weights and of layer 1's units, from the units that are on to those that are on. */
function backwardHidden(
  grad: Float64Array,
  p: Float64Array,
  weight: number,
  B: number,
  H: number,
): void {
  const bias = weight + H * H;
  for (let b = 0; b < B; b++) {
    const above = b * H;
    const aboveEnd = above + counts2[b];
    for (let u = above; u < aboveEnd; u++) grad[bias + units2[u]] += grads2[u];
    let t = b * H;
    const end = t + counts1[b];
    for (; t + 3 < end; t += 4) fourUnits(grad, p, weight, H, t, above, aboveEnd);
    for (; t < end; t++) {
      let s = 0;
      for (let u = above; u < aboveEnd; u++) {
        const w = weight + units1[t] * H + units2[u];
        s += grads2[u] * p[w];
        grad[w] += values1[t] * grads2[u];
      }
      grads1[t] = s;
    }
  }
}

/** A gradient from above, once loaded, serves four units below. */
function fourUnits(
  grad: Float64Array,
  p: Float64Array,
  weight: number,
  H: number,
  t: number,
  above: number,
  aboveEnd: number,
): void {
  const h0 = values1[t];
  const h1 = values1[t + 1];
  const h2 = values1[t + 2];
  const h3 = values1[t + 3];
  const row0 = weight + units1[t] * H;
  const row1 = weight + units1[t + 1] * H;
  const row2 = weight + units1[t + 2] * H;
  const row3 = weight + units1[t + 3] * H;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let u = above; u < aboveEnd; u++) {
    const g = grads2[u];
    const j = units2[u];
    const w0 = (row0 + j) | 0;
    const w1 = (row1 + j) | 0;
    const w2 = (row2 + j) | 0;
    const w3 = (row3 + j) | 0;
    s0 += g * p[w0];
    s1 += g * p[w1];
    s2 += g * p[w2];
    s3 += g * p[w3];
    grad[w0] += h0 * g;
    grad[w1] += h1 * g;
    grad[w2] += h2 * g;
    grad[w3] += h3 * g;
  }
  grads1[t] = s0;
  grads1[t + 1] = s1;
  grads1[t + 2] = s2;
  grads1[t + 3] = s3;
}

function backwardFirst(grad: Float64Array, x: Float64Array, B: number, H: number): void {
  const bias = S * H;
  for (let b = 0; b < B; b++) {
    const x0 = x[2 * b];
    const x1 = x[2 * b + 1];
    for (let t = b * H, end = t + counts1[b]; t < end; t++) {
      const k = units1[t];
      const g = grads1[t];
      grad[k] += x0 * g;
      grad[H + k] += x1 * g;
      grad[bias + k] += g;
    }
  }
}

export interface HandFusedOptions {
  /** A multiple of 8. */
  readonly hidden: number;
  readonly batchSize: number;
  readonly gamma: number;
  readonly maxGradNorm: number;
  readonly tau: number;
  readonly averageWeight: number;
}

export interface HandFusedDqn {
  readonly online: Float64Array;
  readonly target: Float64Array;
  readonly average: Float64Array;
  /** Samples a batch and learns from it; returns the loss before. */
  readonly step: (replay: ReplayBuffer, rng: Rng, learningRate: number) => number;
  /** The action of the largest value, for one state. */
  readonly act: (position: number, velocity: number) => number;
}

/** @param initial [P] parameters, in the order of `layersOf` */
export function handFusedDqn(initial: Float64Array, options: HandFusedOptions): HandFusedDqn {
  const { hidden: H, batchSize: B, gamma, maxGradNorm, tau, averageWeight } = options;
  if (H % 8 !== 0 || B * H > ROOM) {
    throw new RangeError(
      `handFusedDqn: hidden ${H}, batch ${B}; expected a multiple of 8 and room`,
    );
  }
  const online = initial.slice();
  const target = initial.slice();
  const average = initial.slice();
  const P = initial.length;
  const W2 = S * H + H;
  const W3 = W2 + H * H + H;
  const grad = new Float64Array(P);
  const m = new Float64Array(P);
  const v = new Float64Array(P);
  let beta1Power = 1;
  let beta2Power = 1;

  const states = new Float64Array(B * S);
  const nextStates = new Float64Array(B * S);
  const actions = new Int32Array(B);
  const futures = new Float64Array(B); // discount, 0 where the episode terminated
  const y = new Float64Array(B);

  function forward(x: Float64Array, p: Float64Array, rows: number): void {
    firstLayer(x, p, rows, H);
    hiddenLayer(p, W2, rows, H);
    lastLayer(p, W3, rows, H);
  }

  function sample(replay: ReplayBuffer, rng: Rng): void {
    for (let b = 0; b < B; b++) {
      const slot = rng.integer(replay.size);
      actions[b] = replay.actions[slot];
      states[2 * b] = replay.states[2 * slot];
      states[2 * b + 1] = replay.states[2 * slot + 1];
      nextStates[2 * b] = replay.nextStates[2 * slot];
      nextStates[2 * b + 1] = replay.nextStates[2 * slot + 1];
      y[b] = replay.rewards[slot];
      futures[b] = replay.terminated[slot] === 1 ? 0 : gamma;
    }
  }

  /** Loss of the batch, and gradients of the last layer and of the units below it. */
  function backwardLast(): number {
    const bias = W3 + A * H;
    let loss = 0;
    for (let b = 0; b < B; b++) {
      const a = actions[b];
      const e = q[A * b + a] - y[b];
      const size = Math.abs(e);
      loss += size <= 1 ? 0.5 * e * e : size - 0.5;
      const g = Math.min(Math.max(e, -1), 1) / B;
      grad[bias + a] += g;
      for (let t = b * H, end = t + counts2[b]; t < end; t++) {
        const w = W3 + A * units2[t] + a;
        grad[w] += values2[t] * g;
        grads2[t] = g * online[w];
      }
    }
    return loss / B;
  }

  /** Clip, Adam, soft target, average. */
  function update(learningRate: number): void {
    let square = 0;
    for (let i = 0; i < P; i++) square += grad[i] * grad[i];
    const factor = Math.min(1, maxGradNorm / (Math.sqrt(square) + 1e-6));
    beta1Power *= 0.9;
    beta2Power *= 0.999;
    const stepSize = learningRate / (1 - beta1Power);
    const rootCorrection = 1 / Math.sqrt(1 - beta2Power);
    for (let i = 0; i < P; i++) {
      const g = grad[i] * factor;
      const mi = 0.9 * m[i] + (1 - 0.9) * g;
      const vi = 0.999 * v[i] + (1 - 0.999) * g * g;
      m[i] = mi;
      v[i] = vi;
      const p = online[i] - (stepSize * mi) / (Math.sqrt(vi) * rootCorrection + 1e-8);
      online[i] = p;
      target[i] += tau * (p - target[i]);
      average[i] += averageWeight * (p - average[i]);
    }
  }

  const one = new Float64Array(S);
  return {
    online,
    target,
    average,
    act: (position, velocity) => {
      one[0] = position;
      one[1] = velocity;
      forward(one, online, 1);
      let best = 0;
      if (q[1] > q[best]) best = 1;
      if (q[2] > q[best]) best = 2;
      return best;
    },
    step: (replay, rng, learningRate) => {
      sample(replay, rng);
      forward(nextStates, target, B);
      for (let b = 0; b < B; b++) {
        y[b] += futures[b] * Math.max(q[A * b], q[A * b + 1], q[A * b + 2]);
      }
      forward(states, online, B);
      grad.fill(0);
      const loss = backwardLast();
      backwardHidden(grad, online, W2, B, H);
      backwardFirst(grad, states, B, H);
      update(learningRate);
      return loss;
    },
  };
}
