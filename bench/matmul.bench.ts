/** Matrix products at the sizes of the networks, with inputs as they are: dense, or half zero after a ReLU. */
import {
  addMatmulInto,
  referenceAddMatmulInto,
  transposeInto,
} from '../src/math/kernels/matmul.ts';
import type { Case, Group, Work } from './case.ts';
import { checkClose } from './check.ts';
import { halfZero, normals, pool } from './inputs.ts';

interface Shape {
  readonly name: string;
  readonly M: number;
  readonly K: number;
  readonly N: number;
  /** True if `a` is stored as [K, M]: Xᵀ D without a copy. */
  readonly transposed?: boolean;
}

function productCase(shape: Shape, sparse: boolean): Case {
  const { name, M, K, N, transposed } = shape;
  const make = sparse ? halfZero : normals;
  const as = pool(M * K, (n) => make(M * K, `${name} a ${n}`));
  const b = normals(K * N, `${name} b`);
  const out = new Float64Array(M * N);
  const strides = transposed ? ([1, M] as const) : ([K, 1] as const);
  const nonZero = as.reduce((sum, a) => sum + a.filter((x) => x !== 0).length, 0) / as.length;

  const by =
    (kernel: typeof addMatmulInto) =>
    (a: Float64Array): void => {
      out.fill(0);
      kernel(out, a, strides, b, M, K, N);
    };
  const ours = by(addMatmulInto);
  const definition = by(referenceAddMatmulInto);
  const turn = (f: (a: Float64Array) => void): Work => {
    let at = 0;
    return (times) => {
      for (let i = 0; i < times; i++) f(as[at++ & (as.length - 1)]);
      return out[0] + out[out.length - 1];
    };
  };
  return {
    name: `${name}, ${sparse ? 'half zero' : 'dense'}`,
    size: `[${M},${K}]x[${K},${N}]`,
    elements: M * K * N,
    flops: 2 * nonZero * N,
    check: () => {
      for (const a of as) {
        definition(a);
        const expected = out.slice();
        ours(a);
        checkClose(name, out, expected, 1e-12);
      }
    },
    work: turn(ours),
    others: { definition: turn(definition) },
  };
}

function transposeCase(M: number, N: number): Case {
  const a = normals(M * N, 'transpose');
  const out = new Float64Array(M * N);
  const ours = (): void => transposeInto(out, a, M, N);
  const work: Work = (times) => {
    for (let i = 0; i < times; i++) ours();
    return out[0] + out[out.length - 1];
  };
  return {
    name: 'transpose',
    size: `[${M},${N}]`,
    elements: M * N,
    bytes: 16 * M * N,
    check: () => {
      ours();
      const expected = Float64Array.from(a, (_, at) => a[(at % M) * N + Math.floor(at / M)]);
      checkClose('transposeInto', out, expected, 0);
    },
    work,
  };
}

const SHAPES: readonly Shape[] = [
  { name: 'one state, hidden layer', M: 1, K: 64, N: 64 },
  { name: 'first layer, forward', M: 64, K: 2, N: 64 },
  { name: 'hidden layer, forward', M: 64, K: 64, N: 64 },
  { name: 'hidden layer, gradient of W', M: 64, K: 64, N: 64, transposed: true },
  { name: 'last layer, forward', M: 64, K: 64, N: 3 },
  { name: 'last layer, gradient of W', M: 64, K: 64, N: 3, transposed: true },
  { name: 'last layer, gradient of X', M: 64, K: 3, N: 64 },
  { name: 'BNN first layer, forward', M: 32, K: 5, N: 32 },
  { name: 'large', M: 256, K: 256, N: 256 },
];

export const group: Group = {
  title: 'Matrix products',
  *cases() {
    for (const shape of SHAPES) {
      yield productCase(shape, false);
      if (shape.K >= 64) yield productCase(shape, true);
    }
    yield transposeCase(64, 64);
  },
};
