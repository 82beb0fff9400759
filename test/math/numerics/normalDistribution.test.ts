import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { normalCdf, normalPdf } from '../../../src/math/numerics/normalDistribution.ts';
import { agreesWithGolden, distance, hasSpecialValues, neverFalls, uniform } from './reference.ts';

// Stated error 0.76 ulp at most: the nearest double or its neighbour.
test('the normal density is within one double of the exact value, down to underflow', () => {
  agreesWithGolden('normalPdf', normalPdf, 1, 0);
});

// Stated error 1.1 ulp.
test('the normal distribution function is within one double of the exact value, down to underflow', () => {
  agreesWithGolden('normalCdf', normalCdf, 1, 3);
});

test('the normal distribution function goes from 0 over 1/2 to 1', () => {
  hasSpecialValues(normalCdf, [
    [0, 0.5],
    [-0, 0.5],
    [-38.4, normalCdf(-38.4)],
    [-39, 0],
    [-1e300, 0],
    [9, 1],
    [1e300, 1],
    [Infinity, 1],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
  assert.ok(normalCdf(-38.4) > 0);
});

test('the normal density is 0 far out and NaN for NaN', () => {
  hasSpecialValues(normalPdf, [
    [0, 0.3989422804014327],
    [39, 0],
    [-1e300, 0],
    [Infinity, 0],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
});

test('the normal density is even', () => {
  for (const x of uniform(0, 6, 3000)) {
    assert.is(normalPdf(-x), normalPdf(x));
  }
});

test('Phi(x) and Phi(-x) add up to 1', () => {
  for (const x of uniform(-9, 9, 3000)) {
    assert.ok(Math.abs(normalCdf(x) + normalCdf(-x) - 1) <= 2.3e-16, `x = ${x}`);
  }
});

test('the slope of Phi is the normal density', () => {
  const h = 1 / 4096;
  for (const x of uniform(-6, 6, 500)) {
    // the difference quotient is φ + h²/6 φ″ up to rounding
    const slope = (normalCdf(x + h) - normalCdf(x - h)) / (2 * h);
    const curvature = ((h * h) / 6) * (x * x - 1) * normalPdf(x);
    assert.ok(Math.abs(slope - normalPdf(x) - curvature) <= 1e-11, `x = ${x}`);
  }
});

test('Phi never falls, across all seams of the method', () => {
  neverFalls(normalCdf, -39, 9);
  neverFalls(normalCdf, -5.01, -4.99, 1);
});

test('where the tail method takes over, both methods agree', () => {
  const below = -5.000000000000001;
  const step = normalPdf(-5) * (-5 - below);
  assert.ok(distance(normalCdf(below), normalCdf(-5) - step) <= 1);
});

test.run();
