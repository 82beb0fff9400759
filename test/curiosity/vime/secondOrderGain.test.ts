import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gaussianKl } from '../../../src/math/kernels/gaussianKl.ts';
import { softplus } from '../../../src/math/numerics/softplus.ts';
import { klCurvature, secondOrderGain } from '../../../src/curiosity/vime/secondOrderGain.ts';
import { assertClose } from '../../support/close.ts';

test('the curvature is that of the KL, by second differences', () => {
  for (const rho of [-8, -3, -1, 0, 0.7, 2, 6]) {
    const sigma = softplus(rho);
    const curvature = klCurvature(rho);
    const byMu = 1e-4 * sigma;
    const byRho = 1e-4;
    const second = (plus: number, minus: number, h: number): number => (plus + minus) / (h * h);
    assertClose(
      [second(gaussianKl(byMu, sigma, 0, sigma), gaussianKl(-byMu, sigma, 0, sigma), byMu)],
      [curvature.mu],
      `mu at rho ${rho}`,
      1e-6,
    );
    assertClose(
      [
        second(
          gaussianKl(0, softplus(rho + byRho), 0, sigma),
          gaussianKl(0, softplus(rho - byRho), 0, sigma),
          byRho,
        ),
      ],
      [curvature.rho],
      `rho at rho ${rho}`,
      1e-6,
    );
  }
});

test('the second-order gain by hand, and how it grows', () => {
  // sigma = 1 where rho = log(e − 1); s(rho) = 1 − 1/e.
  const rho = Float64Array.of(Math.log(Math.E - 1));
  const slope = 1 - 1 / Math.E;
  const grad = Float64Array.of(3, 2);
  const k = 0.5 * (9 + 4 / (2 * slope * slope));
  assertClose([secondOrderGain(grad, rho, 1)], [k], 'lambda 1', 1e-14);
  assertClose([secondOrderGain(grad, rho, 0.1)], [0.01 * k], 'lambda 0.1', 1e-14);
  assert.is(secondOrderGain(new Float64Array(2), rho, 1), 0);
});

test.run();
