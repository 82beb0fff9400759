/** What the tests of the rivals with a network have in common. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Curiosity } from '../../src/curiosity/curiosity.ts';
import type { RivalModel, RivalSizes } from '../../src/curiosity/rivals/learner.ts';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { mean } from '../../src/math/stats/descriptive.ts';
import { assertClose } from './close.ts';
import {
  ACTION_COUNT,
  assertLeavesInputs,
  assertRestores,
  assertSeeded,
  BATCH_SIZE,
  batchOf,
  drawn,
  learn,
  measureAll,
  memoryOf,
  samplingStream,
  seededTransitions,
  SIZES,
  type PlainTransition,
} from './curiosity.ts';
import { plainNetwork, plainTransitions } from './plainNetwork.ts';

/** A model small enough for tests, which learns from the first transition on. */
export const RIVAL_MODEL: RivalModel = {
  hidden: 8,
  inputScale: 1.7,
  batchSize: BATCH_SIZE,
  learningRate: 0.01,
};

/** How tests make a rival of this class, small enough for tests. */
export const makerOf =
  <C>(Rival: new (sizes: RivalSizes, rng: Rng, model: RivalModel) => C) =>
  (seed: number, model: Partial<RivalModel> = {}, freezeAfter = SIZES.freezeAfter): C =>
    new Rival({ ...SIZES, freezeAfter }, stream(seed, 'init'), { ...RIVAL_MODEL, ...model });

/**
 * Transitions whose first variable moves as the action says. In `jumps` the second jumps anywhere, in `moves` it follows
 * from the first.
 */
export function jumpsAndMoves(count: number): {
  readonly jumps: readonly PlainTransition[];
  readonly moves: readonly PlainTransition[];
} {
  const rng = stream(1, 'jumps');
  const jumps = seededTransitions('noise', count).map(({ state, action }) => ({
    state,
    action,
    nextState: [state[0] + 0.1 * (action - 1), 2 * rng.uniform53() - 1],
  }));
  const moves = jumps.map(({ state, action, nextState }) => ({
    state,
    action,
    nextState: [nextState[0], state[1] - 0.1 * state[0]],
  }));
  return { jumps, moves };
}

type Create<C extends Curiosity> = (seed: number) => C;

/** Declares the tests that every rival with a network must pass. */
export function testRival(create: Create<Curiosity>): void {
  test('a restored state continues bit for bit', () => assertRestores(create));
  test('equal seeds give equal results, other seeds others', () => assertSeeded(create));
  test('batches are left as they were, and measuring changes nothing', () =>
    assertLeavesInputs(create));
}

/** Declares the tests of a rival that measures the squared error that its network learns to reduce. */
export function testErrorRival<C extends Curiosity>(
  create: Create<C>,
  /** The errors of these transitions by the definition. */
  expectedErrors: (
    curiosity: C,
    transitions: ReturnType<typeof seededTransitions>,
  ) => readonly number[],
  sizes: readonly (readonly [inputs: number, outputs: number])[],
): void {
  testRival(create);

  test('it measures its squared error, before and after learning', () => {
    const curiosity = create(1);
    const transitions = seededTransitions('definition', 10);
    const replay = memoryOf(curiosity, transitions);
    for (const steps of [0, 20]) {
      learn(curiosity, replay, steps);
      const [{ layers }] = curiosity.learnt;
      assert.equal(
        layers.map(({ inputs, outputs }) => [inputs, outputs]),
        sizes,
      );
      const expected = expectedErrors(curiosity, transitions);
      assertClose(measureAll(curiosity, replay), expected, `after ${steps} steps`, 1e-11);
    }
  });

  test('the objective is minus the mean of the measure over a batch, before the update', () => {
    const curiosity = create(1);
    const replay = memoryOf(curiosity, seededTransitions('objective', 10));
    const measures = measureAll(curiosity, replay);
    const slots = drawn(replay, samplingStream(), BATCH_SIZE);
    const { objective, gradNorm } = curiosity.learn(
      batchOf(replay, slots),
      replay.size,
      samplingStream(),
    )!;
    assertClose([objective], [-mean(Array.from(slots, (slot) => measures[slot]))], 'loss', 1e-12);
    assert.ok(gradNorm > 0);
  });
}

/** Declares the test of a rival whose network predicts means and log variances of the standardised change and learns by their likelihood. */
export function testLogLikelihood(create: Create<Curiosity>): void {
  test('the objective is the log-likelihood of a sampled batch in standardised units, before the update', () => {
    const curiosity = create(1);
    const transitions = seededTransitions('objective', 10);
    const replay = memoryOf(curiosity, transitions);
    const [{ values, layers }] = curiosity.learnt;
    const losses = plainTransitions(transitions, 1.7, ACTION_COUNT).map(({ x, y }) => {
      const f = plainNetwork(x, values, layers);
      return y.reduce(
        (sum, t, i) => sum + 0.5 * (f[i + 2] + (t - f[i]) ** 2 / Math.exp(f[i + 2])),
        0,
      );
    });
    const slots = drawn(replay, samplingStream(), BATCH_SIZE);
    const { objective } = curiosity.learn(batchOf(replay, slots), replay.size, samplingStream())!;
    assertClose([objective], [-mean(Array.from(slots, (slot) => losses[slot]))], 'loss', 1e-11);
  });
}
