/**
 * The numbers all peers start from, made once and passed to them in a JSON file: JSON keeps every bit of a float64.
 * Flat arrays, row-major; weights are [in, out].
 */
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { beliefs } from '../kl.bench.ts';
import { bnnStep, dqnStep, gains, GAMMA, greedy, LEARNING_RATE, Q_SIZES } from '../works.ts';

/** Steps that are checked before any is timed: the second and third depend on the first one's update. */
export const CHECKED_STEPS = 3;
/** Transitions whose gain is checked. */
export const CHECKED_GAINS = 8;

export const W3A = { kind: 'local', inputs: 3, batchSize: 10, samples: 10 } as const;
export const W3B = { kind: 'local', inputs: 3, batchSize: 64, samples: 1 } as const;
export const W3X = { kind: 'exact', inputs: 5, batchSize: 32, samples: 1 } as const;

const plain = (x: ArrayLike<number>): number[] => Array.from(x);

function bnnProblem(options: typeof W3A | typeof W3B | typeof W3X) {
  const { bnn, batches, dataCount, options: all } = bnnStep(options);
  const rng = stream(1, 'bench bnn noise');
  const rows = options.batchSize * options.samples;
  const noise = Array.from({ length: options.kind === 'exact' ? 0 : CHECKED_STEPS }, () =>
    [32, 2].map((width) => plain(normal(rows * width, rng))),
  );
  return {
    ...all,
    dataCount,
    phi: plain(bnn.posterior.phi.value.data),
    batches: batches.map(({ x, y }) => ({ x: plain(x), y: plain(y) })),
    noise,
  };
}

export function createProblem() {
  const q = greedy();
  const dqn = dqnStep({ extras: false });
  const { replay } = dqn;
  const sampling = stream(1, 'peers sampling');
  const gain = gains(64, 512);
  return {
    checkedSteps: CHECKED_STEPS,
    checkedGains: CHECKED_GAINS,
    greedy: { sizes: Q_SIZES, parameters: plain(q.parameters), states: plain(q.states) },
    dqn: {
      sizes: Q_SIZES,
      batchSize: 64,
      gamma: GAMMA,
      learningRate: LEARNING_RATE,
      huberDelta: 1,
      maxGradNorm: 10,
      tau: 0.02,
      averageWeight: 0.005,
      parameters: plain(dqn.dqn.online),
      states: plain(replay.states),
      nextStates: plain(replay.nextStates),
      actions: plain(replay.actions),
      rewards: plain(replay.rewards),
      terminated: plain(replay.terminated),
      slots: Array.from({ length: CHECKED_STEPS }, () =>
        Array.from({ length: 64 }, () => sampling.integer(replay.size)),
      ),
    },
    bnn: { W3a: bnnProblem(W3A), W3b: bnnProblem(W3B), W3x: bnnProblem(W3X) },
    gain: { ...bnnProblem(W3X), x: plain(gain.x), y: plain(gain.y) },
    kl: Object.fromEntries(
      [1000, 100_000].map((size) => {
        const { mu1, sigma1, mu2, sigma2 } = beliefs(size, `peers ${size}`);
        return [
          size,
          { mu1: plain(mu1), sigma1: plain(sigma1), mu2: plain(mu2), sigma2: plain(sigma2) },
        ];
      }),
    ),
  };
}

export type Problem = ReturnType<typeof createProblem>;
