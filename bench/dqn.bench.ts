/** W2: a DQN training step through autodiff, beside the same written by hand in one place. */
import { stream } from '../src/math/random/rng.ts';
import type { Case, Group } from './case.ts';
import { checkClose } from './check.ts';
import { handFusedDqn } from './handFused.ts';
import { dqnStep, GAMMA, LEARNING_RATE } from './works.ts';

/** Steps that both take from the same start, on the same batches, before anything is timed. */
const CHECKED_STEPS = 50;

function stepCase(hidden: number, batchSize: number): Case {
  const ours = dqnStep({ hidden, batchSize });
  const byHand = handFusedDqn(ours.dqn.online, {
    hidden,
    batchSize,
    gamma: GAMMA,
    maxGradNorm: 10,
    tau: 0.02,
    averageWeight: 0.005,
  });
  const sampling = stream(1, 'bench sampling'); // the stream that `dqnStep` samples from
  const handStep = (): number => byHand.step(ours.replay, sampling, LEARNING_RATE);
  // Half of the units are on: two forward passes, and from the last two layers back to weights and units.
  const half = 0.5 * hidden;
  const forward = 2 * hidden + hidden * half + 3 * half;
  const backward = 2 * half + hidden * half + half * half + 2 * half;
  return {
    name: 'W2 DQN step',
    size: `2-${hidden}-${hidden}-3, batch ${batchSize}`,
    elements: batchSize,
    flops: 2 * batchSize * (2 * forward + backward),
    check: () => {
      for (let i = 0; i < CHECKED_STEPS; i++) {
        const { loss } = ours.step();
        checkClose(`loss at step ${i}`, [loss], [handStep()], 1e-10);
      }
      checkClose('online weights', ours.dqn.online, byHand.online, 1e-9);
      checkClose('target weights', ours.dqn.target, byHand.target, 1e-9);
      checkClose('average weights', ours.dqn.average, byHand.average, 1e-9);
    },
    work: (times) => {
      let total = 0;
      for (let i = 0; i < times; i++) total += ours.step().loss;
      return total;
    },
    others: {
      handFused: (times) => {
        let total = 0;
        for (let i = 0; i < times; i++) total += handStep();
        return total;
      },
    },
    ...(hidden === 64 && batchSize === 64 ? { target: { timesHandFused: 1.25 } } : {}),
  };
}

export const group: Group = {
  title: 'Learning values: sample, target, forward, backward, clip, Adam, soft target, average',
  *cases() {
    yield stepCase(64, 64);
    yield stepCase(64, 8);
    yield stepCase(16, 64);
    yield stepCase(128, 64);
  },
};
