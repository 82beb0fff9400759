import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly rewards: readonly number[];
  readonly gamma: number;
  /** Where the time limit is. */
  readonly end: number;
}

export const nStep: Trace<Numbers> = {
  name: 'trace-n-step',
  topic: 'returns',
  title: 'How many rewards are added, and what follows them?',
  draw: (rng) => ({
    rewards: [0, 1, 2, 3, 4, 5].map(() => rounded(rng, 0.1, 0.9, 1)),
    gamma: rounded(rng, 0.5, 0.9, 1),
    end: 1 + rng.integer(2),
  }),
  task: ({ rewards, gamma, end }) => [
    `Six transitions lie in memory one after the other, in slots 0 to 5, with the rewards ${rewards.join(', ')}. The one in slot ${end} was cut by the time limit, that in slot 5 is the newest.`,
    `Follow gatherNStep in src/replay/nStep.ts from slot 0, with nStep = 4, gamma = ${gamma} and truncationEnds = false. What are returns, discounts and ended (0 or 1) of that row?`,
  ],
  steps: async (load, { rewards, gamma, end }) => {
    const { ReplayBuffer } =
      await load<typeof import('../../../src/replay/replayBuffer.ts')>('replay/replayBuffer.ts');
    const { createNStepBatch, gatherNStep } =
      await load<typeof import('../../../src/replay/nStep.ts')>('replay/nStep.ts');
    const replay = new ReplayBuffer(rewards.length, 1);
    rewards.forEach((reward, n) =>
      replay.add({
        state: Float64Array.of(n),
        action: 0,
        reward,
        nextState: Float64Array.of(n + 1),
        terminated: false,
        truncated: n === end,
      }),
    );
    const batch = createNStepBatch(1, 1);
    gatherNStep(
      batch,
      replay,
      Int32Array.of(0),
      { nStep: 4, gamma, truncationEnds: false },
      (slot) => replay.rewards[slot],
    );
    return [
      { name: 'last', by: 'the slot in which the walk ends', value: batch.nextStates[0] - 1 },
      { name: 'second', by: 'gamma · reward of slot 1', value: gamma * rewards[1] },
      {
        name: 'returns',
        by: 'Σ gammaⁱ · reward of slot i, up to the last',
        value: batch.returns[0],
      },
      { name: 'discounts', by: 'gamma to the number of rewards', value: batch.discounts[0] },
      {
        name: 'ended',
        by: '1 if nothing follows: at a goal, not at a time limit',
        value: batch.ended[0],
      },
    ];
  },
  asked: ['returns', 'discounts', 'ended'],
  said: 'The walk stops at the end of the episode, whichever it is; the future is left out only at a goal.',
};
