import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linearAxis, logAxis, wholeAxis, type Axis } from '../../../src/report/draw/axes.ts';

/** Letters of a number along an axis. */
const MOST_LETTERS = 13;

/** What is nearer to 0 is drawn at 0. */
const AS_ZERO = 1e-300;

const readBack = (label: string): number => Number(label.replaceAll('−', '-'));

/** What every axis must be. @param shown values that are all to be seen @param least how many numbers */
function check({ domain, values, labels }: Axis, shown: readonly number[], least = 2): void {
  const said = JSON.stringify({ domain, values, labels, shown });
  assert.ok(domain.every(Number.isFinite) && domain[0] < domain[1], said);
  assert.ok(Number.isFinite(domain[1] - domain[0]), said);
  assert.ok(values.length >= least && values.length <= 12, said);
  assert.is(labels.length, values.length);
  assert.is(new Set(labels).size, labels.length, said);
  const size = Math.max(...domain.map(Math.abs));
  for (const [n, value] of values.entries()) {
    assert.ok(value >= domain[0] && value <= domain[1], said);
    assert.ok(labels[n].length <= MOST_LETTERS, said);
    assert.ok(Math.abs(readBack(labels[n]) - value) <= 1e-9 * size, said);
  }
  const unseen = 1e-12 * size + AS_ZERO;
  for (const value of shown) {
    assert.ok(value >= domain[0] - unseen && value <= domain[1] + unseen, said);
  }
}

/** Of any size and sign: numbers are as often tiny or huge as they are usual. */
const anySize = fc
  .tuple(fc.double({ min: -10, max: 10, noNaN: true }), fc.integer({ min: -320, max: 306 }))
  .map(([mantissa, exponent]) => mantissa * Number(`1e${exponent}`));
const usual = fc.double({ min: -1e7, max: 1e7, noNaN: true });
const nearlyEqual = fc
  .tuple(
    fc.oneof(anySize, usual),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: -18, max: 0 }),
  )
  .map(([value, share, exponent]) => [value, value * (1 + share * Number(`1e${exponent}`))]);
const several = fc.array(fc.oneof(anySize, usual), { minLength: 1, maxLength: 5 });

test('a linear axis shows all values, in two or more short numbers that differ', () => {
  fc.assert(
    fc.property(
      fc.oneof(several, nearlyEqual),
      fc.integer({ min: 2, max: 6 }),
      fc.boolean(),
      (given, count, nice) => check(linearAxis(given, { count, nice }), given),
    ),
    { numRuns: 3000, seed: 1 },
  );
});

test('an axis of whole numbers has no others, and all of them if they are few', () => {
  const whole = fc.tuple(fc.nat(10_000_000), fc.nat(20_000), fc.boolean());
  fc.assert(
    fc.property(whole, ([first, more, isFew]) => {
      const last = first + (isFew ? more % 6 : more);
      const axis = wholeAxis([first, last]);
      check(axis, [first, last], last > first ? 2 : 1);
      assert.ok(axis.values.every(Number.isInteger), JSON.stringify(axis));
      if (last - first < 6) assert.is(axis.values.length, last - first + 1, JSON.stringify(axis));
    }),
    { numRuns: 3000, seed: 2 },
  );
});

test('a logarithmic axis has two or more powers of ten, whatever is shown', () => {
  const positive = fc.array(anySize.map(Math.abs), { maxLength: 5 });
  fc.assert(
    fc.property(positive, fc.integer({ min: 1, max: 6 }), (given, count) => {
      const axis = logAxis(given, count);
      check(
        axis,
        given.filter((value) => value >= 1e-323),
      );
      for (const value of axis.values) assert.ok(value.toExponential().startsWith('1e'));
    }),
    { numRuns: 3000, seed: 3 },
  );
});

const labels = (axis: Axis): string => axis.labels.join(' ');

test('what is no number, or too large for one, is no part of an axis', () => {
  for (const given of [[], [NaN], [Infinity, -Infinity], [0], [0, -0]]) {
    assert.is(labels(linearAxis(given)), '0 0.2 0.4 0.6 0.8 1');
  }
  assert.is(labels(linearAxis([NaN, 1, 3, Infinity])), '1 1.5 2 2.5 3');
  assert.is(labels(logAxis([])), '1 10');
  assert.is(labels(logAxis([0, -1, NaN, Infinity])), '1 10');
  const { MAX_VALUE, MIN_VALUE } = Number;
  check(linearAxis([-MAX_VALUE, MAX_VALUE]), []);
  check(linearAxis([MIN_VALUE]), [MIN_VALUE]);
  check(logAxis([MIN_VALUE, MAX_VALUE]), [1]);
});

test('usual axes', () => {
  assert.is(labels(linearAxis([-200, -97])), '−200 −180 −160 −140 −120 −100 −80');
  assert.is(labels(linearAxis([1e17, 3e17])), '1e17 1.5e17 2e17 2.5e17 3e17');
  assert.is(labels(linearAxis([-4e-9, 0])), '−4e−9 −3e−9 −2e−9 −1e−9 0');
  assert.is(labels(wholeAxis([1])), '1');
  assert.is(labels(wholeAxis([1, 2, 3])), '1 2 3');
  assert.is(labels(wholeAxis([1, 200])), '50 100 150 200');
  assert.is(labels(logAxis([0.2, 30])), '0.1 1 10 100');
  assert.is(labels(logAxis([3e-25, 2e-24])), '1e−25 1e−24 1e−23');
  assert.is(labels(logAxis([1e-8, 1e-3])), '1e−8 1e−7 1e−6 1e−5 1e−4 1e−3');
});

test.run();
