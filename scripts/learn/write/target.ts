import { sweep } from '../cases.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/dqn/tdTarget.ts');

/** Lengths of arrays that do not fit to two rows of two actions. */
const WRONG_SIZES = [
  ['one discount', { discounts: 1 }],
  ['one entry of ended', { ends: 1 }],
  ['four values in qNext, two in qSelect', { select: 2 }],
  ['three values in qNext and in qSelect', { next: 3, select: 3 }],
] as const;

export const target: Writing = {
  name: 'target',
  topic: 'values',
  title: 'What should a Q-value be?',
  file: 'dqn/tdTarget.ts',
  body: 'tdTargetInto',
  task: [
    'Write the target of double Q-learning for a batch of B transitions with A actions: y = R + γᵐ (1 − ended) Q⁻(s′, a*), with ended 1 where nothing is bootstrapped. The action a* is the one for which qSelect is largest; its value is taken from qNext. Both are flat, row by row: the value of action a in row b is at b A + a.',
    'Write y into out, which has B entries. argMax(values, start, length) is imported: where the largest of values[start], …, values[start + length − 1] is, counted from start. Throw a RangeError if the sizes of the arrays do not fit together.',
  ],
  hints: [
    'A follows from the sizes: qNext.length / out.length.',
    'Two networks, two roles: argMax of qSelect says which action, qNext says what it is worth.',
    'future = ended ? 0 : qNext[b A + argMax(qSelect, b A, A)]; out = returns + discounts · future.',
  ],
  said: 'With qSelect = qNext this is plain Q-learning. With two networks a value that is too large by chance is seldom the one that is also chosen.',
  judge: async (load) => {
    const { tdTargetInto } = await load<Module>('dqn/tdTarget.ts');
    const targets = (ended: readonly number[], next: readonly number[], select = next) => {
      const out = new Float64Array(ended.length).fill(NaN); // what was there does not count
      tdTargetInto(
        out,
        Float64Array.of(1, 2).subarray(0, out.length),
        Float64Array.of(0.9, 0.5).subarray(0, out.length),
        Uint8Array.from(ended),
        Float64Array.from(next),
        Float64Array.from(select),
      );
      return out;
    };
    /** 1 if these sizes are a RangeError. */
    const refused = ({ discounts = 2, ends = 2, next = 4, select = 4 }): number => {
      try {
        tdTargetInto(
          new Float64Array(2),
          new Float64Array(2),
          new Float64Array(discounts),
          new Uint8Array(ends),
          new Float64Array(next),
          new Float64Array(select),
        );
      } catch (error) {
        if (error instanceof RangeError) return 1;
        throw error;
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
          what: 'y of these two rows, the first of them ended',
          got: () => targets([1, 0], [4, 2, 6, 8]),
          truth: [1, 6],
        },
        {
          what: 'y of these two rows, with qSelect = [0, 1; 1, 0]',
          got: () => targets([0, 0], [4, 2, 6, 8], [0, 1, 1, 0]),
          truth: [2.8, 5],
        },
        {
          what: 'y of one row, return 1, discount 0.9, qNext = [-3, -2, -5], qSelect = [-1, -9, -0.5]',
          got: () => targets([0], [-3, -2, -5], [-1, -9, -0.5]),
          truth: [-3.5],
        },
        ...WRONG_SIZES.map(([what, sizes]) => ({
          what: `RangeError (1: thrown, 0: not) for two rows and ${what}`,
          got: () => refused(sizes),
          truth: 1,
        })),
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
