/** KL of diagonal Gaussians: W5 of the targets, and its gradient. */
import ndarray from 'ndarray';
import ops from 'ndarray-ops';
import { backward, graphOf } from '../src/autodiff/backward.ts';
import { constant, parameter, zeroGrad } from '../src/autodiff/variable.ts';
import { gaussianPrior, kl } from '../src/bnn/kl.ts';
import {
  gaussianKl,
  referenceSumGaussianKl,
  sumGaussianKl,
} from '../src/math/kernels/gaussianKl.ts';
import { tensor } from '../src/autodiff/tensor.ts';
import type { Case, Group, Work } from './case.ts';
import { checkClose } from './check.ts';
import { normals, pool, uniforms } from './inputs.ts';
import { count } from './table.ts';

/** Two sets of beliefs, the second close to the first as after one update. */
export interface Beliefs {
  readonly mu1: Float64Array;
  readonly sigma1: Float64Array;
  readonly mu2: Float64Array;
  readonly sigma2: Float64Array;
}

export function beliefs(size: number, name: string): Beliefs {
  const mu2 = normals(size, `${name} mu`);
  const sigma2 = uniforms(size, 0.05, 0.5, `${name} sigma`);
  const shift = normals(size, `${name} shift`);
  const stretch = uniforms(size, 0.8, 1.25, `${name} stretch`);
  return {
    mu1: mu2.map((m, i) => m + 0.1 * sigma2[i] * shift[i]),
    sigma1: sigma2.map((s, i) => s * stretch[i]),
    mu2,
    sigma2,
  };
}

const definition = ({ mu1, sigma1, mu2, sigma2 }: Beliefs): number =>
  referenceSumGaussianKl(mu1, sigma1, mu2, sigma2);

/** Σ (σ₁² + (μ₁ − μ₂)²) / 2 σ₂² − ½ + log(σ₂ / σ₁), one array operation after the other. */
function withNdarrayOps(size: number): (q: Beliefs) => number {
  const [a, b, c] = [0, 1, 2].map(() => ndarray(new Float64Array(size)));
  return ({ mu1, sigma1, mu2, sigma2 }) => {
    const s1 = ndarray(sigma1);
    const s2 = ndarray(sigma2);
    ops.sub(a, ndarray(mu1), ndarray(mu2));
    ops.muleq(a, a);
    ops.mul(b, s1, s1);
    ops.addeq(a, b);
    ops.mul(c, s2, s2);
    ops.diveq(a, c);
    ops.div(b, s2, s1);
    ops.logeq(b);
    return 0.5 * ops.sum(a) - 0.5 * size + ops.sum(b);
  };
}

/**
 * One logarithm for a product of eight ratios: the fastest known, with the textbook formula, which loses the digits
 * of a KL that is small and overflows when ratios are extreme. The size must be a multiple of 8.
 */
function handFused({ mu1, sigma1, mu2, sigma2 }: Beliefs): number {
  let squares = 0;
  let logs = 0;
  for (let i = 0; i < mu1.length; i += 8) {
    let product = 1;
    for (let j = i; j < i + 8; j++) {
      const inverse = 1 / sigma2[j];
      const r = sigma1[j] * inverse;
      const d = (mu1[j] - mu2[j]) * inverse;
      squares += r * r + d * d;
      product *= r;
    }
    logs += Math.log(product);
  }
  return 0.5 * (squares - mu1.length) - logs;
}

const turn = (inputs: readonly Beliefs[], f: (q: Beliefs) => number): Work => {
  let at = 0;
  return (times) => {
    let total = 0;
    for (let i = 0; i < times; i++) total += f(inputs[at++ & (inputs.length - 1)]);
    return total;
  };
};

function sumCase(size: number): Case {
  const inputs = pool(4 * size, (n) => beliefs(size, `kl ${n}`));
  const ours = (q: Beliefs): number => sumGaussianKl(q.mu1, q.sigma1, q.mu2, q.sigma2);
  const byNdarrayOps = withNdarrayOps(size);
  return {
    name: size === 1 ? 'KL of one weight' : 'KL, sum over weights',
    size: count(size),
    elements: size,
    bytes: size >= 1000 ? 32 * size : undefined,
    check: () => {
      for (const q of inputs) {
        checkClose('sumGaussianKl', [ours(q)], [definition(q)], 1e-12);
        checkClose('KL by ndarray-ops', [byNdarrayOps(q)], [definition(q)], 1e-9);
        if (size % 8 === 0) checkClose('KL by hand', [handFused(q)], [definition(q)], 1e-9);
      }
    },
    work: turn(inputs, ours),
    others: {
      definition: turn(inputs, definition),
      ndarrayOps: turn(inputs, byNdarrayOps),
      handFused: size % 8 === 0 ? turn(inputs, handFused) : undefined,
    },
  };
}

/** KL from the prior and its gradient by μ and σ, through the graph, as in a step of the ELBO. */
function gradientCase(size: number): Case {
  const q = beliefs(size, 'kl gradient');
  const mu = parameter(tensor(q.mu1, [size]));
  const sigma = parameter(tensor(q.sigma1, [size]));
  const prior = 0.5;
  const total = kl({ mu, sigma }, gaussianPrior(size, prior));
  const graph = graphOf(total);
  const gMu = new Float64Array(size);
  const gSigma = new Float64Array(size);

  // d/dμ = μ / σₚ² and d/dσ = σ / σₚ² − 1 / σ
  const plain = (): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum += gaussianKl(q.mu1[i], q.sigma1[i], 0, prior);
      gMu[i] = q.mu1[i] / (prior * prior);
      gSigma[i] = q.sigma1[i] / (prior * prior) - 1 / q.sigma1[i];
    }
    return sum;
  };
  const ours = (): number => {
    graph.forward();
    zeroGrad(mu, sigma);
    graph.backward();
    return total.value.data[0] + mu.grad!.data[0] + sigma.grad!.data[0];
  };
  return {
    name: 'KL from the prior and its gradient',
    size: count(size),
    elements: size,
    check: () => {
      ours();
      checkClose('kl', [total.value.data[0]], [plain()], 1e-12);
      checkClose('kl: gradient by mu', mu.grad!.data, gMu, 1e-12);
      checkClose('kl: gradient by sigma', sigma.grad!.data, gSigma, 1e-12);
    },
    work: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += ours();
      return sum;
    },
    others: {
      definition: (times) => {
        let sum = 0;
        for (let i = 0; i < times; i++) sum += plain() + gMu[0] + gSigma[0];
        return sum;
      },
    },
  };
}

/** The same KL, but with its graph built anew for every use: what recording once saves. */
function rebuiltCase(size: number): Case {
  const q = beliefs(size, 'kl rebuilt');
  const build = (): number => {
    const mu = parameter(tensor(q.mu1, [size]));
    const sigma = parameter(tensor(q.sigma1, [size]));
    const p = { mu: constant(tensor(q.mu2, [size])), sigma: constant(tensor(q.sigma2, [size])) };
    const total = kl({ mu, sigma }, p);
    backward(total);
    return total.value.data[0] + mu.grad!.data[0];
  };
  return {
    name: 'KL and its gradient, graph built anew',
    size: count(size),
    elements: size,
    check: () => {
      const expected = definition(q) + (q.mu1[0] - q.mu2[0]) / (q.sigma2[0] * q.sigma2[0]);
      checkClose('kl, built anew', [build()], [expected], 1e-12);
    },
    work: (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += build();
      return sum;
    },
  };
}

export const group: Group = {
  title: 'KL of diagonal Gaussians',
  *cases() {
    for (const size of [1, 8, 64, 256, 1000, 10_000, 100_000, 1_000_000]) yield sumCase(size);
    for (const size of [258, 100_000]) yield gradientCase(size);
    yield rebuiltCase(258);
  },
};
