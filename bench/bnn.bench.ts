/** W3, W3x: a step of the evidence lower bound, from the batch in place to the new beliefs. */
import { add, mul, sub } from '../src/autodiff/arithmetic.ts';
import { backward, graphOf } from '../src/autodiff/backward.ts';
import { relu, scale, sqrt, square } from '../src/autodiff/elementwise.ts';
import { sum } from '../src/autodiff/reductions.ts';
import { constant, parameter, type Variable } from '../src/autodiff/variable.ts';
import { elbo } from '../src/bnn/elbo.ts';
import { posteriorOf } from '../src/bnn/posterior.ts';
import { log } from '../src/math/numerics/log.ts';
import { normal } from '../src/math/random/normal.ts';
import { stream } from '../src/math/random/rng.ts';
import { scalar, tensor, zeros } from '../src/autodiff/tensor.ts';
import * as page from '../src/vime.ts';
import type { Case, Group } from './case.ts';
import { checkClose } from './check.ts';
import { bnnStep, pageBeliefs, type BnnWorkOptions } from './works.ts';

type BnnWork = ReturnType<typeof bnnStep>;

const HALF_LOG_TWO_PI = 0.9189385332046727;

/** The evidence lower bound. */
const UNWEIGHTED = { ...page.CONSTANTS, betaNll: 0 };

/** The bound of the first batch in the operations of the page (src/vime.ts), whose own has exact moments. */
function plainLoss(
  { options, batches, dataCount }: BnnWork,
  phi: Float64Array,
  noise: readonly Float64Array[],
) {
  const { sizes, samples: S, batchSize: B, likelihoodSd: sd, priorSd, kind } = options;
  const [I, H, O] = sizes;
  const beliefs = pageBeliefs(phi, [I, H, O], sd);
  const x = constant(tensor(batches[0].x.slice(), [B, I]));
  const y = constant(tensor(batches[0].y.slice(), [B, O]));
  if (kind === 'exact')
    return { beliefs, loss: page.losses(beliefs, { x, y }, dataCount, UNWEIGHTED).loss };

  const { mu, sigma } = page.posterior(beliefs);
  const [means, variances] = [mu, square(sigma)].map((vector) => page.layersOf(vector, sizes));
  const part = (all: Float64Array, s: number, shape: readonly number[]): Variable => {
    const size = all.length / S;
    return constant(tensor(all.slice(s * size, (s + 1) * size), shape));
  };
  let squaredError: Variable = constant(scalar(0));
  for (let s = 0; s < S; s++) {
    let h: Variable = x;
    if (kind === 'weight') {
      const weights = add(mu, mul(sigma, part(noise[0], s, mu.value.shape))); // θ = μ + σ ε
      page.layersOf(weights, sizes).forEach((layer, n) => {
        h = page.linear(n === 0 ? h : relu(h), layer);
      });
    } else {
      means.forEach((layer, n) => {
        const input = n === 0 ? h : relu(h);
        const known = [input, constant(zeros(input.value.shape))] as const;
        const [m, v] = page.linearMoments(known, layer, variances[n]);
        h = add(m, mul(sqrt(v), part(noise[n], s, m.value.shape))); // z = m + √v ε
      });
    }
    squaredError = add(squaredError, sum(square(sub(h, y))));
  }
  const nll = add(
    scale(squaredError, 0.5 / (sd * sd * S * B)),
    constant(scalar(O * (log(sd) + HALF_LOG_TWO_PI))),
  );
  return { beliefs, loss: add(nll, scale(page.klFromPrior(beliefs, priorSd), 1 / dataCount)) };
}

/** The first step must report the plain bound and climb the plain gradient. */
function check(work: BnnWork): void {
  const { bnn, options, batches, dataCount, step } = work;
  const { batchSize: B, samples: S, kind, sizes } = options;
  const [, H, O] = sizes;
  const phi = bnn.posterior.phi.value.data.slice();
  const P = bnn.posterior.mu.value.size;
  const lengths = { exact: [], local: [S * B * H, S * B * O], weight: [S * P] }[kind];
  const rng = stream(1, 'bench bnn noise'); // what the first step will draw
  const noise = lengths.map((length) => normal(length, rng));
  const { beliefs, loss } = plainLoss(work, phi, noise);
  backward(loss);

  const leaf = parameter(tensor(phi, [phi.length]));
  const bound = elbo(
    posteriorOf(leaf, bnn.posterior.layers),
    constant(tensor(batches[0].x.slice(), [B, sizes[0]])),
    constant(tensor(batches[0].y.slice(), [B, O])),
    { ...options, klWeight: constant(scalar(1 / dataCount)) },
  );
  bound.likelihood.draws.forEach((epsilon, n) => epsilon.value.data.set(noise[n]));
  const graph = graphOf(bound.loss);
  graph.forward();
  graph.backward();
  checkClose('gradient of the ELBO', leaf.grad!.data, beliefs.phi.parameters.grad!.data, 1e-10);
  checkClose('ELBO', [step(0).objective], [-loss.value.data[0]], 1e-10);
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
      for (let i = 0; i < times; i++) total += work.step(at++).objective;
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
