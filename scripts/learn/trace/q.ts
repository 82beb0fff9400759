import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly reward: number;
  readonly gamma: number;
  readonly online: readonly number[];
  readonly target: readonly number[];
  readonly now: number;
}

export const q: Trace<Numbers> = {
  name: 'trace-q',
  topic: 'values',
  title: 'What is the target of a Q-value, and how large is the error?',
  draw: (rng) => {
    const three = (): number[] => [0, 1, 2].map(() => rounded(rng, 0.1, 0.95, 2));
    const [reward, gamma] = [rounded(rng, 0.01, 0.2, 2), rounded(rng, 0.8, 0.99, 2)];
    for (;;) {
      const [online, target] = [three(), three()];
      const highest = Math.max(...online);
      const future = target[online.indexOf(highest)];
      // Else it would not show which network chooses, and which one values the choice.
      const others = [highest, Math.max(...target)];
      if (others.some((other) => Math.abs(other - future) < 0.05)) continue;
      return { reward, gamma, online, target, now: rounded(rng, -2, -1, 2) };
    }
  },
  task: ({ reward, gamma, online, target, now }) => [
    `One step brought the reward ${reward}; the discount is ${gamma}, and the episode goes on. In the next state the online network says [${online.join(', ')}] of the three actions, the target network [${target.join(', ')}]. Of the action that was taken the online network had said ${now}.`,
    'Follow updateQ in src/vime.ts, double Q-learning with n = 1. What is the target y, and what is the Huber loss of this one transition, with huberDelta = 1?',
  ],
  steps: async (load, { reward, gamma, online, target, now }) => {
    const { tdTargetInto } =
      await load<typeof import('../../../src/dqn/tdTarget.ts')>('dqn/tdTarget.ts');
    const { argMax } =
      await load<typeof import('../../../src/math/kernels/reduce.ts')>('math/kernels/reduce.ts');
    const { huber } =
      await load<typeof import('../../../src/autodiff/elementwise.ts')>('autodiff/elementwise.ts');
    const { constant } =
      await load<typeof import('../../../src/autodiff/variable.ts')>('autodiff/variable.ts');
    const { fromArray } =
      await load<typeof import('../../../src/autodiff/tensor.ts')>('autodiff/tensor.ts');
    const y = new Float64Array(1);
    const [select, next] = [online, target].map((values) => Float64Array.from(values));
    const one = (value: number) => Float64Array.of(value);
    tdTargetInto(y, one(reward), one(gamma), Uint8Array.of(0), next, select);
    const best = argMax(select, 0, 3);
    const error = now - y[0];
    const loss = huber(constant(fromArray([error])), 1).value.data[0];
    return [
      { name: 'best', by: 'the action, from 0, of the largest online value', value: best },
      { name: 'future', by: 'what the target network says of it', value: next[best] },
      { name: 'y', by: 'reward + discount · future', value: y[0] },
      { name: 'error', by: 'Q(s, a) − y', value: error },
      { name: 'loss', by: 'beyond huberDelta = 1 the line |error| − ½', value: loss },
    ];
  },
  asked: ['y', 'loss'],
  said: 'One network chooses, the other values the choice. An error above 1 pulls no harder than an error of 1.',
};
