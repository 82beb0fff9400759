/**
 * Helpers shared by the tests of this folder: the exact values of test/golden/numerics.json (made by
 * scripts/golden/numerics.ts), the distance between doubles in ulp, and seeded inputs.
 */
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';

const path = new URL('../../golden/numerics.json', import.meta.url);
const golden = JSON.parse(readFileSync(path, 'utf8')) as Record<string, (number | string)[][]>;

/** Rows [x, y], or [x, exponent, y] for pow, with "-0", "NaN" and "±Infinity" turned into numbers. */
export function goldenRows(name: string): number[][] {
  return golden[name].map((row) => row.map(Number));
}

const view = new DataView(new ArrayBuffer(8));

/** The doubles in order: neighbours differ by 1, and both zeros are 0. */
function position(x: number): bigint {
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigInt64(0);
  return x < 0 ? -bits : bits;
}

/** How many doubles lie between a and b, counting one of them. 0 for two NaNs. */
export function distance(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Object.is(a, b) ? 0 : Infinity;
  const steps = position(a) - position(b);
  return Number(steps < 0n ? -steps : steps);
}

/**
 * f agrees with the correctly rounded values to within `doubles` neighbours, and at most `inexact` of the
 * rows are not correctly rounded. A function with error below 1 ulp is at most one double off, being one of
 * the two that enclose the true value; the count notices the smaller slips, of a tenth of an ulp, that this
 * alone would let pass.
 */
export function agreesWithGolden(
  name: string,
  f: (...args: number[]) => number,
  doubles: number,
  inexact: number,
): void {
  const rows = goldenRows(name);
  assert.ok(rows.length > 200, `${name}: only ${rows.length} golden rows`);
  let missed = 0;
  for (const row of rows) {
    const args = row.slice(0, -1);
    const expected = row[row.length - 1];
    const actual = f(...args);
    const off = distance(actual, expected);
    if (off > 0) missed++;
    assert.ok(
      off <= doubles,
      `${name}(${args.join(', ')}) = ${actual}, not ${expected}: ${off} doubles off`,
    );
  }
  assert.ok(missed <= inexact, `${name}: ${missed} of ${rows.length} rows not correctly rounded`);
}

/** f(x) is y for every pair, telling −0 from 0. */
export function hasSpecialValues(f: (x: number) => number, pairs: [x: number, y: number][]): void {
  for (const [x, y] of pairs) {
    const actual = f(x);
    const shown = Object.is(actual, -0) ? '-0' : String(actual);
    assert.ok(Object.is(actual, y), `f(${x}) = ${shown}, expected ${y}`);
  }
}

/** `count` numbers between from and to, the same ones every time: a linear congruential generator. */
export function uniform(from: number, to: number, count: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + (to - from) * (state / 4294967296);
  });
}

/**
 * f never falls from one point to the next, over `count` runs of neighbouring doubles spread from a to b
 * and from run to run. `slack` doubles of backward step are forgiven.
 */
export function neverFalls(f: (x: number) => number, from: number, to: number, slack = 0): void {
  let last = -Infinity;
  for (let i = 0; i < 2000; i++) {
    let x = from + ((to - from) * i) / 2000;
    for (let k = 0; k < 10; k++) {
      const y = f(x);
      assert.ok(y >= last || distance(y, last) <= slack, `f(${x}) = ${y} < ${last}`);
      last = y;
      x += Math.abs(x) * 1.2e-16 + Number.MIN_VALUE; // the next double, or the one after
    }
  }
}
