import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalCdf, normalPdf } from '../../src/numerics/erf.ts';
import { millsRatio } from '../../src/numerics/mills.ts';
import { agreesWithGolden, distance, goldenRows, hasSpecialValues, uniform } from './reference.ts';

// Stated error 1.5 ulp, so at most two doubles from the nearest; beyond 40 the continued fraction takes over.
test("Mills' ratio is within two doubles of the exact value", () => {
  agreesWithGolden('millsRatio', millsRatio, 2, 128);
});

test("Mills' ratio at the centre of a cell is the double nearest to it", () => {
  const centres = goldenRows('millsRatio').filter(([x]) => Number.isInteger(8 * x));
  assert.is(centres.length, 321);
  for (const [x, exact] of centres) assert.is(millsRatio(x), exact, `x = ${x}`);
});

test('it is the tail over the density, down to where both nearly underflow', () => {
  for (const x of uniform(0, 37, 3000)) {
    // Stated errors: 1.5 ulp here, 1.1 and 0.52 there, and the rounding of the quotient.
    assert.ok(distance(millsRatio(x), normalCdf(-x) / normalPdf(x)) <= 5, `x = ${x}`);
  }
});

test('neighbouring cells agree where they meet, and the last with the continued fraction', () => {
  for (let j = 0; j < 320; j++) {
    const seam = (j + 0.5) / 8;
    const below = seam * (1 - 2 ** -52);
    assert.ok(distance(millsRatio(below), millsRatio(seam)) <= 5, `x = ${seam}`);
  }
  const slope = 40 * millsRatio(40) - 1;
  const beyond = millsRatio(40) + slope * 2 ** -23;
  assert.ok(distance(millsRatio(40 + 2 ** -23), beyond) <= 4);
});

test("Mills' ratio falls from the root of pi/2 to 0, and is NaN for NaN", () => {
  hasSpecialValues(millsRatio, [
    [0, 1.2533141373155003],
    [-0, 1.2533141373155003],
    [1e300, 1e-300],
    [Infinity, 0],
    [NaN, NaN],
  ]);
});

test.run();
