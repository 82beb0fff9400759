/** W4: information gains, in closed form for a batch, beside one gradient for each transition. */
import { record } from '../src/autodiff/backward.ts';
import { scale } from '../src/autodiff/elementwise.ts';
import { constant, zeroGrad } from '../src/autodiff/variable.ts';
import { expectedLogLikelihood } from '../src/bnn/likelihood.ts';
import { zeros } from '../src/tensor/tensor.ts';
import { secondOrderGain } from '../src/vime/informationGain.ts';
import type { Case, Group } from './case.ts';
import { checkClose } from './check.ts';
import { centralDifferences, exactLogLikelihood } from './plainBnn.ts';
import { GAIN_INPUTS, gains } from './works.ts';

/** Transitions whose gradient is also taken by central differences, far from everything in `src/`. */
const DIFFERENCED = 3;

/** The definition, ½ gᵀ H⁻¹ g with the gradient of one transition by autodiff. */
function oneByOne({ posterior, options, x, y }: ReturnType<typeof gains>) {
  const row = constant(zeros([1, GAIN_INPUTS]));
  const target = constant(zeros([1, 2]));
  const nll = scale(expectedLogLikelihood(posterior, row, target, options).total, -1);
  const graph = record(nll);
  const { phi, rho } = posterior;
  return (n: number): number => {
    for (let i = 0; i < GAIN_INPUTS; i++) row.value.data[i] = x[n * GAIN_INPUTS + i];
    for (let i = 0; i < 2; i++) target.value.data[i] = y[n * 2 + i];
    graph.forward();
    zeroGrad(phi);
    graph.backward();
    return secondOrderGain(phi.grad!.data, rho.value.data, 1);
  };
}

function gainCase(rows: number, total: number, target?: { ns: number }): Case {
  const work = gains(rows, total);
  const single = oneByOne(work);
  const { posterior, options, x, y, measure, chunks } = work;
  const perCall = chunks > 8 ? chunks : 1; // the refresh goes through the whole buffer
  let at = 0;
  const size = perCall === 1 ? rows : total;
  let singleAt = 0;
  return {
    name: perCall === 1 ? 'W4 gain' : `W4 gain, ${rows} rows at a time`,
    size: size === 1 ? '1 transition' : `${size} transitions`,
    elements: size,
    check: () => {
      const phi = posterior.phi.value.data;
      for (let n = 0; n < DIFFERENCED; n++) {
        const xn = x.subarray(n * GAIN_INPUTS, (n + 1) * GAIN_INPUTS);
        const yn = y.subarray(n * 2, (n + 1) * 2);
        const logLikelihood = (p: Float64Array): number =>
          exactLogLikelihood(p, options.sizes, xn, yn, options.likelihoodSd);
        const grad = centralDifferences(logLikelihood, phi);
        const expected = secondOrderGain(grad, posterior.rho.value.data, 1);
        checkClose('gain by central differences', [single(n)], [expected], 1e-6);
      }
      for (let chunk = 0; chunk < chunks; chunk += Math.ceil(chunks / 8)) {
        const measured = measure(chunk).slice();
        checkClose(
          'gain',
          measured,
          measured.map((_, row) => single(chunk * rows + row)),
          1e-10,
        );
      }
    },
    work: (times) => {
      let sum = 0;
      for (let i = 0; i < times * perCall; i++) sum += measure(at++ % chunks)[0];
      return sum;
    },
    others: {
      definition: (times) => {
        let sum = 0;
        for (let i = 0; i < times * size; i++) sum += single(singleAt++ % total);
        return sum;
      },
    },
    ...(target ? { target } : {}),
  };
}

export const group: Group = {
  title: 'Curiosity: information gains by exact moments, 5-32-2',
  *cases() {
    yield gainCase(1, 8);
    yield gainCase(64, 512);
    yield gainCase(80, 20_000, { ns: 20_000 * 1500 });
  },
};
