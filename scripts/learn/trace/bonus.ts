import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly gains: readonly number[];
  readonly eta: number;
}

export const bonus: Trace<Numbers> = {
  name: 'trace-bonus',
  topic: 'bonus',
  title: 'What does a gain add to the reward?',
  draw: (rng) => ({
    // The newest is between two and five units, the others small: their mean is far from their median.
    gains: [rounded(rng, 1.1, 1.4, 2), ...[0, 1, 2, 3].map(() => rounded(rng, 0.3, 0.45, 2))],
    eta: rounded(rng, 0.002, 0.009, 3),
  }),
  task: ({ gains, eta }) => [
    `So far one step of a run has measured gains, these five, in nats: ${gains.join(', ')}, that of the newest transition first. Its reward from the environment is 0; eta = ${eta}, bonusClip = 5.`,
    'Follow train and bonusOf in src/vime.ts, or BonusUnit and bonusOfUnits in src/curiosity/bonusUnit.ts. What is the bonus of the newest transition, and what is the reward to learn from?',
  ],
  steps: async (load, { gains, eta }) => {
    const { BonusUnit, bonusOfUnits } =
      await load<typeof import('../../../src/curiosity/bonusUnit.ts')>('curiosity/bonusUnit.ts');
    const unit = new BonusUnit('frozen', 2000);
    unit.add(Float64Array.from(gains));
    const paid = bonusOfUnits(gains[0] / unit.value, false, 5);
    return [
      {
        name: 'unit',
        by: 'the mean, over one step, of the median of its gains',
        value: unit.value,
      },
      { name: 'bonus', by: 'gain / unit, at most 5', value: paid },
      { name: 'reward', by: 'reward of the environment + eta · bonus', value: eta * paid },
    ];
  },
  asked: ['bonus', 'reward'],
  said: 'A gain has no fixed worth: it counts in units of what was usual in the first part of the run, so that one eta serves different tasks and models.',
};
