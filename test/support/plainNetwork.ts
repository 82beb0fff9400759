import type { Layer } from '../../src/nn/layers.ts';

/** A multi-layer perceptron with ReLU for one input, by its formula and without code of the project. */
export function plainNetwork(
  input: readonly number[],
  parameters: Float64Array,
  layers: readonly Layer[],
): number[] {
  let h = [...input];
  layers.forEach(({ inputs, outputs, weightStart, biasStart }, n) => {
    const x = n === 0 ? h : h.map((value) => Math.max(0, value));
    h = Array.from({ length: outputs }, (_, j) => {
      let total = parameters[biasStart + j];
      for (let i = 0; i < inputs; i++) total += x[i] * parameters[weightStart + i * outputs + j];
      return total;
    });
  });
  return h;
}

/** Inputs and targets of a dynamics model for transitions, by the formulas. */
export function plainTransitions(
  transitions: readonly {
    readonly state: readonly number[];
    readonly action: number;
    readonly nextState: readonly number[];
  }[],
  inputScale: number,
  actionCount: number,
): { readonly x: number[]; readonly y: number[] }[] {
  const changes = transitions.map(({ state, nextState }) => nextState.map((s, i) => s - state[i]));
  const count = transitions.length;
  const mean = changes[0].map((_, i) => changes.reduce((sum, c) => sum + c[i], 0) / count);
  const sd = mean.map((m, i) =>
    Math.sqrt(changes.reduce((sum, c) => sum + (c[i] - m) ** 2, 0) / count),
  );
  return transitions.map(({ state, action }, n) => ({
    x: [
      ...state.map((s) => inputScale * s),
      ...Array.from({ length: actionCount }, (_, a) => (a === action ? 1 : 0)),
    ],
    y: changes[n].map((c, i) => (c - mean[i]) / sd[i]),
  }));
}
