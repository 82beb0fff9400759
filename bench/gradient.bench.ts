/** The autodiff core on a multi-layer perceptron: a graph recorded once and replayed, or built anew. */
import { backward, graphOf } from '../src/autodiff/backward.ts';
import { constant, parameter, zeroGrad, type Variable } from '../src/autodiff/variable.ts';
import { mean } from '../src/autodiff/reductions.ts';
import { square } from '../src/autodiff/elementwise.ts';
import { sub } from '../src/autodiff/arithmetic.ts';
import { referenceLinearInto } from '../src/math/kernels/matmul.ts';
import { uniformInit } from '../src/nn/init.ts';
import { layersOf, type Layer } from '../src/nn/layers.ts';
import { mlp } from '../src/nn/mlp.ts';
import { stream } from '../src/math/random/rng.ts';
import { tensor, zeros } from '../src/autodiff/tensor.ts';
import type { Case, Group, Work } from './case.ts';
import { checkClose } from './check.ts';
import { normals, pool } from './inputs.ts';

/** Squared error of an MLP and its gradient by the chain rule, in plain loops. @returns the loss */
function plainGradient(
  grad: Float64Array,
  x: Float64Array,
  y: Float64Array,
  p: Float64Array,
  layers: readonly Layer[],
): number {
  const B = x.length / layers[0].inputs;
  const inputs: Float64Array[] = []; // what each layer saw, [B, in]
  let h = x;
  for (const { inputs: I, outputs: O, weightStart, biasStart, end } of layers) {
    if (inputs.length > 0) h = h.map((v) => Math.max(v, 0));
    inputs.push(h);
    const z = new Float64Array(B * O);
    const [weights, bias] = [p.subarray(weightStart, biasStart), p.subarray(biasStart, end)];
    referenceLinearInto(z, h, weights, bias, B, I, O);
    h = z;
  }
  let d = h.map((v, i) => (2 * (v - y[i])) / h.length); // gradient by the layer's output
  grad.fill(0);
  for (let n = layers.length - 1; n >= 0; n--) {
    const { inputs: I, outputs: O, weightStart, biasStart } = layers[n];
    const seen = inputs[n];
    const below = new Float64Array(B * I);
    for (let b = 0; b < B; b++) {
      for (let j = 0; j < O; j++) {
        const dj = d[b * O + j];
        grad[biasStart + j] += dj;
        for (let i = 0; i < I; i++) {
          grad[weightStart + i * O + j] += seen[b * I + i] * dj;
          below[b * I + i] += p[weightStart + i * O + j] * dj;
        }
      }
    }
    d = below.map((v, i) => (seen[i] > 0 ? v : 0));
  }
  return h.reduce((sum, v, i) => sum + (v - y[i]) * (v - y[i]), 0) / h.length;
}

/** Multiply-adds of the three products of every layer, with half of the hidden units off. */
function usefulFlops(layers: readonly Layer[], B: number): number {
  return layers.reduce((sum, { inputs: I, outputs: O }, n) => {
    const forwardAndWeights = 2 * B * I * O * (n === 0 ? 1 : 0.5);
    const toInputs = n === 0 ? 0 : B * I * O * (n === layers.length - 1 ? 1 : 0.5);
    return sum + 2 * (forwardAndWeights + toInputs);
  }, 0);
}

function setUp(sizes: readonly number[], B: number) {
  const layers = layersOf(sizes);
  const p = uniformInit(layers, stream(1, 'bench gradient'));
  const I = sizes[0];
  const O = sizes[sizes.length - 1];
  const batches = pool(B * I, (n) => ({
    x: normals(B * I, `bench gradient x ${n}`),
    y: normals(B * O, `bench gradient y ${n}`),
  }));
  const parameters = parameter(tensor(p, [p.length]));
  const x = constant(zeros([B, I]));
  const y = constant(zeros([B, O]));
  const build = (): Variable => mean(square(sub(mlp(x, parameters, layers), y)));
  const turn = (f: (batch: (typeof batches)[0]) => number): Work => {
    let at = 0;
    return (times) => {
      let total = 0;
      for (let i = 0; i < times; i++) total += f(batches[at++ & (batches.length - 1)]);
      return total;
    };
  };
  const fill = (batch: (typeof batches)[0]): void => {
    x.value.data.set(batch.x);
    y.value.data.set(batch.y);
  };
  return { layers, p, batches, parameters, build, turn, fill };
}

function gradientCase(sizes: readonly number[], B: number, anew: boolean): Case {
  const { layers, p, batches, parameters, build, turn, fill } = setUp(sizes, B);
  const loss = build();
  const graph = graphOf(loss);
  const grad = parameters.grad!.data;
  const expected = new Float64Array(p.length);

  const replayed = (batch: (typeof batches)[0]): number => {
    fill(batch);
    graph.forward();
    zeroGrad(parameters);
    graph.backward();
    return loss.value.data[0] + grad[0];
  };
  const built = (batch: (typeof batches)[0]): number => {
    fill(batch);
    const output = build();
    zeroGrad(parameters);
    backward(output);
    return output.value.data[0] + grad[0];
  };
  const plain = ({ x, y }: (typeof batches)[0]): number =>
    plainGradient(expected, x, y, p, layers) + expected[0];
  const ours = anew ? built : replayed;
  return {
    name: anew ? 'gradient, graph built anew' : 'gradient, graph replayed',
    size: `${sizes.join('-')}, batch ${B}`,
    elements: B,
    flops: usefulFlops(layers, B),
    check: () => {
      for (const batch of batches.slice(0, 4)) {
        const value = ours(batch);
        checkClose('loss', [value], [plain(batch)], 1e-12);
        checkClose('gradient', grad, expected, 1e-12);
      }
    },
    work: turn(ours),
    others: { definition: turn(plain) },
  };
}

/** The forward half alone. */
function forwardCase(sizes: readonly number[], B: number): Case {
  const { layers, p, batches, build, turn, fill } = setUp(sizes, B);
  const loss = build();
  const graph = graphOf(loss);
  const scratch = new Float64Array(p.length);
  const ours = (batch: (typeof batches)[0]): number => {
    fill(batch);
    graph.forward();
    return loss.value.data[0];
  };
  return {
    name: 'forward only, graph replayed',
    size: `${sizes.join('-')}, batch ${B}`,
    elements: B,
    check: () => {
      for (const batch of batches.slice(0, 4)) {
        const expected = plainGradient(scratch, batch.x, batch.y, p, layers);
        checkClose('loss', [ours(batch)], [expected], 1e-12);
      }
    },
    work: turn(ours),
  };
}

export const group: Group = {
  title: 'Gradients by autodiff: squared error of an MLP',
  *cases() {
    yield forwardCase([2, 64, 64, 3], 64);
    for (const [sizes, B] of [
      [[2, 8, 3], 1],
      [[2, 64, 64, 3], 1],
      [[2, 64, 64, 3], 64],
      [[2, 256, 256, 3], 64],
    ] as const) {
      yield gradientCase(sizes, B, false);
    }
    yield gradientCase([2, 8, 3], 1, true);
    yield gradientCase([2, 64, 64, 3], 64, true);
  },
};
