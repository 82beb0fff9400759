import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { centralCdf, tailCdf } from '../../../src/math/numerics/normalTable.ts';
import { distance, uniform } from './reference.ts';

// Both neighbours are within 1.1 ulp of a function that hardly moves between two neighbouring doubles.
test('neighbouring cells agree where they meet', () => {
  for (let j = -79; j <= 133; j++) {
    const seam = (j + 0.5) / 16;
    const before = centralCdf(seam - 2 ** -40, 2 ** -40); // the low part leads back to the seam
    assert.ok(distance(before, centralCdf(seam, 0)) <= 2, `x = ${seam}`);
  }
});

test('neighbouring cells of the tail agree where they meet', () => {
  for (let i = 20; i < 155; i++) {
    const seam = (i + 0.5) / 4;
    const before = tailCdf(seam - 2 ** -40, 2 ** -40, 0, 0);
    assert.ok(distance(before, tailCdf(seam, 0, 0, 0)) <= 1, `x = ${seam}`);
  }
});

test('a low part moves the result by its share of the slope', () => {
  for (const x of uniform(-4, 4, 500)) {
    const slope = (centralCdf(x, 2 ** -20) - centralCdf(x, -(2 ** -20))) * 2 ** 19;
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    assert.ok(Math.abs(slope - density) <= 1e-9, `x = ${x}`);
  }
});

test.run();
