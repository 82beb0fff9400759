/** W3, W3x: a step of the evidence lower bound, from the batch in place to the new beliefs. */
import { record } from '../src/autodiff/backward.ts';
import { constant, parameter } from '../src/autodiff/variable.ts';
import { elbo } from '../src/bnn/elbo.ts';
import { posteriorOf } from '../src/bnn/posterior.ts';
import { normal } from '../src/random/normal.ts';
import { stream } from '../src/random/rng.ts';
import { scalar, tensor } from '../src/tensor/tensor.ts';
import type { Case, Group } from './case.ts';
import { checkClose } from './check.ts';
import {
  centralDifferences,
  drawnLogLikelihood,
  drawnWeightsLogLikelihood,
  exactLogLikelihood,
  klFromPrior,
} from './plainBnn.ts';
import { bnnStep, type BnnWorkOptions } from './works.ts';

/** The bound of the first batch in plain loops, as a function of phi, and the noise that the first step will draw. */
function plainBound({ options, batches, dataCount, bnn }: ReturnType<typeof bnnStep>) {
  const { sizes, samples: S, batchSize: B, likelihoodSd: sd, priorSd, kind } = options;
  const [I, H, O] = sizes;
  const P = bnn.posterior.mu.value.size;
  const lengths = { exact: [], local: [S * B * H, S * B * O], weight: [S * P] }[kind];
  const rng = stream(1, 'bench bnn noise');
  const noise = lengths.map((length) => normal(length, rng));

  const logLikelihood = (phi: Float64Array, row: number, s: number): number => {
    const x = batches[0].x.subarray(row * I, (row + 1) * I);
    const y = batches[0].y.subarray(row * O, (row + 1) * O);
    if (kind === 'exact') return exactLogLikelihood(phi, sizes, x, y, sd);
    if (kind === 'weight') {
      const draw = noise[0].subarray(s * P, (s + 1) * P);
      return drawnWeightsLogLikelihood(phi, sizes, x, y, sd, draw);
    }
    const at = s * B + row;
    const draws = [H, O].map((width, n) => noise[n].subarray(at * width, (at + 1) * width));
    return drawnLogLikelihood(phi, sizes, x, y, sd, draws);
  };
  const draws = kind === 'exact' ? 1 : S;
  const loss = (phi: Float64Array): number => {
    let total = 0;
    for (let row = 0; row < B; row++) {
      for (let s = 0; s < draws; s++) total += logLikelihood(phi, row, s) / draws;
    }
    return -total / B + klFromPrior(phi, priorSd) / dataCount;
  };
  return { loss, noise };
}

/** The first step must report the plain bound and climb the plain gradient. */
function check(work: ReturnType<typeof bnnStep>): void {
  const { bnn, options, batches, dataCount, step } = work;
  const phi = bnn.posterior.phi.value.data.slice();
  const { loss, noise } = plainBound(work);

  const leaf = parameter(tensor(phi.slice(), [phi.length]));
  const { batchSize: B } = options;
  const bound = elbo(
    posteriorOf(leaf, bnn.posterior.layers),
    constant(tensor(batches[0].x.slice(), [B, options.sizes[0]])),
    constant(tensor(batches[0].y.slice(), [B, 2])),
    { ...options, klWeight: constant(scalar(1 / dataCount)) },
  );
  bound.likelihood.noise.forEach((epsilon, n) => epsilon.value.data.set(noise[n]));
  const graph = record(bound.loss);
  graph.forward();
  graph.backward();
  checkClose('gradient of the ELBO', leaf.grad!.data, centralDifferences(loss, phi), 1e-6);
  checkClose('ELBO', [step(0).elbo], [-loss(phi)], 1e-10);
}

function elboCase(name: string, options: BnnWorkOptions, target?: { ns: number }): Case {
  const work = bnnStep(options);
  const { inputs, batchSize, samples, kind } = options;
  const drawn = kind === 'exact' ? '' : ` x ${samples} samples`;
  let at = 0;
  return {
    name,
    size: `${inputs}-32-2, ${batchSize} rows${drawn}`,
    elements: batchSize * (kind === 'exact' ? 1 : samples),
    check: () => check(work),
    work: (times) => {
      let total = 0;
      for (let i = 0; i < times; i++) total += work.step(at++).elbo;
      return total;
    },
    ...(target ? { target } : {}),
  };
}

export const group: Group = {
  title: 'Learning beliefs: a step of the ELBO, noise drawn and Adam included',
  *cases() {
    const local = { kind: 'local', inputs: 3 } as const;
    yield elboCase('W3 local reparameterisation', { ...local, batchSize: 10, samples: 10 });
    yield elboCase('W3 local reparameterisation', { ...local, batchSize: 64, samples: 1 });
    const exact = { kind: 'exact', inputs: 5, batchSize: 32, samples: 1 } as const;
    yield elboCase('W3x exact moments (default run)', exact, { ns: 150_000 });
    yield elboCase('weights drawn (the paper)', {
      kind: 'weight',
      inputs: 3,
      batchSize: 10,
      samples: 10,
    });
  },
};
