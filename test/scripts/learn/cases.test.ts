/** What is said of a case that does not hold. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultOf, type Case } from '../../../scripts/learn/cases.ts';

const said = (got: unknown, truth: Case['truth']): string | null =>
  faultOf({ what: 'f()', got: () => got as number, truth });

test('numbers and lists that are near enough are right', () => {
  assert.is(said(1 + 1e-9, 1), null);
  assert.is(said(Float64Array.of(1, 2), [1, 2]), null);
  assert.is(said([], []), null);
});

test('what was expected and what came are never shown alike', () => {
  assert.is(said(1.000002, 1), 'f(): expected 1, got 1.000002');
  assert.is(
    said([0.473, 1.00002], [0.473, 1.00001]),
    'f(): expected [0.473, 1.00001], got [0.473, 1.00002]',
  );
});

test('what is right to within the tolerance is shown with few digits beside what is wrong', () => {
  assert.is(said([1 + 1e-12, 3], [1, 2]), 'f(): expected [1, 2], got [1, 3]');
});

test('of a long list the first wrong entry is shown', () => {
  const truth = Array.from({ length: 12 }, (_, i) => i);
  const got = truth.map((x) => (x === 4 || x === 7 ? -x : x));
  assert.is(said(got, truth), 'f(), entry 4 (from 0): expected 4, got -4');
});

test('a list of another length says both lengths', () => {
  assert.is(said([1, 2, 3], [1, 2]), 'f(): expected 2 numbers, got 3');
  assert.is(said([1, 2], 1), 'f(): expected a number, got 2');
});

test('what is no number, or holds none, is not right and is named', () => {
  for (const [got, name] of [
    [undefined, 'undefined'],
    [{ value: 1 }, 'an object'],
    [[[1], [2]], '[[1],[2]]'],
    ['12', '"12"'],
    [NaN, 'NaN'],
  ] as const) {
    assert.is(said(got, 1), `f(): expected ${Number.isNaN(got) ? 1 : 'a number'}, got ${name}`);
  }
});

test('what was thrown is said', () => {
  const throws = (): number => {
    throw new Error('no');
  };
  assert.is(faultOf({ what: 'f()', got: throws, truth: 1 }), 'f() throws: no');
});

test.run();
