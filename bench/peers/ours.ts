/** The project itself as a peer: its public code, in a process of its own like the others. */
import '../../scripts/ndarrayOps.ts';
import { readFileSync } from 'node:fs';
import { sumGaussianKl } from '../../src/math/kernels/gaussianKl.ts';
import { consume } from '../measure.ts';
import {
  bnnStep,
  dqnStep,
  gains,
  greedy,
  type BnnWorkOptions,
  type DqnWorkOptions,
} from '../works.ts';
import { CHECKED_GAINS, CHECKED_STEPS, W3A, W3B, W3X, type Problem } from './problem.ts';
import { serve, type PeerWork } from './serve.ts';

const problem = JSON.parse(readFileSync(process.argv[2], 'utf8')) as Problem;

function repeat(step: (n: number) => number): PeerWork['run'] {
  let n = 0;
  return (times) => {
    for (let i = 0; i < times; i++) consume(step(n++));
  };
}

function greedyWork(): PeerWork {
  const { act, q, states } = greedy();
  return {
    check: () =>
      Array.from({ length: states.length / 2 }, (_, row) => {
        act(row);
        return [...q.evaluate()];
      }).flat(),
    run: repeat((n) => act(n & 255)),
  };
}

function dqnWork(options: DqnWorkOptions): PeerWork {
  const { extras } = options;
  const { dqn, slots, learn, step } = dqnStep(options);
  return {
    check: () => {
      const losses = problem.dqn.slots.map((chosen) => {
        slots.set(chosen);
        return learn().loss;
      });
      return [...losses, ...dqn.online, ...(extras ? [...dqn.target, ...dqn.average] : [])];
    },
    run: repeat(() => step().loss),
  };
}

function bnnWork(options: BnnWorkOptions): PeerWork {
  const { bnn, step } = bnnStep(options);
  return {
    check: () => {
      const losses = Array.from({ length: CHECKED_STEPS }, (_, n) => -step(n).objective);
      return [...losses, ...bnn.posterior.phi.value.data];
    },
    run: repeat((n) => step(n).objective),
  };
}

function gainWork(rows: number, total: number, whole = false): PeerWork {
  const { measure, chunks } = gains(rows, total);
  const all = (): number => {
    let sum = 0;
    for (let chunk = 0; chunk < chunks; chunk++) sum += measure(chunk)[0];
    return sum;
  };
  return {
    check: () =>
      Array.from({ length: Math.ceil(CHECKED_GAINS / rows) }, (_, n) => [...measure(n)])
        .flat()
        .slice(0, CHECKED_GAINS),
    run: repeat(whole ? all : (n) => measure(n % chunks)[0]),
  };
}

function klWork(size: number): PeerWork {
  const source = problem.kl[Math.min(size, 100_000)];
  // The largest is the second largest, repeated.
  const tile = (x: readonly number[]): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => x[i % x.length]);
  const [mu1, sigma1, mu2, sigma2] = [source.mu1, source.sigma1, source.mu2, source.sigma2].map(
    tile,
  );
  const kl = (): number => sumGaussianKl(mu1, sigma1, mu2, sigma2);
  return { check: () => [kl()], run: repeat(kl) };
}

const WORKS: Readonly<Record<string, () => PeerWork>> = {
  W1: greedyWork,
  W2: () => dqnWork({ extras: false }),
  'W2+': () => dqnWork({ extras: true }),
  W2u: () => dqnWork({ extras: true }),
  W3a: () => bnnWork(W3A),
  W3u: () => bnnWork(W3A),
  W3b: () => bnnWork(W3B),
  W3x: () => bnnWork(W3X),
  'W4-1': () => gainWork(1, 512),
  'W4-64': () => gainWork(64, 512),
  'W4-64b': () => gainWork(64, 512),
  'W4-20000': () => gainWork(80, 20_000, true),
  'W5-1e3': () => klWork(1000),
  'W5-1e5': () => klWork(100_000),
  'W5-1e6': () => klWork(1_000_000),
};

await serve((name) => {
  // `W2:WIDTH:BATCH` is the DQN step of another size.
  const size = /^W2:(\d+):(\d+)$/.exec(name);
  if (size) return dqnWork({ hidden: Number(size[1]), batchSize: Number(size[2]), extras: false });
  return Object.hasOwn(WORKS, name) ? WORKS[name]() : null;
});
