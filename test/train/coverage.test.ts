import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Coverage } from '../../src/train/coverage.ts';
import { assertRangeError } from '../support/throws.ts';

const create = (cells = 4): Coverage => new Coverage({ cells, cellOf: ([x]) => Math.floor(x) });

test('each cell counts once', () => {
  const coverage = create();
  assert.is(coverage.count, 0);
  for (const x of [0, 0.5, 2.5, 2.9]) coverage.add(Float64Array.of(x));
  assert.is(coverage.count, 2);
});

test('a restored state continues, and is a copy', () => {
  const [a, b] = [create(), create()];
  a.add(Float64Array.of(1));
  b.add(Float64Array.of(3));
  const state = a.state();
  b.restore(state);
  b.add(Float64Array.of(0));
  assert.equal([a.count, b.count], [1, 2]);
  assert.equal([...state.visited], [0, 1, 0, 0]);
  assertRangeError(() => create(5).restore(state), /^Coverage\.restore/);
});

test.run();
