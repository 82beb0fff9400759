/** W4: information gains, in closed form for a batch, beside one gradient for each transition. */
import { tensor } from '../src/autodiff/tensor.ts';
import { backward } from '../src/autodiff/backward.ts';
import { constant, zeroGrad } from '../src/autodiff/variable.ts';
import { secondOrderGain } from '../src/curiosity/vime/secondOrderGain.ts';
import { CONSTANTS, losses } from '../src/vime.ts';
import type { Case, Group } from './case.ts';
import { checkClose } from './check.ts';
import { GAIN_INPUTS, gains, pageBeliefs } from './works.ts';

/** Without the weights of beta-NLL, and without the KL: minus the log-likelihood of one transition. */
const LIKELIHOOD = { ...CONSTANTS, betaNll: 0 };

/** The definition, ½ gᵀ H⁻¹ g with the gradient of one transition in the operations of the page (src/vime.ts). */
function oneByOne({ posterior, options, x, y }: ReturnType<typeof gains>) {
  const { phi } = posterior;
  const beliefs = pageBeliefs(phi.value.data, [GAIN_INPUTS, 32, 2], options.likelihoodSd);
  const row = (values: Float64Array, n: number, width: number) =>
    constant(tensor(values.slice(n * width, (n + 1) * width), [1, width]));
  const rho = phi.value.data.subarray(phi.value.size / 2);
  return (n: number): number => {
    const data = { x: row(x, n, GAIN_INPUTS), y: row(y, n, 2) };
    zeroGrad(beliefs.phi.parameters);
    backward(losses(beliefs, data, Infinity, LIKELIHOOD).loss);
    return secondOrderGain(beliefs.phi.parameters.grad!.data, rho, 1);
  };
}

function gainCase(rows: number, total: number, target?: { ns: number }): Case {
  const work = gains(rows, total);
  const single = oneByOne(work);
  const { measure, chunks } = work;
  const perCall = chunks > 8 ? chunks : 1; // the refresh goes through the whole buffer
  let at = 0;
  const size = perCall === 1 ? rows : total;
  let singleAt = 0;
  const definition = (times: number): number => {
    let sum = 0;
    for (let i = 0; i < times * size; i++) sum += single(singleAt++ % total);
    return sum;
  };
  return {
    name: perCall === 1 ? 'W4 gain' : `W4 gain, ${rows} rows at a time`,
    size: size === 1 ? '1 transition' : `${size} transitions`,
    elements: size,
    check: () => {
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
    ...(perCall === 1 ? { others: { definition } } : {}), // for the whole buffer it would take seconds
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
