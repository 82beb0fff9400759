/** Every fast kernel beside its definition, on random sizes, 0 and 1 included; neither touches its inputs. */
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { referenceSumGaussianKl, sumGaussianKl } from '../../../src/math/kernels/gaussianKl.ts';
import * as gain from '../../../src/math/kernels/layerGain.ts';
import * as matmul from '../../../src/math/kernels/matmul.ts';
import * as randomInput from '../../../src/math/kernels/randomInput.ts';
import {
  addRandomInputGain,
  referenceAddRandomInputGain,
} from '../../../src/math/kernels/randomInputGain.ts';
import * as randomInputWeights from '../../../src/math/kernels/randomInputWeights.ts';
import * as rectifiedGaussian from '../../../src/math/kernels/rectifiedGaussian.ts';
import * as rectifiedLinear from '../../../src/math/kernels/rectifiedLinear.ts';
import { addRowsTo, referenceAddRowsTo } from '../../../src/math/kernels/reduce.ts';
import * as relu from '../../../src/math/kernels/relu.ts';
import {
  referenceSparseProductInto,
  sparseProductInto,
} from '../../../src/math/kernels/sparseProduct.ts';
import { WIDEST_ROW } from '../../../src/math/kernels/sparseRow.ts';
import { normal } from '../../../src/math/random/normal.ts';
import { stream, type Rng } from '../../../src/math/random/rng.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';

/** Makes the arrays of a call: standard normal numbers, turned into something else by `of`. */
interface Make {
  /** A result; what it holds before must be added to or written over, as the definition does. */
  readonly out: (length: number) => Float64Array;
  readonly input: (length: number, of?: (x: number) => number) => Float64Array;
}

interface Pair {
  readonly name: string;
  readonly sizes: number;
  readonly options: PairOptions;
  readonly prepare: (sizes: readonly number[], make: Make) => Call;
}

/** One call with its arguments, both ways. */
interface Call {
  readonly fast: () => unknown;
  readonly reference: () => unknown;
}

interface PairOptions {
  /** The largest of the random sizes; 20 if left out. */
  readonly largest?: number;
  /** Sizes besides the random ones. */
  readonly also?: readonly (readonly number[])[];
  /** The largest error, relative, and absolute where results are differences; 0, the same bits, if left out. */
  readonly relative?: number;
  readonly absolute?: number;
}

const pairs: Pair[] = [];

/** @param prepare makes the arguments for `sizes` sizes and hands them to `call` */
function pair<A extends readonly unknown[]>(
  reference: (...args: A) => unknown,
  fast: (...args: NoInfer<A>) => unknown,
  sizes: number,
  prepare: (sizes: readonly number[], make: Make, call: (...args: A) => Call) => Call,
  options: PairOptions = {},
): void {
  pairs.push({
    name: reference.name,
    sizes,
    options,
    prepare: (values, make) =>
      prepare(values, make, (...args) => ({
        fast: () => fast(...args),
        reference: () => reference(...args),
      })),
  });
}

const halfZero = (x: number): number => Math.max(x, 0);
const someZero = (x: number): number => (Math.abs(x) < 0.3 ? 0 : x);
const square = (x: number): number => x * x;

// Widths around the panels of eight and three columns, rows that are taken in parts, more panels than lanes have room for.
const wide = [
  [0, 3, 9],
  [3, 0, 9],
  [9, 0, 9],
  [2, WIDEST_ROW + 3, 9],
  [9, 1500, 29],
  [9, 2 * WIDEST_ROW + 5, 20],
];
for (const onlyPositive of [false, true]) {
  for (const byColumns of [false, true]) {
    pair(
      referenceSparseProductInto,
      sparseProductInto,
      3,
      ([M, K, N], { out, input }, call) => {
        const [row, column] = byColumns ? [1, M] : [K, 1];
        const [left, right, start] = [input(M * K, someZero), input(K * N), input(N)];
        return call(out(M * N), start, 0, left, row, column, right, M, K, N, onlyPositive);
      },
      { largest: 40, also: wide },
    );
  }
}
for (const byColumns of [false, true]) {
  pair(
    matmul.referenceAddMatmulInto,
    matmul.addMatmulInto,
    3,
    ([M, K, N], { out, input }, call) => {
      const strides: matmul.Strides = byColumns ? [1, M] : [K, 1];
      return call(out(M * N), input(M * K, halfZero), strides, input(K * N, halfZero), M, K, N);
    },
    { largest: 40, also: wide },
  );
}
pair(
  matmul.referenceLinearInto,
  matmul.linearInto,
  3,
  ([M, K, N], { out, input }, call) =>
    call(out(M * N), input(M * K, halfZero), input(K * N), input(N), M, K, N),
  { also: wide },
);

pair(relu.referenceReluInto, relu.reluInto, 1, ([n], { out, input }, call) =>
  call(out(n), input(n, someZero)),
);
pair(relu.referenceAddReluGradient, relu.addReluGradient, 1, ([n], { out, input }, call) =>
  call(out(n), input(n), input(n, someZero)),
);

const layers = [
  [64, 64, 3],
  [9, 1500, 29],
  [9, 300, 300], // more weights than there is room for
  [2, WIDEST_ROW + 1, 2],
  [2, 2, WIDEST_ROW + 1],
];
pair(
  rectifiedLinear.referenceRectifiedLinearInto,
  rectifiedLinear.rectifiedLinearInto,
  3,
  ([B, K, N], { out, input }, call) =>
    call(out(B * N), input(B * K, someZero), input(K * N), input(N), B, K, N),
  { also: layers },
);
for (const outGradOf of [(x: number) => x, halfZero]) {
  pair(
    rectifiedLinear.referenceAddRectifiedLinearGradients,
    rectifiedLinear.addRectifiedLinearGradients,
    3,
    ([B, K, N], { out, input }, call) =>
      call(
        out(B * K),
        out(K * N),
        out(N),
        input(B * N, outGradOf),
        input(B * K, someZero),
        input(K * N),
        B,
        K,
        N,
      ),
    { also: layers },
  );
}

pair(referenceAddRowsTo, addRowsTo, 2, ([B, N], { out, input }, call) =>
  call(out(N), input(B * N)),
);

for (const apart of [1e-12, 1e-6, 0.01, 0.03, 0.3, 3]) {
  pair(
    referenceSumGaussianKl,
    sumGaussianKl,
    1,
    ([P], { input }, call) => {
      const mu = input(P);
      const sigma = input(P, (x) => Math.exp(2 * x));
      const [shift, stretch] = [input(P), input(P)];
      const otherMu = mu.map((m, i) => m + apart * shift[i] * sigma[i]);
      const otherSigma = sigma.map((s, i) => s * Math.exp(apart * stretch[i]));
      return call(mu, sigma, otherMu, otherSigma);
    },
    { largest: 500, relative: 1e-13 },
  );
}

pair(
  rectifiedGaussian.referenceRectifiedGaussianInto,
  rectifiedGaussian.rectifiedGaussianInto,
  1,
  ([n], { out, input }, call) =>
    call(
      out(n),
      out(n),
      out(n),
      out(n),
      out(n),
      out(n),
      input(n),
      input(n, (x) => 0.1 + x * x),
    ),
  { largest: 500, absolute: 1e-13 },
);

/** Inputs of a layer with random inputs: mean, variance and second moment, [B, I] each. */
type InputMoments = [mean: Float64Array, variance: Float64Array, secondMoment: Float64Array];
const inputMoments = (length: number, { input }: Make): InputMoments => [
  input(length),
  input(length, square),
  input(length, square),
];
const randomInputs = {
  relative: 1e-13,
  absolute: 1e-13,
  also: [
    [0, 3, 2],
    [2, 0, 2],
    [3, 5, 0],
    [1, WIDEST_ROW + 3, 3],
    [WIDEST_ROW + 3, 2, 3],
  ],
};
pair(
  randomInput.referenceRandomInputMomentsInto,
  randomInput.randomInputMomentsInto,
  3,
  ([B, I, O], make, call) => {
    const { out, input } = make;
    const [mu, s2] = [input(I * O), input(I * O, square)];
    const [muBias, s2Bias] = [input(O), input(O, square)];
    return call(out(B * O), out(B * O), ...inputMoments(B * I, make), mu, s2, muBias, s2Bias, I, O);
  },
  { ...randomInputs, absolute: 1e-11 },
);
pair(
  randomInput.referenceAddRandomInputGradients,
  randomInput.addRandomInputGradients,
  3,
  ([B, I, O], { out, input }, call) =>
    call(
      out(B * I),
      out(B * I),
      out(B * I),
      input(B * O),
      input(B * O),
      input(I * O),
      input(I * O, square),
      I,
      O,
    ),
  randomInputs,
);
pair(
  referenceAddRandomInputGain,
  addRandomInputGain,
  3,
  ([B, I, O], make, call) => {
    const { out, input } = make;
    const [g, h] = [input(B * O), input(B * O)];
    const [mu, s2, s2Bias] = [input(I * O), input(I * O, square), input(O, square)];
    return call(out(B), ...inputMoments(B * I, make), g, h, mu, s2, s2Bias, I, O);
  },
  { ...randomInputs, relative: 1e-12 },
);
pair(
  randomInputWeights.referenceAddRandomInputWeightGradients,
  randomInputWeights.addRandomInputWeightGradients,
  3,
  ([B, I, O], make, call) => {
    const { out, input } = make;
    const grads = [out(I * O), out(I * O), out(O), out(O)] as const;
    return call(
      ...grads,
      ...inputMoments(B * I, make),
      input(B * O),
      input(B * O),
      input(I * O),
      I,
      O,
    );
  },
  { ...randomInputs, absolute: 1e-11 },
);

/** A layer in the middle of its network's vector, and the numbers in the vector. */
const placeOf = (I: number, O: number): gain.LayerPlace & { readonly end: number } => {
  const biasStart = 2 + I * O;
  return { inputs: I, outputs: O, weightStart: 2, biasStart, end: biasStart + O };
};
const gains = { relative: 1e-12, absolute: 1e-13, largest: 9 };
pair(
  gain.referenceKnownInputGain,
  gain.addSampledInputGain,
  4,
  ([B, S, I, O], { out, input }, call) => {
    const place = placeOf(I, O);
    const [g, h] = [input(S * B * O), input(S * B * O)];
    return call(out(B), input(S * B * I, someZero), g, h, input(place.end, square), place, S);
  },
  gains,
);
pair(
  gain.referenceKnownInputGain,
  (out, inputs, g, h, s2, { inputs: I, outputs: O, weightStart, biasStart }, _samples) => {
    /** Σ (x² σ²)ⁿ + (σ_b²)ⁿ */
    const sums = (power: number): Float64Array =>
      g.map((_, at) => {
        const [b, j] = [Math.floor(at / O), at % O];
        let total = s2[biasStart + j] ** power;
        for (let i = 0; i < I; i++) {
          total += (inputs[b * I + i] ** 2 * s2[weightStart + i * O + j]) ** power;
        }
        return total;
      });
    gain.addKnownInputGain(out, g, h, sums(1), sums(2));
  },
  3,
  ([B, I, O], { out, input }, call) => {
    const place = placeOf(I, O);
    const [g, h] = [input(B * O), input(B * O)];
    // Numbers that belong to no weight of the layer would be counted: there are none, for their gradients are 0.
    return call(out(B), input(B * I, someZero), g, h, input(place.end, square), place, 1);
  },
  gains,
);
pair(
  gain.referenceDrawnWeightsGain,
  gain.addDrawnWeightsGain,
  4,
  ([B, S, I, O], { out, input }, call) => {
    const place = placeOf(I, O);
    const each = (length: number): Float64Array[] =>
      Array.from({ length: S }, () => input(length, someZero));
    const noise = input(S * place.end);
    return call(out(B), each(B * I), each(B * O), noise, input(place.end, square), place);
  },
  gains,
);

/** All ways to choose `count` sizes of 0 and 1. */
const corners = (count: number): number[][] =>
  Array.from({ length: 1 << count }, (_, bits) =>
    Array.from({ length: count }, (_, n) => (bits >> n) & 1),
  );

function check({ prepare, options }: Pair, sizes: readonly number[], rng: Rng): void {
  const [outs, inputs]: [Float64Array[], Float64Array[]] = [[], []];
  const keep = (list: Float64Array[], array: Float64Array): Float64Array => {
    list.push(array);
    return array;
  };
  const { fast, reference } = prepare(sizes, {
    out: (length) => keep(outs, normal(length, rng)),
    input: (length, of = (x) => x) => keep(inputs, normal(length, rng).map(of)),
  });
  const [start, kept] = [outs, inputs].map((arrays) => arrays.map((a) => a.slice()));
  const result = (run: () => unknown): Float64Array[] => {
    outs.forEach((out, n) => out.set(start[n]));
    const returned = run();
    inputs.forEach((input, n) =>
      assertSameBits(input, kept[n], `[${sizes.join(', ')}]: input ${n}`),
    );
    const arrays = outs.map((out) => out.slice());
    return typeof returned === 'number' ? [...arrays, Float64Array.of(returned)] : arrays;
  };
  const expected = result(reference);
  const { relative = 0, absolute = 0 } = options;
  result(fast).forEach((out, n) => {
    const what = `[${sizes.join(', ')}]: result ${n}`;
    if (relative === 0 && absolute === 0) assertSameBits(out, expected[n], what);
    else assertClose(out, expected[n], what, relative, absolute);
  });
}

pairs.forEach((pair, n) => {
  test(`${pair.name} (${n}) and its fast form agree`, () => {
    const rng = stream(1, `${pair.name} ${n}`);
    const { largest = 20, also = [] } = pair.options;
    for (const sizes of corners(pair.sizes)) check(pair, sizes, rng);
    for (let trial = 0; trial < 30; trial++) {
      const sizes = Array.from({ length: pair.sizes }, () => rng.integer(largest + 1));
      check(pair, sizes, rng);
    }
    for (const sizes of also) check(pair, sizes, rng);
  });
});

test('every definition of the kernels is compared with its fast form', async () => {
  const folder = new URL('../../../src/math/kernels/', import.meta.url);
  const compared = new Set(pairs.map(({ name }) => name));
  compared.add('referenceGain'); // a part of the three definitions of gains
  for (const file of readdirSync(folder)) {
    const exported = Object.keys((await import(new URL(file, folder).href)) as object);
    for (const name of exported.filter((name) => name.startsWith('reference'))) {
      assert.ok(compared.has(name), `${file}: ${name}`);
    }
  }
});

test.run();
