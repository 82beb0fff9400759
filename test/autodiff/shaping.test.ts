import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul } from '../../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../../src/autodiff/backward.ts';
import { square } from '../../src/autodiff/elementwise.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import {
  broadcast,
  concat,
  gather,
  reshape,
  slice,
  transpose,
} from '../../src/autodiff/shaping.ts';
import { constant, parameter, zeroGrad, type Variable } from '../../src/autodiff/variable.ts';
import type { Shape } from '../../src/autodiff/shape.ts';
import { fromArray, zeros } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';
import { assertRangeError } from '../support/throws.ts';

const of = (shape: Shape): Variable => parameter(zeros(shape));
/** 0, 1, 2, ... */
const count = (shape: Shape): Variable =>
  parameter(
    fromArray(
      zeros(shape).data.map((_, i) => i),
      shape,
    ),
  );

/** Each operation on 0, 1, 2, ..., with the values it should give. */
const ops: {
  name: string;
  shape: Shape;
  op: (x: Variable) => Variable;
  result: Shape;
  values: readonly number[];
}[] = [
  {
    name: 'broadcast of a vector to rows',
    shape: [3],
    op: (x) => broadcast(x, [2, 3]),
    result: [2, 3],
    values: [0, 1, 2, 0, 1, 2],
  },
  {
    name: 'broadcast of a column',
    shape: [2, 1],
    op: (x) => broadcast(x, [2, 3]),
    result: [2, 3],
    values: [0, 0, 0, 1, 1, 1],
  },
  {
    name: 'broadcast along a middle and a leading axis',
    shape: [2, 1, 2],
    op: (x) => broadcast(x, [2, 2, 2, 2]),
    result: [2, 2, 2, 2],
    values: [0, 1, 0, 1, 2, 3, 2, 3, 0, 1, 0, 1, 2, 3, 2, 3],
  },
  {
    name: 'broadcast of a scalar',
    shape: [],
    op: (x) => broadcast(x, [3]),
    result: [3],
    values: [0, 0, 0],
  },
  {
    name: 'broadcast to an empty axis',
    shape: [1],
    op: (x) => broadcast(x, [0]),
    result: [0],
    values: [],
  },
  {
    name: 'reshape',
    shape: [2, 3],
    op: (x) => reshape(x, [3, 1, 2]),
    result: [3, 1, 2],
    values: [0, 1, 2, 3, 4, 5],
  },
  {
    name: 'transpose',
    shape: [2, 3],
    op: transpose,
    result: [3, 2],
    values: [0, 3, 1, 4, 2, 5],
  },
  {
    name: 'slice along the first axis',
    shape: [4, 2],
    op: (x) => slice(x, 0, 1, 3),
    result: [2, 2],
    values: [2, 3, 4, 5],
  },
  {
    name: 'slice along the last axis',
    shape: [2, 4],
    op: (x) => slice(x, 1, 1, 3),
    result: [2, 2],
    values: [1, 2, 5, 6],
  },
  {
    name: 'slice along a middle axis',
    shape: [2, 3, 2],
    op: (x) => slice(x, 1, 2, 3),
    result: [2, 1, 2],
    values: [4, 5, 10, 11],
  },
  {
    name: 'an empty slice',
    shape: [2, 3],
    op: (x) => slice(x, 1, 3, 3),
    result: [2, 0],
    values: [],
  },
  {
    name: 'slice of a slice',
    shape: [5],
    op: (x) => slice(slice(x, 0, 1, 5), 0, 1, 3),
    result: [2],
    values: [2, 3],
  },
  {
    name: 'concat of a tensor with itself along the first axis',
    shape: [1, 2],
    op: (x) => concat([x, x], 0),
    result: [2, 2],
    values: [0, 1, 0, 1],
  },
  {
    name: 'concat of a tensor with its parts along the last axis',
    shape: [2, 2],
    op: (x) => concat([slice(x, 1, 1, 2), x, slice(x, 1, 0, 1)], 1),
    result: [2, 4],
    values: [1, 0, 1, 0, 3, 2, 3, 2],
  },
  {
    name: 'concat of one',
    shape: [2],
    op: (x) => concat([x], 0),
    result: [2],
    values: [0, 1],
  },
  {
    name: 'gather',
    shape: [3, 4],
    op: (x) => gather(x, Int32Array.of(3, 0, 0)),
    result: [3],
    values: [3, 4, 8],
  },
  {
    name: 'gather from no rows',
    shape: [0, 4],
    op: (x) => gather(x, new Int32Array(0)),
    result: [0],
    values: [],
  },
];

for (const { name, shape, op, result, values } of ops) {
  test(`${name} moves the numbers where they belong`, () => {
    const y = op(count(shape));
    assert.equal(y.value.shape, result);
    assertSameBits(y.value.data, Float64Array.from(values), 'values');
  });

  test(`the gradient of ${name} agrees with central differences`, () => {
    checkGradients(op, [{ shape, values: seeded(name, shape) }]);
  });

  test(`the gradient of ${name} adds to that of other uses of its variable`, () => {
    checkGradients((x) => mul(op(x), op(square(x))), [{ shape, values: seeded(name, shape) }]);
    checkGradients(
      (x) => add(sum(square(op(x))), sum(square(x))),
      [{ shape, values: seeded(name, shape) }],
    );
  });
}

test('the gradients of concat with different lengths agree with central differences', () => {
  checkGradients(
    (a, b, c) => concat([a, b, c], 1),
    [
      { shape: [2, 1], values: seeded('a', [2, 1]) },
      { shape: [2, 0], values: [] },
      { shape: [2, 3], values: seeded('c', [2, 3]) },
    ],
  );
});

test('concat passes over a constant part', () => {
  const x = count([2]);
  const data = constant(fromArray([7]));
  const y = concat([data, x], 0);
  assertSameBits(y.value.data, Float64Array.of(7, 0, 1), 'values');
  backward(sum(mul(y, y)));
  assert.is(data.grad, null);
  assertClose(x.grad!.data, [0, 2], 'gradient');
});

test('broadcast to the shape it has is the variable itself', () => {
  const x = of([2, 3]);
  assert.is(broadcast(x, [2, 3]), x);
});

for (const [name, look] of [
  ['reshape', (x) => reshape(x, [3, 2])],
  ['slice along the first axis', (x) => slice(x, 0, 0, 2)],
] as [string, (x: Variable) => Variable][]) {
  test(`${name} shares memory with its parent both ways, value and gradient`, () => {
    const x = of([2, 3]);
    const y = look(x);
    x.value.set(0, 1, 5);
    assert.is(y.value.data[1], 5);
    y.value.data[5] = 7;
    assert.is(x.value.get(1, 2), 7);
    x.grad!.set(0, 1, 3);
    assert.is(y.grad!.data[1], 3);
    y.grad!.data[5] = 4;
    assert.is(x.grad!.get(1, 2), 4);
  });
}

test('a first-axis slice is a window at its start', () => {
  const x = of([3, 2]);
  slice(x, 0, 1, 2).value.data.fill(9);
  assertSameBits(x.value.data, Float64Array.of(0, 0, 9, 9, 0, 0), 'parent');
});

test('slices along other axes and transposes are copies', () => {
  const x = of([2, 2]);
  for (const y of [slice(x, 1, 0, 1), transpose(x)]) y.value.data.fill(9);
  assertSameBits(x.value.data, new Float64Array(4), 'parent');
});

test('a view of a constant has no gradient', () => {
  const c = constant(zeros([4]));
  assert.is(reshape(c, [2, 2]).grad, null);
  assert.is(slice(c, 0, 0, 2).grad, null);
});

test('the index of a gather may be rewritten between passes', () => {
  const x = count([2, 3]);
  const index = Int32Array.of(0, 0);
  const y = gather(x, index);
  const graph = graphOf(sum(y));
  graph.backward();
  index.set([2, 1]);
  graph.forward();
  zeroGrad(x);
  graph.backward();
  assertSameBits(y.value.data, Float64Array.of(2, 4), 'values');
  assertSameBits(x.grad!.data, Float64Array.of(0, 0, 1, 0, 1, 0), 'gradient');
});

for (const [name, run, message] of [
  [
    'broadcast of shapes that do not match',
    () => broadcast(of([2]), [3]),
    /^broadcast: shapes do not broadcast, \[2\] with \[3\]/,
  ],
  [
    'broadcast to a smaller shape',
    () => broadcast(of([2, 3]), [3]),
    /^broadcast: \[2, 3\] does not fit \[3\]; axes grow only from size 1$/,
  ],
  [
    'broadcast to size 1',
    () => broadcast(of([2]), [1]),
    /^broadcast: \[2\] does not fit \[1\]; axes grow only from size 1$/,
  ],
  [
    'broadcast to a malformed shape',
    () => broadcast(of([1]), [-2]),
    /^broadcast: axis sizes must be whole numbers ≥ 0, got \[-2\]/,
  ],
  [
    'reshape to another size',
    () => reshape(of([2, 3]), [4]),
    /^reshape: \[2, 3\] holds 6 elements, \[4\] 4$/,
  ],
  [
    'reshape to a malformed shape of the right size',
    () => reshape(of([2, 3]), [-2, -3]),
    /^reshape: axis sizes must be whole numbers ≥ 0, got \[-2, -3\]/,
  ],
  ['transpose of a vector', () => transpose(of([3])), /^transpose: expected a matrix, got \[3\]$/],
  [
    'transpose of three axes',
    () => transpose(of([1, 2, 3])),
    /^transpose: expected a matrix, got \[1, 2, 3\]$/,
  ],
  [
    'slice beyond the end',
    () => slice(of([2, 3]), 1, 1, 4),
    /^slice: 1 to 4 along axis 1 of \[2, 3\]; expected 0 ≤ start ≤ stop ≤ 3$/,
  ],
  ['slice from a negative start', () => slice(of([3]), 0, -1, 2), /^slice: -1 to 2 along axis 0/],
  ['slice that runs backwards', () => slice(of([3]), 0, 2, 1), /^slice: 2 to 1 along axis 0/],
  ['slice between indices', () => slice(of([3]), 0, 0.5, 2), /^slice: 0\.5 to 2 along/],
  ['slice up to a fraction', () => slice(of([3]), 0, 0, 1.5), /^slice: 0 to 1\.5 along/],
  ['slice along a missing axis', () => slice(of([3]), 1, 0, 1), /^slice: axis 1 of \[3\]/],
  ['concat of nothing', () => concat([], 0), /^concat: expected at least one tensor, got none$/],
  ['concat along a missing axis', () => concat([of([2])], 1), /^concat: axis 1 of \[2\]/],
  [
    'concat of different widths',
    () => concat([of([2, 3]), of([2, 4])], 0),
    /^concat: shapes differ outside axis 0, \[2, 3\] and \[2, 4\]$/,
  ],
  [
    'concat of different ranks',
    () => concat([of([2, 3]), of([2])], 0),
    /^concat: shapes differ outside axis 0, \[2, 3\] and \[2\]$/,
  ],
  [
    'gather with too few indices',
    () => gather(of([2, 3]), Int32Array.of(0)),
    /^gather: 1 indices for \[2, 3\]; expected one for each row of a matrix$/,
  ],
  [
    'gather from a vector',
    () => gather(of([2]), Int32Array.of(0, 0)),
    /^gather: 2 indices for \[2\]/,
  ],
  [
    'gather beyond the last column',
    () => gather(of([2, 3]), Int32Array.of(0, 3)),
    /^gather: index 3; expected 0 to 2$/,
  ],
  [
    'gather before the first column',
    () => gather(of([2, 3]), Int32Array.of(-1, 0)),
    /^gather: index -1; expected 0 to 2$/,
  ],
] as [string, () => unknown, RegExp][]) {
  test(`${name} is rejected`, () => assertRangeError(run, message));
}

test.run();
