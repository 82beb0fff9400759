/** What a copy must do when its fault is mended: the least that tells right from wrong, by the name of the fault. */
import type { Case } from '../cases.ts';
import type { Load } from '../exercise.ts';
import type { FaultName } from '../faults.ts';

type ReplayModule = typeof import('../../../src/replay/replayBuffer.ts');
type NStepModule = typeof import('../../../src/replay/nStep.ts');
type VariableModule = typeof import('../../../src/autodiff/variable.ts');
type TensorModule = typeof import('../../../src/autodiff/tensor.ts');
type BackwardModule = typeof import('../../../src/autodiff/backward.ts');
type Curiosity = import('../../../src/curiosity/curiosity.ts').Curiosity;

type Probe = (load: Load) => Promise<readonly Case[]>;

type End = 'terminated' | 'truncated' | null;

/** A memory of steps with reward 1, from state n to n + 1. */
async function memory(load: Load, ends: readonly End[]) {
  const { ReplayBuffer } = await load<ReplayModule>('replay/replayBuffer.ts');
  const replay = new ReplayBuffer(ends.length, 1);
  ends.forEach((end, n) =>
    replay.add({
      state: Float64Array.of(n),
      action: 0,
      reward: 1,
      nextState: Float64Array.of(n + 1),
      terminated: end === 'terminated',
      truncated: end === 'truncated',
    }),
  );
  return replay;
}

/** Return, discount and ended of the walk from each slot, by γ = ½. */
async function walks(load: Load, ends: readonly End[], nStep: number, truncationEnds: boolean) {
  const { createNStepBatch, gatherNStep } = await load<NStepModule>('replay/nStep.ts');
  const replay = await memory(load, ends);
  const batch = createNStepBatch(ends.length, 1);
  const slots = Int32Array.from(ends, (_, n) => n);
  const options = { nStep, gamma: 0.5, truncationEnds };
  gatherNStep(batch, replay, slots, options, (slot) => replay.rewards[slot]);
  return ends.flatMap((_, b) => [batch.returns[b], batch.discounts[b], batch.ended[b]]);
}

const values: Probe = async (load) => {
  const ends = ['truncated', 'terminated'] as const;
  const [got, ended] = [await walks(load, ends, 1, false), await walks(load, ends, 1, true)];
  return [
    {
      what: 'return, discount and ended at a time limit, then at a goal',
      got: () => got,
      truth: [1, 0.5, 0, 1, 0.5, 1],
    },
    { what: 'the same with truncationEnds', got: () => ended, truth: [1, 0.5, 1, 1, 0.5, 1] },
  ];
};

const treasure: Probe = async (load) => {
  const goal = await walks(load, [null, 'terminated', null, null], 3, false);
  const limit = await walks(load, ['truncated', null], 2, false);
  return [
    {
      what: 'return, discount and ended of 3 steps around a goal in the second',
      got: () => goal,
      truth: [1.5, 0.25, 1, 1, 0.5, 1, 1.5, 0.25, 0, 1, 0.5, 0],
    },
    {
      what: 'return, discount and ended of 2 steps from a time limit on',
      got: () => limit,
      truth: [1, 0.5, 0, 1, 0.5, 0],
    },
  ];
};

const stairs: Probe = async (load) => {
  const { Dqn } = await load<typeof import('../../../src/dqn/dqn.ts')>('dqn/dqn.ts');
  const { stream } =
    await load<typeof import('../../../src/math/random/rng.ts')>('math/random/rng.ts');
  const { createNStepBatch } = await load<NStepModule>('replay/nStep.ts');
  const losses = [false, true].map((doubleDqn) => {
    const dqn = new Dqn(
      {
        sizes: [1, 4, 1],
        batchSize: 1,
        doubleDqn,
        huberDelta: Infinity,
        maxGradNorm: Infinity,
        inputLasso: 0,
        targetUpdate: 'updates',
        tau: 0,
        targetEvery: 1000,
        averageWeight: 1,
      },
      stream(1, 'probe'),
    );
    dqn.target.fill(0);
    dqn.target[dqn.target.length - 1] = 3; // the last bias: the target network says 3 of every state
    dqn.online.fill(0);
    const batch = createNStepBatch(1, 1);
    batch.discounts[0] = 1;
    return dqn.learn(batch, 0).loss; // ½ (0 − 3)²
  });
  return [{ what: 'loss where the networks say 0 and 3', got: () => losses, truth: [4.5, 4.5] }];
};

const loss: Probe = async (load) => {
  const { gradientStep } =
    await load<typeof import('../../../src/optim/gradientStep.ts')>('optim/gradientStep.ts');
  const { Adam } = await load<typeof import('../../../src/optim/adam.ts')>('optim/adam.ts');
  const { parameter } = await load<VariableModule>('autodiff/variable.ts');
  const { fromArray } = await load<TensorModule>('autodiff/tensor.ts');
  const { graphOf } = await load<BackwardModule>('autodiff/backward.ts');
  const { sum } =
    await load<typeof import('../../../src/autodiff/reductions.ts')>('autodiff/reductions.ts');
  const { square } =
    await load<typeof import('../../../src/autodiff/elementwise.ts')>('autodiff/elementwise.ts');
  const parameters = parameter(fromArray([3, 4]));
  const graph = graphOf(sum(square(parameters)));
  const learners = [{ parameters, optimiser: new Adam(2) }];
  const lengths = [0, 1, 2].map(() => gradientStep(graph, learners, 0));
  return [
    { what: 'length of the same gradient, three times', got: () => lengths, truth: [10, 10, 10] },
  ];
};

const doubt: Probe = async (load) => {
  const { posteriorOf } =
    await load<typeof import('../../../src/bnn/posterior.ts')>('bnn/posterior.ts');
  const { layersOf } = await load<typeof import('../../../src/nn/layers.ts')>('nn/layers.ts');
  const { parameter } = await load<VariableModule>('autodiff/variable.ts');
  const { fromArray } = await load<TensorModule>('autodiff/tensor.ts');
  const posterior = posteriorOf(parameter(fromArray([0, 0, 0, -2])), layersOf([1, 1]));
  const sigmas = [0, -2].map((rho) => Math.log(1 + Math.exp(rho)));
  return [
    { what: 'sigma for ρ = 0 and −2', got: () => posterior.sigma.value.data, truth: sigmas },
    {
      what: 'sigma² for ρ = 0 and −2',
      got: () => posterior.sigmaSquared.value.data,
      truth: sigmas.map((sigma) => sigma * sigma),
    },
  ];
};

const certain: Probe = async (load) => {
  const { kl } = await load<typeof import('../../../src/bnn/kl.ts')>('bnn/kl.ts');
  const { parameter } = await load<VariableModule>('autodiff/variable.ts');
  const { fromArray } = await load<TensorModule>('autodiff/tensor.ts');
  const { backward } = await load<BackwardModule>('autodiff/backward.ts');
  const [muQ, sigmaQ, muP, sigmaP] = [1, 2, 0, 1].map((value) => parameter(fromArray([value])));
  backward(kl({ mu: muQ, sigma: sigmaQ }, { mu: muP, sigma: sigmaP }));
  return [
    {
      what: 'derivatives of KL[N(1, 2²) ‖ N(0, 1)] by its four numbers',
      got: () => [muQ, sigmaQ, muP, sigmaP].map(({ grad }) => grad!.data[0]),
      truth: [1, 1.5, -1, -4],
    },
  ];
};

const floor: Probe = async (load) => {
  const { createNoiseModel } =
    await load<typeof import('../../../src/bnn/observationNoise.ts')>('bnn/observationNoise.ts');
  const { low } = createNoiseModel([1, 1, 1], 0.5);
  return [{ what: 'lowest log ω² for a floor of 0.5', got: () => low, truth: -2 * Math.LN2 }];
};

/** A curiosity without a model, whose novelty is the state plus 1. */
const novelties = (rows: number): Curiosity => ({
  measured: {
    name: 'probe',
    unit: '',
    meaning: '',
    of: 'memory',
    objective: null,
    uncertainty: null,
  },
  learnt: [],
  batchSize: 0,
  rows,
  update: () => undefined,
  learn: () => null,
  measure: ({ states }, out) => states.forEach((state, row) => (out[row] = state + 1)),
  state: () => ({}),
  restore: () => undefined,
});

/** A bonus, and what it has measured of a memory of 4 steps. @param turns measures of the last step and of another in turn */
async function measured(load: Load, rows: number, turns: number) {
  const { Bonus } =
    await load<typeof import('../../../src/curiosity/bonus.ts')>('curiosity/bonus.ts');
  const { stream } =
    await load<typeof import('../../../src/math/random/rng.ts')>('math/random/rng.ts');
  const replay = await memory(load, [null, null, null, null]);
  const options = {
    bonusUnit: 'moving',
    freezeAfter: 1000,
    bonusRoot: false,
    bonusClip: 5,
    replayCapacity: 4,
  } as const;
  const bonus = new Bonus(novelties(rows), options, 1);
  for (let turn = 0; turn < turns; turn++) bonus.measure(replay, 3, stream(1, 'probe'));
  return bonus;
}

const fade: Probe = async (load) => {
  const bonus = await measured(load, 1, 1);
  return [
    { what: 'bonus of a novelty of 4 in the unit 4', got: () => bonus.of(3), truth: 1 },
    { what: 'bonus of a novelty of 8 in the unit 4', got: () => bonus.ofNovelty(8), truth: 2 },
  ];
};

const stuck: Probe = async (load) => {
  const bonus = await measured(load, 2, 3);
  return [
    {
      what: 'novelties of 1 to 4 after three measures of the last and one in turn',
      got: () => [0, 1, 2, 3].map((slot) => bonus.novelty(slot)),
      truth: [1, 2, 3, 4],
    },
  ];
};

export const PROBES: Readonly<Record<FaultName, Probe>> = {
  'debug-stairs': stairs,
  'debug-values': values,
  'debug-treasure': treasure,
  'debug-loss': loss,
  'debug-doubt': doubt,
  'debug-certain': certain,
  'debug-gain': floor,
  'debug-fade': fade,
  'debug-stuck': stuck,
};
