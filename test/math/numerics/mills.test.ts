import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalCdf, normalPdf } from '../../../src/math/numerics/normalDistribution.ts';
import { millsRatio, tailRatio } from '../../../src/math/numerics/mills.ts';
import { agreesWithGolden, distance, goldenRows, hasSpecialValues, uniform } from './reference.ts';

// Beyond 40 the continued fraction takes over.
test("the tail's ratio is within one double of the exact value", () => {
  agreesWithGolden('tailRatio', tailRatio, 1, 135);
});

test("the tail's ratio at the centre of a cell is the double nearest to it", () => {
  const centres = goldenRows('tailRatio').filter(([x]) => Number.isInteger(8 * x));
  assert.is(centres.length, 321);
  for (const [x, exact] of centres) assert.is(tailRatio(x), exact, `x = ${x}`);
});

test("Mills' ratio is within one doubles of the exact value", () => {
  agreesWithGolden('millsRatio', millsRatio, 1, 260);
});

test('it is the tail over the density, down to where both nearly underflow', () => {
  for (const x of uniform(0, 37, 3000)) {
    // Stated errors: 2 ulp here, 1.1 and 0.52 there, and the rounding of the quotient.
    assert.ok(distance(millsRatio(x), normalCdf(-x) / normalPdf(x)) <= 5, `x = ${x}`);
  }
});

test('neighbouring cells agree where they meet, and the last with the continued fraction', () => {
  for (let j = 0; j < 320; j++) {
    const seam = (j + 0.5) / 8;
    const below = seam * (1 - 2 ** -52);
    assert.ok(distance(tailRatio(below), tailRatio(seam)) <= 5, `x = ${seam}`);
  }
  const r = tailRatio(40);
  const beyond = r + (r * (r + 40) - 2) * 2 ** -23; // r′ = r² + x r − 2
  assert.ok(distance(tailRatio(40 + 2 ** -23), beyond) <= 4);
});

test('both fall from the root of pi/2 to 0, and are NaN for NaN', () => {
  for (const [f, far] of [
    [tailRatio, 2e-300],
    [millsRatio, 1e-300],
  ] as const) {
    hasSpecialValues(f, [
      [0, 1.2533141373155003],
      [-0, 1.2533141373155003],
      [1e300, far],
      [Infinity, 0],
      [NaN, NaN],
    ]);
  }
});

test.run();
