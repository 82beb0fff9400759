import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { add, mul } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import { jointOperation } from '../../src/autodiff/joint.ts';
import { sum } from '../../src/autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../../src/autodiff/variable.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { checkGradients, seeded } from '../support/gradcheck.ts';

/** x² and x³, with a note of how often the gradient was handed on. */
function powers(x: Variable, runs = { backward: 0 }): Variable[] {
  const data = x.value.data;
  return jointOperation(
    2,
    x.value.shape,
    [x],
    (square, cube) =>
      data.forEach((v, i) => {
        square[i] = v * v;
        cube[i] = v * v * v;
      }),
    (dSquare, dCube) => {
      runs.backward++;
      data.forEach((v, i) => {
        if (x.grad) x.grad.data[i] += 2 * v * dSquare[i] + 3 * v * v * dCube[i];
      });
    },
  );
}

test('each result has its own value, in the shape asked for', () => {
  const [square, cube] = powers(constant(fromArray([2, -3, 0.5, 1], [2, 2])));
  assert.equal([...square.value.data], [4, 9, 0.25, 1]);
  assert.equal([...cube.value.data], [8, -27, 0.125, 1]);
  assert.equal(cube.value.shape, [2, 2]);
});

test('each recipe sees its own result and no more', () => {
  const lengths: number[] = [];
  const x = parameter(fromArray([1, 2, 3], [3]));
  const results = jointOperation(
    3,
    [3],
    [x],
    (...values) => lengths.push(...values.map((value) => value.length)),
    (...grads) => lengths.push(...grads.map((grad) => grad.length)),
  );
  graphOf(sum(results[0])).backward();
  assert.equal(lengths, [3, 3, 3, 3, 3, 3]);
});

test('gradients of one result, of all, and of one used twice agree with central differences', () => {
  for (const shape of [[3], [2, 2], []]) {
    const inputs = [{ shape, values: seeded('joint', shape) }];
    for (const n of [0, 1]) checkGradients((x) => powers(x)[n], inputs);
    checkGradients((x) => {
      const [square, cube] = powers(x);
      return add(mul(square, cube), square);
    }, inputs);
  }
});

test('the gradient is handed on once, whatever number of results is used', () => {
  const runs = { backward: 0 };
  const x = parameter(fromArray([1, 2]));
  const [square, cube] = powers(x, runs);
  const graph = graphOf(sum(add(square, cube)));
  graph.backward();
  graph.backward();
  assert.is(runs.backward, 2);
  assert.equal([...x.grad!.data], [10, 32]); // 2 (2 x + 3 x²)
});

test('results have a gradient to read even if nothing below them learns', () => {
  const [square, cube] = powers(constant(fromArray([2])));
  graphOf(sum(mul(square, cube))).backward();
  assert.equal([square.grad!.data[0], cube.grad!.data[0]], [8, 4]);
});

test.run();
