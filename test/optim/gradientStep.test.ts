import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import { square } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { Adam } from '../../src/optim/adam.ts';
import { gradientStep } from '../../src/optim/gradientStep.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

const learnerOf = (parameters: Variable) => ({
  parameters,
  optimiser: new Adam(parameters.value.size),
});

/** Σ a² + Σ (factor b)², whose gradients are 2 a and 2 factor² b. */
function quadratic(factor: number) {
  const a = parameter(fromArray([3, -4]));
  const b = parameter(fromArray([1]));
  const scale = constant(fromArray([factor]));
  const loss = add(sum(square(a)), sum(square(mul(scale, b))));
  return { a, b, scale, loss, graph: graphOf(loss), learners: [a, b].map(learnerOf) };
}

test('every learner takes a step of Adam by its own gradient, computed anew', () => {
  const { a, b, loss, graph, learners } = quadratic(0.5);
  const expected = [a, b].map(({ value }) => ({
    at: value.data.slice(),
    adam: new Adam(value.size),
  }));
  for (let step = 0; step < 3; step++) {
    const gradients = [expected[0].at.map((x) => 2 * x), expected[1].at.map((x) => 0.5 * x)];
    const before = loss.value.data[0];
    const length = gradientStep(graph, learners, 0.1);
    assertClose([length], [Math.hypot(...gradients[0])], 'the longest gradient', 1e-14);
    expected.forEach(({ at, adam }, n) => adam.step(at, gradients[n], 0.1));
    assertClose(a.value.data, expected[0].at, 'a', 1e-14);
    assertClose(b.value.data, expected[1].at, 'b', 1e-14);
    if (step > 0) assert.ok(loss.value.data[0] < before);
  }
});

test('gradients are shortened one by one, and the length before is returned', () => {
  const { a, b, graph, learners } = quadratic(0.5);
  assertClose([gradientStep(graph, learners, 0.1, 1)], [10], 'length', 1e-14);
  assertClose(a.grad!.data, [0.6, -0.8], 'gradient by a', 1e-6);
  assertClose(b.grad!.data, [0.5], 'gradient by b', 1e-14);
});

test('if one gradient is broken nobody moves, and the length tells', () => {
  for (const broken of [NaN, Infinity]) {
    const { a, b, scale, graph, learners } = quadratic(0.5);
    scale.value.data[0] = broken;
    const before = [a, b].map(({ value }) => value.data.slice());
    assert.not(Number.isFinite(gradientStep(graph, learners, 0.1, 1)));
    assertSameBits(a.value.data, before[0], 'a');
    assertSameBits(b.value.data, before[1], 'b');
    assert.is(learners[0].optimiser.state().beta1Power, 1);
  }
});

test.run();
