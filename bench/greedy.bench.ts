/** W1: the greedy action. Half of an environment step of an agent that does not learn. */
import { referenceLinearInto } from '../src/math/kernels/matmul.ts';
import { networkFunction } from '../src/nn/network.ts';
import type { Layer } from '../src/nn/layers.ts';
import type { Case, Group, Work } from './case.ts';
import { checkClose } from './check.ts';
import { handFusedDqn } from './handFused.ts';
import { GAMMA, greedy, Q_SIZES } from './works.ts';

/** The network by its definition: x W + b, then max(·, 0), layer by layer. @returns [rows, A] */
export function plainNetwork(
  x: Float64Array,
  p: Float64Array,
  layers: readonly Layer[],
): Float64Array {
  const rows = x.length / layers[0].inputs;
  let h = x;
  layers.forEach(({ inputs, outputs, weightStart, biasStart, end }, n) => {
    if (n > 0) h = h.map((v) => Math.max(v, 0));
    const z = new Float64Array(rows * outputs);
    const [weights, bias] = [p.subarray(weightStart, biasStart), p.subarray(biasStart, end)];
    referenceLinearInto(z, h, weights, bias, rows, inputs, outputs);
    h = z;
  });
  return h;
}

const argMaxOf = (q: Float64Array): number => q.indexOf(Math.max(...q));

function actionCase(): Case {
  const { layers, parameters, states, act, q } = greedy();
  const plain = (row: number): number =>
    argMaxOf(plainNetwork(states.subarray(2 * row, 2 * row + 2), parameters, layers));
  const hand = handFusedDqn(parameters, {
    hidden: Q_SIZES[1],
    batchSize: 1,
    gamma: GAMMA,
    maxGradNorm: 10,
    tau: 0,
    averageWeight: 0,
  });
  const byHand = (row: number): number => hand.act(states[2 * row], states[2 * row + 1]);
  const turn = (f: (row: number) => number): Work => {
    let at = 0;
    return (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += f(at++ & 255);
      return sum;
    };
  };
  return {
    name: 'W1 greedy action',
    size: '1 state',
    elements: 1,
    flops: 2 * (2 * 64 + 64 * 32 + 3 * 32), // about half of the units are on
    check: () => {
      for (let row = 0; row < 256; row++) {
        const action = act(row);
        const state = states.subarray(2 * row, 2 * row + 2);
        checkClose('Q-values', q.evaluate(), plainNetwork(state, parameters, layers), 1e-12);
        if (action !== plain(row) || action !== byHand(row)) {
          throw new Error(`greedy: row ${row}: actions ${action}, ${plain(row)}, ${byHand(row)}`);
        }
      }
    },
    work: turn(act),
    others: { definition: turn(plain), handFused: turn(byHand) },
    target: { ns: 5000 },
  };
}

/** Evaluation plays 20 episodes side by side. */
function batchCase(rows: number): Case {
  const { layers, parameters, states } = greedy();
  const q = networkFunction(parameters, layers, rows);
  const inputs = Array.from({ length: 8 }, (_, n) =>
    states.slice(2 * rows * n, 2 * rows * (n + 1)),
  );
  const ours = (x: Float64Array): Float64Array => {
    q.inputs.set(x);
    return q.evaluate();
  };
  const turn = (f: (x: Float64Array) => Float64Array): Work => {
    let at = 0;
    return (times) => {
      let sum = 0;
      for (let i = 0; i < times; i++) sum += f(inputs[at++ & 7])[0];
      return sum;
    };
  };
  const plain = (x: Float64Array): Float64Array => plainNetwork(x, parameters, layers);
  return {
    name: 'Q-values for evaluation',
    size: `${rows} states`,
    elements: rows,
    flops: rows * 2 * (2 * 64 + 64 * 32 + 3 * 32),
    check: () => {
      for (const x of inputs) checkClose('Q-values', ours(x), plain(x), 1e-12);
    },
    work: turn(ours),
    others: { definition: turn(plain) },
  };
}

export const group: Group = {
  title: 'Acting: the 2-64-64-3 network without gradient',
  *cases() {
    yield actionCase();
    yield batchCase(20);
  },
};
