import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalCdf, normalPdf } from '../../src/numerics/erf.ts';
import { millsRatio } from '../../src/numerics/mills.ts';
import { distance, hasSpecialValues, uniform } from './reference.ts';

test("Mills' ratio is within three doubles of the exact value", () => {
  // √(π/2) e^(x²/2) erfc(x/√2) in 40-digit arithmetic (mpmath).
  for (const [x, exact] of [
    [0, 1.2533141373155003],
    [0.1, 1.1592623996187363],
    [1, 0.6556795424187986],
    [2.5, 0.35426511132979366],
    [10, 0.09902859647173191],
    [39.9, 0.025046943438800855],
    [45, 0.022211264503002377],
  ]) {
    assert.ok(distance(millsRatio(x), exact) <= 3, `x = ${x}: ${millsRatio(x)}, not ${exact}`);
  }
});

test('it is the tail over the density, down to where both nearly underflow', () => {
  for (const x of uniform(0, 37, 3000)) {
    // Stated errors: 2.5 ulp here, 1.1 and 0.52 there, and the rounding of the quotient.
    assert.ok(distance(millsRatio(x), normalCdf(-x) / normalPdf(x)) <= 6, `x = ${x}`);
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
