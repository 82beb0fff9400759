import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, div, matmul, mul } from '../../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import {
  exp,
  huber,
  log,
  relu,
  scale,
  softplus,
  square,
  tanh,
} from '../../src/autodiff/elementwise.ts';
import { max, mean, sum } from '../../src/autodiff/reductions.ts';
import { concat, gather, reshape, slice, transpose } from '../../src/autodiff/shaping.ts';
import {
  constant,
  operation,
  parameter,
  stopGradient,
  watch,
  zeroGrad,
  type Variable,
} from '../../src/autodiff/variable.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import type { Shape } from '../../src/autodiff/shape.ts';
import { fromArray, scalar, tensor, zeros } from '../../src/autodiff/tensor.ts';
import { assertSameBits } from '../support/close.ts';

/** The sum of its parents, all scalars; it notes in `log` when it runs. */
function noting(name: string, log: string[], parents: readonly Variable[]): Variable {
  const y = zeros([]);
  return operation(
    y,
    parents,
    () => {
      log.push(`forward ${name}`);
      y.data[0] = parents.reduce((total, parent) => total + parent.value.data[0], 0);
    },
    (dy) => {
      log.push(`backward ${name}`);
      for (const parent of parents) if (parent.grad) parent.grad.data[0] += dy[0];
    },
  );
}

/** A scalar that depends on x [3, 4], y [4, 3] and data [1, 3] through operations of every kind. */
function everything(x: Variable, y: Variable, data: Variable): Variable {
  const h = relu(matmul(x, y)); // [3, 4] × [4, 3] → [3, 3]
  const rows = concat([slice(h, 0, 0, 2), reshape(transpose(slice(h, 1, 0, 2)), [2, 3])], 0);
  const picked = gather(rows, Int32Array.of(0, 2, 1, 1));
  const positive = softplus(div(rows, add(exp(data), square(max(x)))));
  return add(
    mean(huber(mul(picked, log(sum(positive, 1))), 0.5)),
    sum(mul(tanh(h), stopGradient(h))),
  );
}

const random = (name: string, shape: Shape): Float64Array =>
  normal(zeros(shape).size, stream(1, name));

test('more outputs are computed by forward, parents first; backward starts from the first output alone', () => {
  const log: string[] = [];
  const x = parameter(scalar(1));
  const a = noting('a', log, [x]);
  const output = noting('output', log, [a]);
  const above = noting('above', log, [output, a]);
  const graph = graphOf(output, above, a);
  log.length = 0;
  graph.forward();
  graph.backward();
  assert.equal(log, [
    'forward a',
    'forward output',
    'forward above',
    'backward output',
    'backward a',
  ]);
  assert.is(x.grad!.data[0], 1);
});

test('a variable used twice collects the gradient of both uses', () => {
  const x = parameter(scalar(3));
  backward(add(mul(x, x), scale(x, 5)));
  assertSameBits(x.grad!.data, Float64Array.of(11), '2 x + 5');
});

test('an inner variable used twice hands on its gradient once, when it is complete', () => {
  const log: string[] = [];
  const x = parameter(scalar(1));
  const shared = noting('shared', log, [x]);
  const left = noting('left', log, [shared]);
  const right = noting('right', log, [shared, shared]);
  const graph = graphOf(noting('top', log, [left, right]));
  log.length = 0;
  graph.backward();
  assert.is(shared.grad!.data[0], 3);
  assert.is(x.grad!.data[0], 3);
  assert.is(log.filter((line) => line === 'backward shared').length, 1);
  assert.is(log[log.length - 1], 'backward shared');
});

test('parents run before children, forward, and after them, backward, in one fixed order', () => {
  const run = (): string[] => {
    const log: string[] = [];
    const x = parameter(scalar(1));
    const a = noting('a', log, [x]);
    const b = noting('b', log, [x]);
    const c = noting('c', log, [b, a]);
    const d = noting('d', log, [a, x]);
    const graph = graphOf(noting('e', log, [d, c, b]));
    log.length = 0;
    graph.forward();
    graph.backward();
    return log;
  };
  // Depth first, parents in the order in which they are listed.
  const order = ['a', 'd', 'b', 'c', 'e'];
  const expected = [
    ...order.map((name) => `forward ${name}`),
    ...order.reverse().map((name) => `backward ${name}`),
  ];
  assert.equal(run(), expected);
  assert.equal(run(), expected);
});

test('what depends on constants alone has no gradient and no work on the way back', () => {
  const log: string[] = [];
  const c = constant(scalar(2));
  const x = parameter(scalar(1));
  const fixed = noting('fixed', log, [c, c]);
  const graph = graphOf(noting('top', log, [fixed, x]));
  assert.is(c.grad, null);
  assert.is(fixed.grad, null);
  log.length = 0;
  graph.backward();
  assert.equal(log, ['backward top']);
  graph.forward();
  assert.equal(log, ['backward top', 'forward fixed', 'forward top']);
});

test('what the output does not depend on is left alone', () => {
  const log: string[] = [];
  const x = parameter(scalar(1));
  const graph = graphOf(noting('top', log, [x]));
  const other = noting('other', log, [x]);
  other.grad!.data[0] = 7;
  log.length = 0;
  graph.forward();
  graph.backward();
  assert.equal(log, ['forward top', 'backward top']);
  assert.is(other.grad!.data[0], 7);
});

test('leaves add up gradients over passes until zeroGrad; inner gradients start afresh', () => {
  const x = parameter(fromArray([1, 2]));
  const y = square(x);
  const loss = sum(y);
  const graph = graphOf(loss);
  graph.backward();
  graph.backward();
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(6, 12), 'three passes');
  assertSameBits(y.grad!.data, Float64Array.of(1, 1), 'inner');
  assertSameBits(loss.grad!.data, Float64Array.of(1), 'output');
  zeroGrad(x);
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(2, 4), 'after zeroGrad');
});

test('a leaf seen through views adds up over passes too', () => {
  const x = parameter(fromArray([1, 2, 3]));
  const graph = graphOf(sum(square(reshape(slice(x, 0, 1, 3), [2, 1]))));
  graph.backward();
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(0, 8, 12), 'two passes');
});

test('two losses on a shared trunk add up at the leaves', () => {
  const x = parameter(fromArray([1, 2]));
  const trunk = square(x);
  backward(sum(trunk));
  backward(sum(scale(trunk, 10)));
  assertSameBits(x.grad!.data, Float64Array.of(22, 44), 'gradient');
});

test('a leaf that is the output gets gradient 1', () => {
  const x = parameter(scalar(4));
  const graph = graphOf(x);
  graph.forward();
  graph.backward();
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(2), 'two passes');
});

test('a view may be the output, of a leaf or of an inner variable', () => {
  const x = parameter(fromArray([3]));
  const graph = graphOf(reshape(square(x), []));
  graph.backward();
  graph.backward();
  assertSameBits(x.grad!.data, Float64Array.of(12), 'inner');
  const y = parameter(fromArray([3]));
  backward(reshape(y, []));
  assertSameBits(y.grad!.data, Float64Array.of(1), 'leaf');
});

test('a replay agrees bit for bit with a fresh graph and stays in the same buffers', () => {
  const leaves = (run: number) =>
    [
      random(`x ${run}`, [3, 4]),
      random(`y ${run}`, [4, 3]),
      random(`data ${run}`, [1, 3]),
    ] as const;
  const build = ([x, y, data]: readonly [Float64Array, Float64Array, Float64Array]) => {
    const a = parameter(tensor(x, [3, 4]));
    const b = parameter(tensor(y, [4, 3]));
    const c = constant(tensor(data, [1, 3]));
    const loss = everything(a, b, c);
    return { a, b, c, loss, graph: graphOf(loss) };
  };
  const old = build(leaves(0));
  const buffers = [old.a, old.b, old.loss].flatMap((v) => [v.value.data, v.grad!.data]);
  old.graph.backward();
  for (let run = 1; run <= 3; run++) {
    const numbers = leaves(run);
    [old.a, old.b, old.c].forEach((leaf, n) => leaf.value.data.set(numbers[n]));
    zeroGrad(old.a, old.b);
    old.graph.forward();
    old.graph.backward();
    const fresh = build(numbers);
    fresh.graph.backward();
    assertSameBits(old.loss.value.data, fresh.loss.value.data, `run ${run}: loss`);
    assertSameBits(old.a.grad!.data, fresh.a.grad!.data, `run ${run}: first gradient`);
    assertSameBits(old.b.grad!.data, fresh.b.grad!.data, `run ${run}: second gradient`);
    assert.ok(fresh.a.grad!.data.some((g) => g !== 0));
  }
  [old.a, old.b, old.loss]
    .flatMap((v) => [v.value.data, v.grad!.data])
    .forEach((buffer, n) => assert.is(buffer, buffers[n]));
});

test('forward twice changes nothing', () => {
  const x = parameter(tensor(random('x', [3, 4]), [3, 4]));
  const y = parameter(tensor(random('y', [4, 3]), [4, 3]));
  const loss = everything(x, y, constant(zeros([1, 3])));
  const before = loss.value.data.slice();
  const graph = graphOf(loss);
  graph.forward();
  graph.forward();
  assertSameBits(loss.value.data, before, 'loss');
});

test('a chain of 10,000 operations needs no deep stack', () => {
  const x = parameter(scalar(1));
  let y: Variable = x;
  for (let i = 0; i < 10_000; i++) y = add(y, x);
  const graph = graphOf(y);
  graph.forward();
  graph.backward();
  assert.is(y.value.data[0], 10_001);
  assert.is(x.grad!.data[0], 10_001);
});

test('a ladder of shared variables is walked once, not once for every path', () => {
  let y: Variable = parameter(scalar(1));
  const x = y;
  for (let i = 0; i < 60; i++) y = add(y, y); // 2⁶⁰ paths
  backward(y);
  assert.is(x.grad!.data[0], 2 ** 60);
});

test('backward from anything but a scalar says which shape it got', () => {
  const x = parameter(zeros([2, 3]));
  assert.throws(
    () => backward(scale(x, 2)),
    /^backward: expected a scalar that depends on a parameter, got shape \[2, 3\]$/,
  );
  assert.throws(() => backward(parameter(zeros([1]))), /got shape \[1\]$/);
  assertSameBits(x.grad!.data, new Float64Array(6), 'nothing has been added');
});

test('backward from a constant says that there is no gradient', () => {
  const c = constant(zeros([2]));
  const message =
    /^backward: expected a scalar that depends on a parameter, got one without gradient$/;
  assert.throws(() => backward(sum(c)), message);
  assert.throws(() => graphOf(constant(scalar(1))).backward(), message);
  assert.throws(() => backward(stopGradient(sum(parameter(zeros([2]))))), message);
});

test('a graph of constants can still be run forward', () => {
  const c = constant(fromArray([1, 2]));
  const total = sum(square(c));
  const graph = graphOf(total);
  c.value.data.set([3, 4]);
  graph.forward();
  assert.is(total.value.data[0], 25);
});

test('a watched constant is enough to start a backward pass from', () => {
  const w = watch(constant(fromArray([1, 2])));
  backward(sum(square(w)));
  assertSameBits(w.grad!.data, Float64Array.of(2, 4), 'gradient');
});

test.run();
