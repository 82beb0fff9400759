/**
 * The works of the targets in tfjs, float32, which is all it has: answers lines of JSON (see serve.ts). Plain
 * JavaScript, because its types are installed only here.
 *
 *   node tfjs.js PROBLEM cpu|wasm
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const [problemFile, backend] = process.argv.slice(2);
console.log = console.warn = console.info = () => {}; // standard output is for answers
const tf = require('@tensorflow/tfjs');
if (backend === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  wasm.setThreadsCount(1);
}
await tf.setBackend(backend);
await tf.ready();
const problem = JSON.parse(readFileSync(problemFile, 'utf8'));

/** [W1, b1, W2, b2, ...] from a flat vector. */
function network(sizes, flat, make = (t) => t) {
  const parts = [];
  let at = 0;
  for (let n = 1; n < sizes.length; n++) {
    for (const shape of [[sizes[n - 1], sizes[n]], [sizes[n]]]) {
      const count = shape.reduce((a, b) => a * b);
      parts.push(make(tf.tensor(flat.slice(at, at + count), shape)));
      at += count;
    }
  }
  return parts;
}

function forward(x, p) {
  let h = x;
  for (let n = 0; n < p.length; n += 2) {
    if (n > 0) h = tf.relu(h);
    h = tf.add(tf.matMul(h, p[n]), p[n + 1]);
  }
  return h;
}

function greedy() {
  const { sizes, parameters, states } = problem.greedy;
  const p = network(sizes, parameters);
  const x = tf.tensor(states, [states.length / 2, 2]);
  const rows = Array.from({ length: states.length / 2 }, (_, n) => tf.slice(x, [n, 0], [1, 2]));
  let at = 0;
  return {
    check: () => [...tf.tidy(() => forward(x, p)).dataSync()],
    step: () => tf.tidy(() => tf.argMax(forward(rows[at++ % rows.length], p), 1)).dataSync()[0],
  };
}

function dqn() {
  const p = problem.dqn;
  const online = network(p.sizes, p.parameters, (t) => tf.variable(t));
  const target = network(p.sizes, p.parameters);
  const size = p.rewards.length;
  const states = tf.tensor(p.states, [size, 2]);
  const nextStates = tf.tensor(p.nextStates, [size, 2]);
  const actions = tf.tensor(p.actions, [size], 'int32');
  const rewards = tf.tensor(p.rewards, [size]);
  const discounts = tf.tensor(
    p.terminated.map((t) => p.gamma * (1 - t)),
    [size],
  );
  const adam = tf.train.adam(p.learningRate, 0.9, 0.999, 1e-8);
  const learn = (slots) => {
    const cost = tf.tidy(() => {
      const index = tf.tensor1d(slots, 'int32');
      const future = tf.max(forward(tf.gather(nextStates, index), target), 1);
      const y = tf.add(tf.gather(rewards, index), tf.mul(tf.gather(discounts, index), future));
      const s = tf.gather(states, index);
      const chosen = tf.oneHot(tf.gather(actions, index), 3);
      return adam.minimize(
        () => {
          const q = tf.sum(tf.mul(forward(s, online), chosen), 1);
          const error = tf.abs(tf.sub(q, y));
          const inner = tf.minimum(error, 1); // Huber: inner (error − inner / 2)
          return tf.mean(tf.mul(inner, tf.sub(error, tf.mul(inner, 0.5))));
        },
        true,
        online,
      );
    });
    const loss = cost.dataSync()[0];
    cost.dispose();
    return loss;
  };
  const draw = () =>
    Int32Array.from({ length: p.batchSize }, () => Math.floor(Math.random() * size));
  return { check: () => p.slots.map(learn), step: () => learn(draw()) };
}

const splitAt = (sizes) => {
  const [I, H, O] = sizes;
  const shapes = [[I, H], [H], [H, O], [O]];
  return (flat) => {
    let at = 0;
    return shapes.map((shape) => {
      const count = shape.reduce((a, b) => a * b);
      at += count;
      return tf.reshape(tf.slice(flat, at - count, count), shape);
    });
  };
};

const layer = (x, w, b) => tf.add(tf.matMul(x, w), b);

function bnn(name) {
  const p = problem.bnn[name];
  const P = p.phi.length / 2;
  const split = splitAt(p.sizes);
  const mu = tf.variable(tf.tensor1d(p.phi.slice(0, P)));
  const rho = tf.variable(tf.tensor1d(p.phi.slice(P)));
  const [B, S] = [p.batchSize, p.samples];
  const batches = p.batches.map(({ x, y }) => [
    tf.tensor(x, [B, p.sizes[0]]),
    tf.tensor(y, [B, 2]),
  ]);
  const adam = tf.train.adam(p.learningRate, 0.9, 0.999, 1e-8);
  const constant = 2 * (Math.log(p.likelihoodSd) + 0.5 * Math.log(2 * Math.PI));
  const learn = ([x, y], noise) => {
    const cost = tf.tidy(() => {
      const first = noise ? tf.tensor(noise[0], [S, B, 32]) : tf.randomNormal([S, B, 32]);
      const last = noise ? tf.tensor(noise[1], [S * B, 2]) : tf.randomNormal([S * B, 2]);
      return adam.minimize(
        () => {
          const sigma = tf.softplus(rho);
          const variance = tf.square(sigma);
          const m = split(mu);
          const v = split(variance);
          const sdOf = (z, w, b) => tf.sqrt(layer(tf.square(z), w, b));
          const z = tf.add(layer(x, m[0], m[1]), tf.mul(sdOf(x, v[0], v[1]), first));
          const h = tf.reshape(tf.relu(z), [S * B, 32]);
          const f = tf.add(layer(h, m[2], m[3]), tf.mul(sdOf(h, v[2], v[3]), last));
          const error = tf.sum(tf.square(tf.sub(tf.reshape(f, [S, B, 2]), y)));
          const nll = tf.add(tf.mul(error, 0.5 / (S * B * p.likelihoodSd ** 2)), constant);
          const squares = tf.mul(tf.add(variance, tf.square(mu)), 0.5 / p.priorSd ** 2);
          const kl = tf.add(
            tf.sum(tf.sub(squares, tf.log(sigma))),
            P * (Math.log(p.priorSd) - 0.5),
          );
          return tf.add(nll, tf.div(kl, p.dataCount));
        },
        true,
        [mu, rho],
      );
    });
    const loss = cost.dataSync()[0];
    cost.dispose();
    return loss;
  };
  let at = 0;
  return {
    check: () => p.noise.map((noise, n) => learn(batches[n], noise)),
    step: () => learn(batches[at++ % batches.length], null),
  };
}

function gain(rows) {
  const p = problem.gain;
  const P = p.phi.length / 2;
  const split = splitAt(p.sizes);
  const mu = tf.tensor1d(p.phi.slice(0, P));
  const sigma = tf.softplus(tf.tensor1d(p.phi.slice(P)));
  const count = p.y.length / 2;
  const I = p.sizes[0];
  const xs = Array.from({ length: count }, (_, n) =>
    tf.tensor(p.x.slice(n * I, n * I + I), [1, I]),
  );
  const ys = Array.from({ length: count }, (_, n) =>
    tf.tensor(p.y.slice(n * 2, n * 2 + 2), [1, 2]),
  );
  const logLikelihood = (x, y) => (mu, sigma) => {
    const m = split(mu);
    const v = split(tf.square(sigma));
    const z = layer(x, m[0], m[1]);
    const zv = layer(tf.square(x), v[0], v[1]);
    const s = tf.sqrt(zv);
    const r = tf.div(z, s);
    const cdf = tf.mul(tf.add(tf.erf(tf.mul(r, Math.SQRT1_2)), 1), 0.5);
    const pdf = tf.mul(tf.exp(tf.mul(tf.square(r), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    const mean = tf.add(tf.mul(z, cdf), tf.mul(s, pdf));
    const second = tf.add(tf.mul(z, mean), tf.mul(zv, cdf));
    const variance = tf.sub(second, tf.square(mean));
    const f = layer(mean, m[2], m[3]);
    const fv = tf.add(layer(second, v[2], v[3]), tf.matMul(variance, tf.square(m[2])));
    const error = tf.add(tf.square(tf.sub(y, f)), fv);
    return tf.sum(tf.mul(error, -0.5 / p.likelihoodSd ** 2));
  };
  const one = (n) =>
    tf
      .tidy(() => {
        const [gMu, gSigma] = tf.grads(logLikelihood(xs[n], ys[n]))([mu, sigma]);
        const sum = tf.add(tf.square(gMu), tf.mul(tf.square(gSigma), 0.5));
        return tf.mul(tf.sum(tf.mul(tf.square(sigma), sum)), 0.5);
      })
      .dataSync()[0];
  let at = 0;
  return {
    check: () => Array.from({ length: problem.checkedGains }, (_, n) => one(n)),
    step: () => {
      let last = 0;
      for (let i = 0; i < rows; i++) last = one(at++ % count);
      return last;
    },
  };
}

function kl(size) {
  const p = problem.kl[Math.min(size, 100_000)];
  const tile = (x) => tf.tile(tf.tensor1d(x), [size / x.length]);
  const [mu1, sigma1, mu2, sigma2] = [p.mu1, p.sigma1, p.mu2, p.sigma2].map(tile);
  const step = () =>
    tf
      .tidy(() => {
        const r = tf.div(sigma1, sigma2);
        const d = tf.div(tf.sub(mu1, mu2), sigma2);
        const squares = tf.mul(tf.sub(tf.add(tf.square(r), tf.square(d)), 1), 0.5);
        return tf.sum(tf.sub(squares, tf.log(r)));
      })
      .dataSync()[0];
  return { check: () => [step()], step };
}

const WORKS = {
  W1: greedy,
  W2: dqn,
  W3a: () => bnn('W3a'),
  W3b: () => bnn('W3b'),
  'W4-1': () => gain(1),
  'W4-64': () => gain(64),
  'W5-1e3': () => kl(1000),
  'W5-1e5': () => kl(100_000),
  'W5-1e6': () => kl(1_000_000),
};

function elapsed(step, times) {
  const start = performance.now();
  for (let i = 0; i < times; i++) step();
  return performance.now() - start;
}

function batchOf(step) {
  let times = 1;
  while (elapsed(step, times) < 1) times *= 2;
  return times;
}

function timeFor(step, times, ms) {
  const samples = [];
  const start = performance.now();
  while (performance.now() - start < ms || samples.length < 3) {
    samples.push((elapsed(step, times) / times) * 1e6);
  }
  samples.sort((a, b) => a - b);
  return { ns: samples[samples.length >> 1], calls: samples.length * times };
}

const made = new Map();

function answer({ ask, work: name, ms }) {
  if (name === 'about') return { about: `tfjs ${tf.version.tfjs} ${tf.getBackend()}` };
  if (!Object.hasOwn(WORKS, name)) return { missing: 'not written for this peer' };
  if (ask === 'check') return { result: WORKS[name]().check() };
  if (!made.has(name)) {
    const { step } = WORKS[name]();
    timeFor(step, batchOf(step), ms);
    made.set(name, { step, times: batchOf(step) });
  }
  const { step, times } = made.get(name);
  return timeFor(step, times, ms);
}

for await (const line of createInterface({ input: process.stdin })) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { missing: String(error instanceof Error ? error.message : error).split('\n')[0] };
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
