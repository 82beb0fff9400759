import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { averageInto } from '../../src/optim/average.ts';
import { assertClose, assertSameBits } from '../support/close.ts';

test('the average moves by its weight towards the parameters, which stay', () => {
  const average = Float64Array.of(0, 10, -4);
  const parameters = Float64Array.of(8, 10, 4);
  averageInto(average, parameters, 0.25);
  assertSameBits(average, Float64Array.of(2, 10, -2), 'average');
  assertSameBits(parameters, Float64Array.of(8, 10, 4), 'parameters');
});

test('weight 0 keeps the average', () => {
  const average = Float64Array.of(0.1, -0.3);
  averageInto(average, Float64Array.of(7, 7), 0);
  assertSameBits(average, Float64Array.of(0.1, -0.3), 'average');
});

test('an average equal to the parameters keeps its bits, whatever the weight', () => {
  const parameters = Float64Array.of(0.1, 1e-300, -3e300);
  const average = parameters.slice();
  averageInto(average, parameters, 0.005);
  assertSameBits(average, parameters, 'average');
});

test('the distance to constant parameters shrinks by 1 − weight each time', () => {
  const average = Float64Array.of(1);
  for (let t = 1; t <= 20; t++) {
    averageInto(average, Float64Array.of(3), 0.1);
    assertClose(average, [3 - 2 * 0.9 ** t], `after ${t}`);
  }
  assert.ok(average[0] < 3);
});

test.run();
