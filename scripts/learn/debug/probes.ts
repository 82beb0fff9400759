/** What a copy must do when its fault is mended: the least that tells right from wrong, by the name of the fault. */
import type { Case } from '../cases.ts';
import type { Load } from '../exercise.ts';

type ReplayModule = typeof import('../../../src/replay/replayBuffer.ts');
type NStepModule = typeof import('../../../src/replay/nStep.ts');

/** Rows [return, discount, terminated] of a memory of steps with reward 1, from each slot. */
async function walks(
  load: Load,
  ends: readonly ('terminated' | 'truncated' | null)[],
  options: { readonly nStep: number; readonly gamma: number; readonly truncationEnds: boolean },
): Promise<number[]> {
  const { ReplayBuffer } = await load<ReplayModule>('replay/replayBuffer.ts');
  const { createNStepBatch, gatherNStep } = await load<NStepModule>('replay/nStep.ts');
  const replay = new ReplayBuffer(ends.length, 1);
  ends.forEach((end, n) =>
    replay.add({
      state: Float64Array.of(n),
      action: 0,
      reward: 1,
      nextState: Float64Array.of(n + 1),
      terminated: end === 'terminated',
      truncated: end === 'truncated',
    }),
  );
  const batch = createNStepBatch(ends.length, 1);
  const slots = Int32Array.from(ends, (_, n) => n);
  gatherNStep(batch, replay, slots, options, (slot) => replay.rewards[slot]);
  return ends.flatMap((_, b) => [batch.returns[b], batch.discounts[b], batch.terminated[b]]);
}

type Probe = (load: Load) => Promise<readonly Case[]>;

const timeLimit: Probe = async (load) => {
  const ends = ['truncated', 'terminated'] as const;
  const got = await walks(load, ends, { nStep: 1, gamma: 0.5, truncationEnds: false });
  const ended = await walks(load, ends, { nStep: 1, gamma: 0.5, truncationEnds: true });
  return [
    {
      what: 'return, discount and terminated at a time limit, then at a goal',
      got: () => got,
      truth: [1, 0.5, 0, 1, 0.5, 1],
    },
    { what: 'the same with truncationEnds', got: () => ended, truth: [1, 0.5, 1, 1, 0.5, 1] },
  ];
};

export const PROBES: Readonly<Record<string, Probe>> = {
  'debug-values': timeLimit,
};
