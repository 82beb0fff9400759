/** Small beliefs of all sizes and spreads, for tests. */
import { parameter } from '../../src/autodiff/variable.ts';
import { posteriorOf, type Posterior } from '../../src/bnn/posterior.ts';
import { layersOf, parameterCount } from '../../src/nn/layers.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { seeded } from './gradcheck.ts';

/** A posterior with means in ±0.8 and rho in [−2.5, 0.5], that is sigma from 0.08 to 0.97. */
export function somePosterior(name: string, sizes: readonly number[]): Posterior {
  const layers = layersOf(sizes);
  const P = parameterCount(layers);
  const mu = seeded(`${name} mu`, [P], -0.8, 0.8);
  const rho = seeded(`${name} rho`, [P], -2.5, 0.5);
  return posteriorOf(parameter(fromArray([...mu, ...rho])), layers);
}
