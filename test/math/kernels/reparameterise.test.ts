import { test } from 'uvu';
import {
  addReparameterisedGradients,
  reparameteriseInto,
} from '../../../src/math/kernels/reparameterise.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';

for (const [S, N] of [
  [0, 3],
  [1, 0],
  [1, 1],
  [1, 5],
  [4, 3],
]) {
  const what = `${S} draws of ${N}`;
  const random = (name: string, n: number): Float64Array => normal(n, stream(1, `${what} ${name}`));
  const m = random('m', N);
  const v = random('v', N).map((x) => x * x);
  const epsilon = random('epsilon', S * N);
  const dz = random('dz', S * N);
  const inputs = [m, v, epsilon, dz];
  const kept = inputs.map((x) => x.slice());

  test(`${what}: z = m + √v ε, and the gradients by m and v are summed over the draws`, () => {
    const z = new Float64Array(S * N).fill(9);
    const sd = new Float64Array(N);
    reparameteriseInto(z, sd, m, v, epsilon);
    assertSameBits(sd, v.map(Math.sqrt), 'sd');
    assertSameBits(
      z,
      epsilon.map((e, i) => m[i % N] + Math.sqrt(v[i % N]) * e),
      'z',
    );
    const [dm, dv] = [m, v].map((x) => new Float64Array(x.length).fill(1));
    addReparameterisedGradients(dm, dv, dz, sd, epsilon);
    const total = (share: (at: number) => number): Float64Array =>
      m.map((_, i) => {
        let sum = 1;
        for (let s = 0; s < S; s++) sum += share(s * N + i);
        return sum;
      });
    assertClose(
      dm,
      total((at) => dz[at]),
      'gradient by m',
      1e-14,
      1e-14,
    );
    const byV = total((at) => (dz[at] * epsilon[at]) / (2 * Math.sqrt(v[at % N])));
    assertClose(dv, byV, 'gradient by v', 1e-13, 1e-13);
    inputs.forEach((x, n) => assertSameBits(x, kept[n], `input ${n}`));
  });
}

test.run();
