import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../../src/autodiff/backward.ts';
import { scale } from '../../../src/autodiff/elementwise.ts';
import { constant } from '../../../src/autodiff/variable.ts';
import { expectedLogLikelihood } from '../../../src/bnn/expectedLogLikelihood.ts';
import type { LikelihoodKind } from '../../../src/bnn/likelihood.ts';
import type { Posterior } from '../../../src/bnn/posterior.ts';
import { normalInto } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { fromArray } from '../../../src/autodiff/tensor.ts';
import {
  beliefUpdate,
  type BeliefUpdate,
  type StepKind,
} from '../../../src/curiosity/vime/informationGain.ts';
import { klCurvature, secondOrderGain } from '../../../src/curiosity/vime/secondOrderGain.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { seeded } from '../../support/gradcheck.ts';
import { somePosterior } from '../../support/posterior.ts';

const SIZES = [3, 6, 2];
const X = seeded('x', [3]);
const Y = seeded('y', [2]);
const KINDS = ['exact', 'local', 'weight'] as const;

/** An update of `posterior` by the transition (X, Y), with noise that is always the same. */
function updateOf(
  posterior: Posterior,
  kind: LikelihoodKind,
  optimiser: StepKind,
  stepSize: number,
): BeliefUpdate {
  const update = beliefUpdate(posterior, {
    kind,
    samples: 2,
    likelihoodSd: 0.5,
    optimiser,
    stepSize,
  });
  update.x.set(X);
  update.y.set(Y);
  const noise = stream(1, 'noise');
  for (const epsilon of update.draws) normalInto(epsilon.value.data, noise);
  update.begin();
  return update;
}

/** Gradient by phi of the same transition's negative log-likelihood, with the same noise. */
function gradOf(posterior: Posterior, kind: LikelihoodKind): Float64Array {
  const x = constant(fromArray(X, [1, 3]));
  const y = constant(fromArray(Y, [1, 2]));
  const options = { kind, samples: 2, likelihoodSd: 0.5 };
  const likelihood = expectedLogLikelihood(posterior, x, y, options);
  const noise = stream(1, 'noise');
  for (const epsilon of likelihood.draws) normalInto(epsilon.value.data, noise);
  const graph = graphOf(scale(likelihood.total, -1));
  graph.forward();
  const grad = posterior.phi.grad!.data;
  const kept = grad.slice();
  grad.fill(0);
  graph.backward();
  const result = grad.slice();
  grad.set(kept);
  return result;
}

for (const kind of KINDS) {
  test(`${kind}: the gain of a natural step tends to the second-order form as the step shrinks`, () => {
    const posterior = somePosterior('natural', SIZES);
    const grad = gradOf(posterior, kind);
    const errors = [1e-2, 1e-3, 1e-4, 1e-5].map((stepSize) => {
      const update = updateOf(posterior, kind, 'natural', stepSize);
      update.step();
      const ratio = update.gain() / secondOrderGain(grad, posterior.rho.value.data, stepSize);
      return Math.abs(ratio - 1);
    });
    // What is left out is of the next order: a tenth of the step leaves a tenth of the error.
    assert.ok(errors[0] < 0.5, `ratio off by ${errors[0]} at 1e-2`);
    assert.ok(errors[3] < 5e-4, `ratio off by ${errors[3]} at 1e-5`);
    for (let i = 1; i < errors.length; i++) {
      const fell = errors[i - 1] / errors[i];
      assert.ok(fell > 5 && fell < 20, `errors ${errors.join(', ')}`);
    }
  });

  test(`${kind}: compression and gain agree to second order, and differ beyond`, () => {
    const posterior = somePosterior('compression', SIZES);
    const differences = [1e-2, 1e-3, 1e-4].map((stepSize) => {
      const update = updateOf(posterior, kind, 'natural', stepSize);
      update.step();
      const difference = Math.abs(update.compression() / update.gain() - 1);
      return difference;
    });
    assert.ok(differences[2] < 5e-3, `ratio off by ${differences[2]} at 1e-4`);
    for (let i = 1; i < differences.length; i++) {
      const fell = differences[i - 1] / differences[i];
      assert.ok(fell > 5 && fell < 20, `differences ${differences.join(', ')}`);
    }
  });

  test(`${kind}: steps of any kind touch neither the beliefs nor their gradient`, () => {
    for (const optimiser of ['natural', 'sgd', 'adam'] as const) {
      const posterior = somePosterior('copy', SIZES);
      const { phi, sigma } = posterior;
      phi.grad!.data.set(seeded('grad', [phi.value.size]));
      const [before, grad, spread] = [phi.value.data, phi.grad!.data, sigma.value.data].map((d) =>
        d.slice(),
      );
      const update = updateOf(posterior, kind, optimiser, 0.01);
      for (let step = 0; step < 3; step++) update.step();
      assert.ok(update.gain() > 0, optimiser);
      assert.ok(update.phi.some((value, i) => value !== before[i]));
      assertSameBits(phi.value.data, before, `${optimiser}: phi`);
      assertSameBits(phi.grad!.data, grad, `${optimiser}: gradient`);
      assertSameBits(sigma.value.data, spread, `${optimiser}: sigma`);
      update.begin();
      assert.is(update.gain(), 0);
      assert.is(update.compression(), 0);
    }
  });
}

test('the steps are what they are called', () => {
  const posterior = somePosterior('steps', SIZES);
  const { phi, rho } = posterior;
  const grad = gradOf(posterior, 'exact');
  const P = rho.value.size;
  const before = phi.value.data.slice();
  const lambda = 0.01;
  const expected: Record<StepKind, (i: number) => number> = {
    sgd: (i) => lambda * grad[i],
    natural: (i) => {
      const { mu, rho: byRho } = klCurvature(rho.value.data[i % P]);
      return (lambda * grad[i]) / (i < P ? mu : byRho);
    },
    adam: (i) => (lambda * grad[i]) / (Math.abs(grad[i]) + 1e-8), // the first step
  };
  for (const [optimiser, move] of Object.entries(expected) as [StepKind, (i: number) => number][]) {
    const update = updateOf(posterior, 'exact', optimiser, lambda);
    update.step();
    const moved = update.phi.map((value, i) => before[i] - value);
    assertClose(
      moved,
      before.map((_, i) => move(i)),
      optimiser,
      1e-9,
      1e-15,
    );
  }
});

test('the loss of a step is nll + KL from the old beliefs; at the first step the KL is exactly 0', () => {
  const posterior = somePosterior('loss', SIZES);
  const update = updateOf(posterior, 'exact', 'natural', 0.01);
  const first = update.step();
  assert.is(first.loss, first.nll);
  const gain = update.gain();
  const second = update.step();
  assertClose([second.loss], [second.nll + gain], 'second loss', 1e-14);
  assert.ok(second.nll < first.nll, 'learning makes the transition more likely');
});

test('many steps end at the best compromise of transition and old beliefs', () => {
  const posterior = somePosterior('converged', SIZES);
  const update = updateOf(posterior, 'exact', 'natural', 0.02);
  let last = update.step();
  for (let step = 0; step < 2000; step++) {
    const next = update.step();
    assert.ok(next.loss <= last.loss + 1e-12, `step ${step}: ${last.loss} then ${next.loss}`);
    last = next;
  }
  const before = update.phi.slice();
  update.step();
  assert.ok(
    before.every((value, i) => Math.abs(update.phi[i] - value) < 0.02 * 1e-3),
    'the natural gradient vanishes',
  );
});

test('begin starts afresh from the present beliefs, Adam too', () => {
  const posterior = somePosterior('begin', SIZES);
  const update = updateOf(posterior, 'exact', 'adam', 0.01);
  update.step();
  const gain = update.gain();
  update.begin();
  update.step();
  assert.is(update.gain(), gain); // an Adam that remembered the first time would step farther or less
  const kept = posterior.phi.value.data.slice();
  update.begin();
  assert.is(update.gain(), 0);
  update.step();
  assert.ok(update.gain() > 0);
  assertSameBits(posterior.phi.value.data, kept, 'phi');
});

test('begin copies the beliefs as they are by then, not as they were when it was made', () => {
  const posterior = somePosterior('moved', SIZES);
  const update = updateOf(posterior, 'exact', 'natural', 0.01);
  const { phi } = posterior;
  const moved = phi.value.data.map((value, i) => value + 0.1 * (i % 3));
  phi.value.data.set(moved);
  const grad = seeded('moved grad', [phi.value.size]);
  phi.grad!.data.set(grad);
  update.begin();
  assert.is(update.gain(), 0);
  update.step();
  const gain = update.gain();
  assertSameBits(phi.value.data, moved, 'phi');
  assertSameBits(phi.grad!.data, Float64Array.from(grad), 'gradient');
  const fresh = updateOf(posterior, 'exact', 'natural', 0.01);
  fresh.step();
  assert.is(fresh.gain(), gain);
});

test('a transition that was expected teaches less than one that was not', () => {
  const posterior = somePosterior('surprise', SIZES);
  const options = { kind: 'exact', samples: 1, likelihoodSd: 0.1 } as const;
  const x = constant(fromArray(X, [1, 3]));
  const y = constant(fromArray(Y, [1, 2]));
  const { outputs } = expectedLogLikelihood(posterior, x, y, options);
  const expected = outputs.value.data;
  const update = beliefUpdate(posterior, { ...options, optimiser: 'natural', stepSize: 0.01 });
  update.x.set(X);
  const [usual, surprising] = [0, 1].map((error) => {
    update.y.set(expected.map((value) => value + error));
    update.begin();
    update.step();
    return update.gain();
  });
  assert.ok(surprising > 2 * usual, `${usual} and ${surprising}`);
});

test.run();
