/**
 * A DQN step written by hand for this one problem: a 2-H-H-3 network, one-step returns, everything in one place,
 * nothing shared with `src/` but the random numbers. It uses every trick known to pay, and it shows what the autodiff
 * core costs: how the project's step compares with this is one of the targets.
 *
 * - A list of the units that are on follows each activation; products run over the list only.
 * - The gradient of a unit that is off is 0, so it is never computed.
 * - One action of each row carries an error, so the last layer's gradient is a column, not a matrix.
 * - Clipping, Adam, the target's and the average's step are one loop over the parameters.
 */
import type { Rng } from '../src/random/rng.ts';
import type { ReplayBuffer } from '../src/replay/replayBuffer.ts';

const S = 2;
const A = 3;

/** Activations of a layer [B, H], and for each row the units that are on: where they are, and how many. */
interface Active {
  readonly values: Float64Array;
  readonly index: Int32Array;
  readonly counts: Int32Array;
}

const createActive = (B: number, H: number): Active => ({
  values: new Float64Array(B * H),
  index: new Int32Array(B * H),
  counts: new Int32Array(B),
});

/** relu(x W + b) of two inputs, x [B, 2]; values are stored packed, the units that are on first. */
function firstLayer(out: Active, x: Float64Array, p: Float64Array, B: number, H: number): void {
  const { values, index, counts } = out;
  const bias = S * H;
  for (let b = 0; b < B; b++) {
    const x0 = x[2 * b];
    const x1 = x[2 * b + 1];
    let n = b * H;
    for (let j = 0; j < H; j++) {
      const z = p[bias + j] + x0 * p[j] + x1 * p[H + j];
      values[n] = z;
      index[n] = j;
      if (z > 0) n++; // no branch: what is off is overwritten by the next
    }
    counts[b] = n - b * H;
  }
}

/** relu(h W + b) for H a multiple of 8: eight sums in registers over the units that are on. */
function hiddenLayer(
  out: Active,
  h: Active,
  p: Float64Array,
  weight: number,
  B: number,
  H: number,
): void {
  const bias = weight + H * H;
  for (let b = 0; b < B; b++) {
    const start = b * H;
    const end = start + h.counts[b];
    let n = start;
    for (let j = 0; j < H; j += 8) {
      let s0 = p[bias + j];
      let s1 = p[bias + j + 1];
      let s2 = p[bias + j + 2];
      let s3 = p[bias + j + 3];
      let s4 = p[bias + j + 4];
      let s5 = p[bias + j + 5];
      let s6 = p[bias + j + 6];
      let s7 = p[bias + j + 7];
      for (let t = start; t < end; t++) {
        const x = h.values[t];
        const w = weight + h.index[t] * H + j;
        s0 += x * p[w];
        s1 += x * p[w + 1];
        s2 += x * p[w + 2];
        s3 += x * p[w + 3];
        s4 += x * p[w + 4];
        s5 += x * p[w + 5];
        s6 += x * p[w + 6];
        s7 += x * p[w + 7];
      }
      n = keep(out, n, s0, j);
      n = keep(out, n, s1, j + 1);
      n = keep(out, n, s2, j + 2);
      n = keep(out, n, s3, j + 3);
      n = keep(out, n, s4, j + 4);
      n = keep(out, n, s5, j + 5);
      n = keep(out, n, s6, j + 6);
      n = keep(out, n, s7, j + 7);
    }
    out.counts[b] = n - start;
  }
}

function keep({ values, index }: Active, n: number, z: number, j: number): number {
  values[n] = z;
  index[n] = j;
  return z > 0 ? n + 1 : n;
}

/** q [B, 3] = h W + b. */
function lastLayer(
  q: Float64Array,
  h: Active,
  p: Float64Array,
  weight: number,
  B: number,
  H: number,
): void {
  const bias = weight + A * H;
  for (let b = 0; b < B; b++) {
    let s0 = p[bias];
    let s1 = p[bias + 1];
    let s2 = p[bias + 2];
    for (let t = b * H, end = t + h.counts[b]; t < end; t++) {
      const x = h.values[t];
      const w = weight + A * h.index[t];
      s0 += x * p[w];
      s1 += x * p[w + 1];
      s2 += x * p[w + 2];
    }
    q[A * b] = s0;
    q[A * b + 1] = s1;
    q[A * b + 2] = s2;
  }
}

export interface HandFusedOptions {
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
  if (H % 8 !== 0) throw new RangeError(`handFusedDqn: hidden ${H}; expected a multiple of 8`);
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
  const y = new Float64Array(B);
  const q = new Float64Array(B * A);
  const h1 = createActive(B, H);
  const h2 = createActive(B, H);
  const d2 = new Float64Array(B * H); // gradient of layer 2's units, by unit, 0 where off
  const d1 = new Float64Array(B * H); // of layer 1's units that are on, packed as in h1
  // For each unit of layer 1 the rows in which it is on, and its values there.
  const rowsOf = new Int32Array(H * B);
  const valuesOf = new Float64Array(H * B);
  const rowCounts = new Int32Array(H);

  function forward(x: Float64Array, p: Float64Array, rows: number): void {
    firstLayer(h1, x, p, rows, H);
    hiddenLayer(h2, h1, p, W2, rows, H);
    lastLayer(q, h2, p, W3, rows, H);
  }

  /** Gradient of the last layer, and of the units below it. */
  function backwardLast(error: Float64Array): void {
    const bias = W3 + A * H;
    d2.fill(0);
    for (let b = 0; b < B; b++) {
      const a = actions[b];
      const g = error[b];
      grad[bias + a] += g;
      for (let t = b * H, end = t + h2.counts[b]; t < end; t++) {
        const j = h2.index[t];
        const w = W3 + A * j + a;
        grad[w] += h2.values[t] * g;
        d2[b * H + j] = g * online[w];
      }
    }
  }

  /** dW₂ = h₁ᵀ d₂: for every unit below, over the rows in which it is on. */
  function backwardHiddenWeights(): void {
    rowCounts.fill(0);
    for (let b = 0; b < B; b++) {
      for (let t = b * H, end = t + h1.counts[b]; t < end; t++) {
        const k = h1.index[t];
        const n = k * B + rowCounts[k]++;
        rowsOf[n] = b * H;
        valuesOf[n] = h1.values[t];
      }
    }
    for (let k = 0; k < H; k++) {
      const start = k * B;
      const end = start + rowCounts[k];
      for (let j = 0; j < H; j += 8) {
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        let s4 = 0;
        let s5 = 0;
        let s6 = 0;
        let s7 = 0;
        for (let t = start; t < end; t++) {
          const x = valuesOf[t];
          const d = rowsOf[t] + j;
          s0 += x * d2[d];
          s1 += x * d2[d + 1];
          s2 += x * d2[d + 2];
          s3 += x * d2[d + 3];
          s4 += x * d2[d + 4];
          s5 += x * d2[d + 5];
          s6 += x * d2[d + 6];
          s7 += x * d2[d + 7];
        }
        const w = W2 + k * H + j;
        grad[w] = s0;
        grad[w + 1] = s1;
        grad[w + 2] = s2;
        grad[w + 3] = s3;
        grad[w + 4] = s4;
        grad[w + 5] = s5;
        grad[w + 6] = s6;
        grad[w + 7] = s7;
      }
    }
    const bias = W2 + H * H;
    for (let b = 0; b < B; b++) for (let j = 0; j < H; j++) grad[bias + j] += d2[b * H + j];
  }

  /** d₁ = d₂ W₂ᵀ, from the units that are on above to those that are on below, four of these at once. */
  function backwardHiddenUnits(): void {
    for (let b = 0; b < B; b++) {
      const above = b * H;
      const aboveEnd = above + h2.counts[b];
      const end = b * H + h1.counts[b];
      let t = b * H;
      for (; t + 3 < end; t += 4) {
        const w0 = W2 + h1.index[t] * H;
        const w1 = W2 + h1.index[t + 1] * H;
        const w2 = W2 + h1.index[t + 2] * H;
        const w3 = W2 + h1.index[t + 3] * H;
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let u = above; u < aboveEnd; u++) {
          const j = h2.index[u];
          const d = d2[above + j];
          s0 += d * online[w0 + j];
          s1 += d * online[w1 + j];
          s2 += d * online[w2 + j];
          s3 += d * online[w3 + j];
        }
        d1[t] = s0;
        d1[t + 1] = s1;
        d1[t + 2] = s2;
        d1[t + 3] = s3;
      }
      for (; t < end; t++) {
        const w = W2 + h1.index[t] * H;
        let s = 0;
        for (let u = above; u < aboveEnd; u++) {
          const j = h2.index[u];
          s += d2[above + j] * online[w + j];
        }
        d1[t] = s;
      }
    }
  }

  function backwardFirst(): void {
    const bias = S * H;
    for (let b = 0; b < B; b++) {
      const x0 = states[2 * b];
      const x1 = states[2 * b + 1];
      for (let t = b * H, end = t + h1.counts[b]; t < end; t++) {
        const k = h1.index[t];
        const d = d1[t];
        grad[k] += x0 * d;
        grad[H + k] += x1 * d;
        grad[bias + k] += d;
      }
    }
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
      for (let b = 0; b < B; b++) {
        const slot = rng.integer(replay.size);
        actions[b] = replay.actions[slot];
        states[2 * b] = replay.states[2 * slot];
        states[2 * b + 1] = replay.states[2 * slot + 1];
        nextStates[2 * b] = replay.nextStates[2 * slot];
        nextStates[2 * b + 1] = replay.nextStates[2 * slot + 1];
        y[b] = replay.rewards[slot];
        if (replay.terminated[slot]) actions[b] |= 4; // remembered until the target is known
      }
      forward(nextStates, target, B);
      for (let b = 0; b < B; b++) {
        const best = Math.max(q[A * b], q[A * b + 1], q[A * b + 2]);
        if (actions[b] < 4) y[b] += gamma * best;
        actions[b] &= 3;
      }
      forward(states, online, B);
      let loss = 0;
      for (let b = 0; b < B; b++) {
        const e = q[A * b + actions[b]] - y[b];
        const size = Math.abs(e);
        loss += size <= 1 ? 0.5 * e * e : size - 0.5;
        y[b] = Math.min(Math.max(e, -1), 1) / B; // the target has served: now the error's gradient
      }
      grad.fill(0);
      backwardLast(y);
      backwardHiddenWeights();
      backwardHiddenUnits();
      backwardFirst();
      update(learningRate);
      return loss / B;
    },
  };
}
