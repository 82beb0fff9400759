import { sweep } from '../cases.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/dqn/tdTarget.ts');

export const target: Writing = {
  name: 'target',
  topic: 'values',
  title: 'What should a Q-value be?',
  file: 'dqn/tdTarget.ts',
  body: 'tdTargetInto',
  task: [
    'Write the target of double Q-learning for a batch of B transitions with A actions: y = R + γᵐ (1 − terminated) Q⁻(s′, a*). The action a* is the one for which qSelect is largest; its value is taken from qNext. Both are flat, row by row: the value of action a in row b is at b A + a.',
    'argMax(values, start, length) is imported. Sizes that do not fit are a RangeError.',
  ],
  hints: [
    'A follows from the sizes: qNext.length / out.length.',
    'Two networks, two roles: argMax of qSelect says which action, qNext says what it is worth.',
    'future = terminated ? 0 : qNext[b A + argMax(qSelect, b A, A)]; out = returns + discounts · future.',
  ],
  said: 'With qSelect = qNext this is plain Q-learning. With two networks a value that is too large by chance is seldom the one that is also chosen.',
  judge: async (load) => {
    const { tdTargetInto } = await load<Module>('dqn/tdTarget.ts');
    const targets = (terminated: readonly number[], next: readonly number[], select = next) => {
      const out = new Float64Array(terminated.length);
      tdTargetInto(
        out,
        Float64Array.of(1, 2).subarray(0, out.length),
        Float64Array.of(0.9, 0.5).subarray(0, out.length),
        Uint8Array.from(terminated),
        Float64Array.from(next),
        Float64Array.from(select),
      );
      return out;
    };
    const refused = (): number => {
      try {
        tdTargetInto(
          new Float64Array(2),
          new Float64Array(2),
          new Float64Array(1),
          new Uint8Array(2),
          new Float64Array(4),
          new Float64Array(4),
        );
      } catch (error) {
        return error instanceof RangeError ? 1 : 0;
      }
      return 0;
    };
    return {
      cases: [
        {
          what: 'y of two rows, returns [1, 2], discounts [0.9, 0.5], qNext = qSelect = [4, 2; 6, 8]',
          got: () => targets([0, 0], [4, 2, 6, 8]),
          truth: [4.6, 6],
        },
        {
          what: 'the same with the first row terminated',
          got: () => targets([1, 0], [4, 2, 6, 8]),
          truth: [1, 6],
        },
        {
          what: 'the same, chosen by qSelect = [0, 1; 1, 0]',
          got: () => targets([0, 0], [4, 2, 6, 8], [0, 1, 1, 0]),
          truth: [2.8, 5],
        },
        {
          what: 'three actions in one row, all below 0',
          got: () => targets([0], [-3, -2, -5], [-1, -9, -0.5]),
          truth: [-3.5],
        },
        { what: 'RangeErrors for a discount too few', got: refused, truth: 1 },
      ],
      charts: [
        sweep(
          'y with reward 1, discount 0.9, by the values of the next state',
          'qNext of action 0; action 1 has 0; qSelect is the same',
          [-3, 3],
          (x) => targets([0], [x, 0])[0],
          (x) => 1 + 0.9 * Math.max(x, 0),
        ),
      ],
    };
  },
};
