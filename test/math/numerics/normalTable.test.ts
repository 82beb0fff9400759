import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalPdf } from '../../../src/math/numerics/normalDistribution.ts';
import { centralCdf, tailCdf } from '../../../src/math/numerics/normalTable.ts';
import { distance, uniform } from './reference.ts';

const STEP = 2 ** -40;

// Both neighbours are within 1.1 ulp of a function that moves by its slope times the step.
test('neighbouring cells agree where they meet', () => {
  for (let j = -79; j <= 133; j++) {
    const seam = (j + 0.5) / 16;
    const before = centralCdf(seam - STEP) + STEP * normalPdf(seam);
    assert.ok(distance(before, centralCdf(seam)) <= 2, `x = ${seam}`);
  }
});

/** C(x) in φ(x) / Φ(−x) = x + C(x), by Laplace's continued fraction (Abramowitz and Stegun 26.2.14). */
function hazardExcess(x: number): number {
  let fraction = x;
  for (let n = 200; n >= 2; n--) fraction = x + n / fraction;
  return 1 / fraction;
}

test('neighbouring cells of the tail agree where they meet', () => {
  for (let i = 20; i < 155; i++) {
    const seam = (i + 0.5) / 4;
    const after = tailCdf(seam, 0, 0); // e^G, where G′ = −C
    const slope = -hazardExcess(seam) * after;
    assert.ok(distance(tailCdf(seam - STEP, 0, 0) + STEP * slope, after) <= 1, `x = ${seam}`);
  }
});

test('the slope of the central part is the normal density', () => {
  for (const x of uniform(-4, 4, 500)) {
    const slope = (centralCdf(x + 2 ** -20) - centralCdf(x - 2 ** -20)) * 2 ** 19;
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    assert.ok(Math.abs(slope - density) <= 1e-9, `x = ${x}`);
  }
});

test.run();
