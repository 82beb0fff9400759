import { test } from 'uvu';
import { addKnownInputGain, addSampledInputGain } from '../../../src/math/kernels/layerGain.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { assertClose } from '../../support/close.ts';

const [B, I, O] = [6, 4, 3];
const place = { inputs: I, outputs: O, weightStart: 2, biasStart: 2 + I * O };

function inputs(samples: number, name: string) {
  const rng = stream(1, name);
  const x = normal(samples * B * I, rng).map((v) => (v < -0.5 ? 0 : v));
  const [g, h] = [normal(samples * B * O, rng), normal(samples * B * O, rng)];
  const sigmaSquared = normal(2 + (I + 1) * O, rng).map((v) => v * v);
  return { x, g, h, sigmaSquared };
}

test('a known-input layer adds Σ σ² (g_μ² + 2 σ² g_v²), its gradients summed over the samples', () => {
  for (const samples of [1, 3]) {
    const { x, g, h, sigmaSquared } = inputs(samples, `${samples}`);
    const out = new Float64Array(B).fill(10);
    addSampledInputGain(out, x, g, h, sigmaSquared, place, samples);
    const expected = Float64Array.from(out, (_, b) => {
      let total = 0;
      for (let i = 0; i <= I; i++) {
        for (let j = 0; j < O; j++) {
          const rows = Array.from({ length: samples }, (_, s) => s * B + b);
          const xOf = (row: number): number => (i < I ? x[row * I + i] : 1);
          const gMu = rows.reduce((sum, row) => sum + xOf(row) * g[row * O + j], 0);
          const gV = rows.reduce((sum, row) => sum + xOf(row) ** 2 * h[row * O + j], 0);
          const s2 = sigmaSquared[2 + i * O + j];
          total += s2 * (gMu * gMu + 2 * s2 * gV * gV);
        }
      }
      return 10 + total;
    });
    assertClose(out, expected, `${samples} samples`, 1e-13);
  }
});

test('with one sample the same follows from the variance and its fourth-power cousin', () => {
  const { x, g, h, sigmaSquared } = inputs(1, 'one');
  const powers = (power: number): Float64Array =>
    Float64Array.from({ length: B * O }, (_, at) => {
      const [b, j] = [Math.floor(at / O), at % O];
      let sum = sigmaSquared[place.biasStart + j] ** power;
      for (let i = 0; i < I; i++) {
        sum += (x[b * I + i] ** 2 * sigmaSquared[place.weightStart + i * O + j]) ** power;
      }
      return sum;
    });
  const one = new Float64Array(B).fill(10);
  addKnownInputGain(one, g, h, powers(1), powers(2));
  const sampled = new Float64Array(B).fill(10);
  addSampledInputGain(sampled, x, g, h, sigmaSquared, place, 1);
  assertClose(one, sampled, 'gain', 1e-13);
  addKnownInputGain(new Float64Array(0), g, h, g, h); // no rows
});

test.run();
