import { test } from 'uvu';
import {
  addReluGradient,
  referenceAddReluGradient,
  referenceReluInto,
  reluInto,
} from '../../../src/math/kernels/relu.ts';
import { assertSameBits } from '../../support/close.ts';

for (const [name, value, gradient] of [
  ['relu', reluInto, addReluGradient],
  ['the definition', referenceReluInto, referenceAddReluGradient],
] as const) {
  for (const [x, y, slope] of [
    [0, 0, 0],
    [-0, 0, 0],
    [5e-324, 5e-324, 10],
    [-5e-324, 0, 0],
    [Infinity, Infinity, 10],
    [-Infinity, 0, 0],
    [NaN, NaN, 10],
  ]) {
    test(`${name}: at ${Object.is(x, -0) ? '-0' : x} the value is ${y} and 10 flows back as ${slope}`, () => {
      const input = Float64Array.of(x);
      const out = Float64Array.of(99);
      value(out, input);
      assertSameBits(out, Float64Array.of(y), 'value');
      const grad = Float64Array.of(0);
      gradient(grad, Float64Array.of(10), input);
      assertSameBits(grad, Float64Array.of(slope), 'gradient');
    });
  }
}

test.run();
