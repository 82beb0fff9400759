import { test } from 'uvu';
import { sgdStep } from '../../src/optim/sgd.ts';
import { assertSameBits } from '../support/close.ts';

test('a step goes learning rate × gradient downhill and leaves the gradient alone', () => {
  const parameters = Float64Array.of(1, -2, 0.5);
  const grad = Float64Array.of(4, -8, 0);
  sgdStep(parameters, grad, 0.25);
  assertSameBits(parameters, Float64Array.of(0, 0, 0.5), 'parameters');
  assertSameBits(grad, Float64Array.of(4, -8, 0), 'grad');
});

test('on x² / 2 a learning rate of 1 reaches the minimum in one step', () => {
  const x = Float64Array.of(3.7, -1.1);
  sgdStep(x, x.slice(), 1);
  assertSameBits(x, Float64Array.of(0, 0), 'x');
});

test('learning rate 0 moves nothing, and no parameters are no problem', () => {
  const parameters = Float64Array.of(1, 2);
  sgdStep(parameters, Float64Array.of(5, 5), 0);
  assertSameBits(parameters, Float64Array.of(1, 2), 'parameters');
  sgdStep(new Float64Array(0), new Float64Array(0), 0.1);
});

test.run();
