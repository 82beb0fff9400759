import { sweep } from '../cases.ts';
import type { Writing } from '../write.ts';

export const unit: Writing = {
  name: 'unit',
  topic: 'bonus',
  title: 'From a gain in nats to a bonus',
  file: 'vime.ts',
  body: 'bonusOf',
  task: [
    'A number of nats has no natural size beside a reward of 1: how large gains are depends on the environment and on the model, and a few are thousands of times as large as the others. So a gain is divided by a unit, a usual gain of the first part of the run, and the bonus is at most c.bonusClip.',
    'Write bonusOf(gain, unit, c), where c has the constant bonusClip. Before anything was measured the unit is 0; then the bonus is 0.',
  ],
  hints: [
    'Three cases: no unit yet, a usual gain, an enormous one.',
    'Math.min(gain / unit, c.bonusClip), unless the unit is 0.',
  ],
  said: 'A gain of one unit is worth 1, and η says what that is in reward. As the model learns, gains fall and the unit stays: so the bonus falls, too. An outlier cannot outweigh the goal.',
  judge: async (load) => {
    const { bonusOf, CONSTANTS } = await load<
      Pick<typeof import('../../../src/vime.ts'), 'CONSTANTS'> & {
        readonly bonusOf: (gain: number, unit: number, c: object) => number;
      }
    >('vime.ts');
    const of = (gain: number, size: number, bonusClip = 5): number =>
      bonusOf(gain, size, { ...CONSTANTS, bonusClip });
    return {
      cases: [
        { what: 'the bonus of one unit', got: () => of(0.3, 0.3), truth: 1 },
        { what: 'the bonus of 0.5 in the unit 0.2', got: () => of(0.5, 0.2), truth: 2.5 },
        { what: 'the bonus of no gain', got: () => of(0, 0.2), truth: 0 },
        { what: 'the bonus of 1000 units', got: () => of(200, 0.2), truth: 5 },
        {
          what: 'the bonus of 1000 units with bonusClip = 3',
          got: () => of(200, 0.2, 3),
          truth: 3,
        },
        { what: 'the bonus while the unit is 0', got: () => of(0.5, 0), truth: 0 },
        { what: 'the bonus of 0 while the unit is 0', got: () => of(0, 0), truth: 0 },
      ],
      charts: [
        sweep(
          'bonus by gain',
          'gain in nats; the unit is 0.5, the clip 5',
          [0, 4],
          (x) => of(x, 0.5),
          (x) => (x > 2.5 ? 5 : 2 * x),
        ),
      ],
    };
  },
};
