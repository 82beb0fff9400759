import type { Case } from '../cases.ts';
import type { Writing } from '../write.ts';

type End = 'goal' | 'limit' | null;

/** Twelve steps of three episodes; the last goes on. */
const ENDS: readonly End[] = [
  null,
  null,
  null,
  'goal',
  null,
  'limit',
  'goal',
  null,
  null,
  null,
  null,
  null,
];
const REWARDS = [1, 2, 0, 4, -1, 3, 5, 0.5, 0, 2, 1, 6];
const GAMMA = 0.5;

/** Return, discount, ended and last slot, from the definition: the rewards up to the first end, to the newest, at most n. */
function truthOf(slot: number, n: number, truncationEnds: boolean): number[] {
  const next = ENDS.findIndex((end, at) => at >= slot && end !== null);
  const last = Math.min(slot + n - 1, next < 0 ? ENDS.length - 1 : next);
  const taken = REWARDS.slice(slot, last + 1);
  const total = taken.reduceRight((rest, reward) => reward + GAMMA * rest, 0);
  const ends = ENDS[last] === 'goal' || (truncationEnds && ENDS[last] === 'limit');
  return [total, GAMMA ** taken.length, ends ? 1 : 0, last];
}

export const nStep: Writing = {
  name: 'n-step',
  topic: 'returns',
  title: 'Add n rewards, but none of the next episode',
  file: 'replay/nStep.ts',
  body: 'gatherNStep',
  task: [
    'Write gatherNStep: for each slot it walks through the memory, adds up to nStep rewards, each discounted, and notes where to bootstrap. The walk stops early at the end of an episode and at the newest transition, replay.newest. After the slot replay.capacity − 1 comes slot 0. The reward to add is rewardOf(slot): it has the bonus in it, replay.rewards has not.',
    'Fill row b of the batch: states and actions of the first transition; returns and discounts; nextStates of the last one; ended 1 where nothing is bootstrapped, at a goal, and at a time limit only if truncationEnds, and 0 elsewhere. The batch is used again and again: what was in it does not count.',
  ],
  hints: [
    'Take the first reward before the loop, with discount = gamma. Then for m = 1 .. nStep − 1: stop, or go to the next slot.',
    'Three reasons to stop: terminated, truncated, newest. They concern the slot you are in, before you go on.',
    'In the next slot: total += discount · rewardOf(slot), then discount *= gamma.',
  ],
  said: 'Rewards from one episode only, and the future where there is one: at a time limit, too.',
  judge: async (load) => {
    const { ReplayBuffer } =
      await load<typeof import('../../../src/replay/replayBuffer.ts')>('replay/replayBuffer.ts');
    const { createNStepBatch, gatherNStep } =
      await load<typeof import('../../../src/replay/nStep.ts')>('replay/nStep.ts');
    /** @param before transitions that were replaced: walks then go around the end of the buffer */
    const walked = (n: number, truncationEnds: boolean, before = 0) => {
      const replay = new ReplayBuffer(ENDS.length, 2);
      const add = (at: number): number =>
        replay.add({
          state: Float64Array.of(at, -at),
          action: at % 3,
          reward: 0, // what is to be added is by rewardOf
          nextState: Float64Array.of(at + 0.5, -at - 0.5),
          terminated: ENDS[at] === 'goal',
          truncated: ENDS[at] === 'limit',
        });
      for (let at = 0; at < before; at++) add(at);
      const slots = Int32Array.from(ENDS, (_, at) => add(at));
      const batch = createNStepBatch(slots.length, 2);
      const { states, actions, returns: sums, discounts, nextStates, ended } = batch;
      const columns = [states, actions, sums, discounts, nextStates, ended];
      for (const values of columns) values.fill(1); // of a batch before
      const options = { nStep: n, gamma: GAMMA, truncationEnds };
      const rewardOf = (slot: number): number => REWARDS[replay.states[2 * slot]];
      gatherNStep(batch, replay, slots, options, rewardOf);
      return batch;
    };
    type Batch = ReturnType<typeof walked>;
    const all = ENDS.map((_, slot) => slot);
    const column = (n: number, ends: boolean, which: number): number[] =>
      all.map((slot) => truthOf(slot, n, ends)[which]);
    const casesOf = (n: number, ends: boolean, before: number): Case[] => {
      const slots = before > 0 ? `slots ${before} to 11, then 0 to ${before - 1}` : 'slots 0 to 11';
      const where = `from ${slots}, nStep ${n}, truncationEnds ${ends}`;
      const of = (what: keyof Batch, truth: readonly number[]): Case => ({
        what: `${what} ${where}`,
        got: () => walked(n, ends, before)[what],
        truth,
      });
      const nexts = column(n, ends, 3).flatMap((at) => [at + 0.5, -at - 0.5]);
      return [
        of('returns', column(n, ends, 0)),
        of('discounts', column(n, ends, 1)),
        of('ended', column(n, ends, 2)),
        of('nextStates', nexts),
        of(
          'states',
          all.flatMap((at) => [at, -at]),
        ),
        of(
          'actions',
          all.map((at) => at % 3),
        ),
      ];
    };
    const returns = (): readonly number[] => {
      try {
        return [...walked(3, false).returns];
      } catch {
        return all.map(() => NaN);
      }
    };
    const points = (ys: readonly number[]) => ys.map((y, x) => [x, y] as const);
    return {
      cases: [
        ...casesOf(1, false, 0),
        ...casesOf(3, false, 0),
        ...casesOf(3, true, 0),
        ...casesOf(3, false, 4), // two of the walks go around the end of the buffer
      ],
      charts: [
        {
          title: 'returns of three steps; a goal in slots 3 and 6, a time limit in 5',
          across: 'slot',
          curves: [
            { name: 'yours', points: points(returns()) },
            { name: 'true', points: points(column(3, false, 0)) },
          ],
        },
      ],
    };
  },
};
