/** Loops over flat arrays, from one weight to a million, beside `Math` and `ndarray-ops`. */
import ndarray from 'ndarray';
import ops from 'ndarray-ops';
import * as kernel from '../src/math/kernels/elementwise.ts';
import { norm, sum } from '../src/math/kernels/reduce.ts';
import { referenceReluInto, reluInto } from '../src/math/kernels/relu.ts';
import { Adam } from '../src/optim/adam.ts';
import { normalInto } from '../src/math/random/normal.ts';
import { stream } from '../src/math/random/rng.ts';
import type { Case, Group, Work } from './case.ts';
import { checkClose } from './check.ts';
import { normals, pool } from './inputs.ts';
import { count } from './table.ts';

type Loop = (out: Float64Array, a: Float64Array, b: Float64Array) => void;
type NdLoop = (out: ndarray.NdArray, a: ndarray.NdArray, b: ndarray.NdArray) => void;

interface Kernel {
  readonly name: string;
  readonly run: Loop;
  /** The formula in the plainest loop, with `Math` for the elementary functions. */
  readonly definition: Loop;
  readonly ndarrayOps?: NdLoop;
  /** Arrays of 8-byte numbers that are read or written. */
  readonly streams: number;
  readonly tolerance: number;
  /** What `a` is made of; standard normal numbers if left out. */
  readonly input?: (x: number) => number;
}

const KERNELS: readonly Kernel[] = [
  {
    name: 'add',
    run: kernel.addInto,
    definition: (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] = a[i] + b[i];
    },
    ndarrayOps: (out, a, b) => ops.add(out, a, b),
    streams: 3,
    tolerance: 0,
  },
  {
    name: 'out += a b',
    run: kernel.addProduct,
    definition: (out, a, b) => {
      for (let i = 0; i < out.length; i++) out[i] += a[i] * b[i];
    },
    streams: 4,
    tolerance: 1e-15,
  },
  {
    name: 'mix (average, target)',
    run: (out, a) => kernel.mixInto(out, a, 0.02),
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) out[i] = 0.98 * out[i] + 0.02 * a[i];
    },
    streams: 3,
    tolerance: 1e-15,
  },
  {
    name: 'relu',
    run: reluInto,
    definition: referenceReluInto,
    ndarrayOps: (out, a) => ops.maxs(out, a, 0),
    streams: 2,
    tolerance: 0,
  },
  {
    name: 'huber',
    run: (out, a) => kernel.huberInto(out, a, 1),
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) {
        const size = Math.abs(a[i]);
        out[i] = size <= 1 ? 0.5 * a[i] * a[i] : size - 0.5;
      }
    },
    streams: 2,
    tolerance: 1e-15,
  },
  {
    name: 'sqrt',
    run: kernel.sqrtInto,
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(a[i]);
    },
    ndarrayOps: (out, a) => ops.sqrt(out, a),
    streams: 2,
    tolerance: 0,
    input: Math.abs,
  },
  {
    name: 'exp',
    run: kernel.expInto,
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.exp(a[i]);
    },
    ndarrayOps: (out, a) => ops.exp(out, a),
    streams: 2,
    tolerance: 1e-15,
  },
  {
    name: 'log',
    run: kernel.logInto,
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.log(a[i]);
    },
    ndarrayOps: (out, a) => ops.log(out, a),
    streams: 2,
    tolerance: 1e-15,
    input: Math.exp,
  },
  {
    name: 'tanh',
    run: kernel.tanhInto,
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) out[i] = Math.tanh(a[i]);
    },
    streams: 2,
    tolerance: 1e-15,
  },
  {
    name: 'softplus',
    run: kernel.softplusInto,
    definition: (out, a) => {
      for (let i = 0; i < out.length; i++) {
        out[i] = Math.max(a[i], 0) + Math.log1p(Math.exp(-Math.abs(a[i])));
      }
    },
    streams: 2,
    tolerance: 1e-15,
  },
];

const SIZES = [1, 64, 4096, 1_000_000];

function kernelCase(entry: Kernel, size: number): Case {
  const {
    name,
    run,
    definition,
    ndarrayOps,
    streams,
    tolerance,
    input = (x: number): number => x,
  } = entry;
  const inputs = pool(2 * size, (n) => ({
    a: normals(size, `${name} a ${n}`).map(input),
    b: normals(size, `${name} b ${n}`),
  }));
  const wrapped = inputs.map(({ a, b }) => [ndarray(a), ndarray(b)] as const);
  const out = new Float64Array(size);
  const wrappedOut = ndarray(out);
  let at = 0;
  const turn =
    (loop: Loop): Work =>
    (times) => {
      for (let i = 0; i < times; i++) {
        const { a, b } = inputs[at++ & (inputs.length - 1)];
        loop(out, a, b);
      }
      return out[0] + out[size - 1];
    };
  const ndTurn =
    (loop: NdLoop): Work =>
    (times) => {
      for (let i = 0; i < times; i++) {
        const [a, b] = wrapped[at++ & (wrapped.length - 1)];
        loop(wrappedOut, a, b);
      }
      return out[0] + out[size - 1];
    };
  return {
    name,
    size: count(size),
    elements: size,
    bytes: size >= 1000 ? 8 * streams * size : undefined,
    check: () => {
      const start = normals(size, `${name} out`);
      const expected = new Float64Array(size);
      for (const [n, { a, b }] of inputs.entries()) {
        expected.set(start);
        definition(expected, a, b);
        out.set(start);
        run(out, a, b);
        checkClose(name, out, expected, tolerance);
        if (!ndarrayOps) continue;
        ndarrayOps(wrappedOut, ...wrapped[n]);
        checkClose(`${name} by ndarray-ops`, out, expected, tolerance);
      }
    },
    work: turn(run),
    others: { definition: turn(definition), ndarrayOps: ndarrayOps && ndTurn(ndarrayOps) },
  };
}

function reductionCase(name: string, f: (x: Float64Array) => number, size: number): Case {
  const x = normals(size, name);
  const isSum = name === 'sum';
  const definition = (): number => {
    const total = x.reduce((t, xi) => t + (isSum ? xi : xi * xi), 0);
    return isSum ? total : Math.sqrt(total);
  };
  const byOps = isSum ? () => ops.sum(ndarray(x)) : () => ops.norm2(ndarray(x));
  const repeat =
    (g: () => number) =>
    (times: number): number => {
      let total = 0;
      for (let i = 0; i < times; i++) total += g();
      return total;
    };
  return {
    name,
    size: count(size),
    elements: size,
    bytes: size >= 1000 ? 8 * size : undefined,
    check: () => {
      checkClose(name, [f(x)], [definition()], 1e-12);
      checkClose(`${name} by ndarray-ops`, [byOps()], [definition()], 1e-12);
    },
    work: repeat(() => f(x)),
    others: { definition: repeat(definition), ndarrayOps: repeat(byOps) },
  };
}

/** One Adam step of P parameters, beside the algorithm written plainly (Kingma and Ba 2015). */
function adamCase(size: number): Case {
  const grad = normals(size, 'adam gradient');
  const parameters = normals(size, 'adam parameters');
  const adam = new Adam(size);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const theta = parameters.slice();
  let step = 0;
  const plain = (): void => {
    step++;
    const mCorrection = 1 - 0.9 ** step;
    const vCorrection = 1 - 0.999 ** step;
    for (let i = 0; i < size; i++) {
      m[i] = 0.9 * m[i] + 0.1 * grad[i];
      v[i] = 0.999 * v[i] + 0.001 * grad[i] * grad[i];
      const mHat = m[i] / mCorrection;
      const vHat = v[i] / vCorrection;
      theta[i] -= (1e-9 * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
  };
  return {
    name: 'Adam step',
    size: count(size),
    elements: size,
    bytes: size >= 1000 ? 56 * size : undefined,
    check: () => {
      for (let i = 0; i < 3; i++) {
        adam.step(parameters, grad, 1e-9);
        plain();
        checkClose('Adam', parameters, theta, 1e-12);
      }
    },
    work: (times) => {
      for (let i = 0; i < times; i++) adam.step(parameters, grad, 1e-9);
      return parameters[0];
    },
    others: {
      definition: (times) => {
        for (let i = 0; i < times; i++) plain();
        return theta[0];
      },
    },
  };
}

/** Normal draws by Box and Muller, checked by their moments: there is no other way to get the same ones. */
function normalCase(size: number): Case {
  const rng = stream(1, 'bench normal');
  const out = new Float64Array(size);
  return {
    name: 'standard normal draws',
    size: count(size),
    elements: size,
    check: () => {
      normalInto(out, rng);
      const mean = sum(out) / size;
      const sd = norm(out) / Math.sqrt(size);
      checkClose('mean and sd of normal draws', [mean, sd], [0, 1], 5 / Math.sqrt(size));
    },
    work: (times) => {
      for (let i = 0; i < times; i++) normalInto(out, rng);
      return out[0];
    },
  };
}

export const group: Group = {
  title: 'Element-wise loops, sums, Adam',
  *cases() {
    for (const entry of KERNELS) for (const size of SIZES) yield kernelCase(entry, size);
    for (const size of SIZES) yield reductionCase('sum', sum, size);
    for (const size of SIZES) yield reductionCase('norm', norm, size);
    for (const size of [258, 4547, 1_000_000]) yield adamCase(size);
    yield normalCase(4096);
  },
};
