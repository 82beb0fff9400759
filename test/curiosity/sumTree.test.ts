import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../src/math/random/rng.ts';
import { SumTree } from '../../src/curiosity/sumTree.ts';
import { assertClose } from '../support/close.ts';

const sizes = [1, 2, 3, 5, 8, 13, 64, 100];

for (const n of sizes) {
  test(`the total of ${n} numbers is their sum, after any changes`, () => {
    const tree = new SumTree(n);
    const expected = new Float64Array(n);
    const rng = stream(n, 'sum tree');
    assert.is(tree.values.length, n);
    for (let change = 0; change < 300; change++) {
      assert.equal(tree.values, expected);
      const sum = expected.reduce((a, b) => a + b, 0);
      assertClose([tree.total], [sum], `after ${change}`, 1e-14);
      const index = rng.integer(n);
      const value = 10 ** (30 * rng.uniform() - 15);
      tree.set(index, value);
      expected[index] = value;
    }
  });

  test(`${n} numbers have one total, however they came about, to the last bit`, () => {
    const rng = stream(n, 'sum tree');
    const values = Float64Array.from({ length: n }, () => 10 ** (30 * rng.uniform() - 15));
    const [set, changed, filled] = [new SumTree(n), new SumTree(n), new SumTree(n)];
    values.forEach((value, i) => set.set(i, value));
    for (const huge of [1e300, -1e300, NaN, Infinity, 1e17]) {
      for (let i = 0; i < n; i++) changed.set(i, huge);
    }
    for (let i = n - 1; i >= 0; i--) changed.set(i, values[i]);
    filled.setAll(new Float64Array(n).fill(1e300));
    filled.setAll(values);
    assert.is(changed.total, set.total);
    assert.is(filled.total, set.total);
  });
}

test('all others are 0 when only the first are given', () => {
  const tree = new SumTree(5);
  tree.setAll(Float64Array.of(1, 2, 3, 4, 5));
  tree.setAll(Float64Array.of(7, 8));
  assert.equal([...tree.values], [7, 8, 0, 0, 0]);
  assert.is(tree.total, 15);
});

test('a number that is not finite shows in the total until it is replaced', () => {
  const tree = new SumTree(5);
  tree.set(3, NaN);
  assert.ok(Number.isNaN(tree.total));
  tree.set(3, Infinity);
  assert.is(tree.total, Infinity);
  tree.set(3, 2);
  assert.is(tree.total, 2);
});

test.run();
