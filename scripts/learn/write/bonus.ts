import { sweep } from '../cases.ts';
import type { Writing } from '../write.ts';

type Module = typeof import('../../../src/curiosity/rivals/counts.ts');
type TransitionModule = typeof import('../../../src/replay/transition.ts');

/** Visits to the cells at −0.9, 0 and 0.8 before anything is measured. */
const VISITS = [
  [-0.9, 1],
  [0, 4],
  [0.8, 20],
] as const;

export const bonus: Writing = {
  name: 'bonus',
  topic: 'bonus',
  title: 'A bonus without a model: count',
  file: 'curiosity/rivals/counts.ts',
  body: 'measure',
  task: [
    'Every kind of curiosity has the same interface (src/curiosity/curiosity.ts): `update` sees each transition as it happens, `measure` says how new each transition of a batch is. The oldest kind counts: the state space is cut into cells, and a state is as new as 1 / n, with n the visits to its cell so far.',
    'Write Counts.measure(batch, out). batch.nextStates is flat, [B, S], row by row; out has B entries. this.#placeOf(states, start, end) names the cell of the state from start to end, this.#visits has the visits by that name. A cell that was never visited counts as visited once. Measuring is no visit. (The bonus is the root, 1 / √n; it is taken elsewhere.)',
  ],
  hints: [
    'S = nextStates.length / out.length. Row r is from r S to (r + 1) S.',
    'The state that counts is the one that was reached, nextStates.',
    'out[row] = 1 / (this.#visits.get(place) ?? 1).',
  ],
  said: 'Exact in a small state space. In a large one, or with variables of noise, nearly every cell is new for ever: that is what models are for.',
  judge: async (load) => {
    const { Counts } = await load<Module>('curiosity/rivals/counts.ts');
    const { createTransitionBatch } = await load<TransitionModule>('replay/transition.ts');
    const measured = (
      states: readonly (readonly number[])[],
      visits: readonly (readonly [number, number])[],
    ) => {
      const S = states[0].length;
      const counts = new Counts({ rows: states.length }, 10);
      for (const [x, count] of visits) {
        for (let n = 0; n < count; n++) {
          const nextState = new Float64Array(S).fill(x);
          const state = new Float64Array(S).fill(-x);
          counts.update({
            state,
            action: 0,
            reward: 0,
            nextState,
            terminated: false,
            truncated: false,
          });
        }
      }
      const batch = createTransitionBatch(states.length, S);
      batch.nextStates.set(states.flat());
      batch.states.fill(0.5);
      const out = new Float64Array(states.length).fill(NaN); // what was there does not count
      counts.measure(batch, out);
      return { out, counts };
    };
    const one = (x: number, visits: readonly (readonly [number, number])[] = VISITS): number =>
      measured([[x]], visits).out[0];
    return {
      cases: [
        { what: 'a cell visited once', got: () => one(-0.9), truth: 1 },
        { what: 'a cell visited four times', got: () => one(0), truth: 0.25 },
        { what: 'another state in that cell', got: () => one(0.1), truth: 0.25 },
        { what: 'a cell that was never visited', got: () => one(0.5), truth: 1 },
        {
          what: 'three states of a batch',
          got: () => measured([[0.8], [0], [-0.9]], VISITS).out,
          truth: [0.05, 0.25, 1],
        },
        {
          what: 'states of two numbers',
          got: () =>
            measured(
              [
                [0.8, 0.8],
                [0.8, 0],
                [0, 0],
              ],
              VISITS,
            ).out,
          truth: [0.05, 1, 0.25],
        },
        {
          what: 'visits of the three cells after two of them and a new one were measured',
          got: () => measured([[0.8], [0], [0.5]], VISITS).counts.state().visits,
          truth: [1, 4, 20],
        },
      ],
      charts: [
        sweep(
          'novelty of a cell by its visits',
          'visits',
          [1, 20],
          (n) => one(0.8, [[0.8, n]]),
          (n) => 1 / n,
          19,
        ),
      ],
    };
  },
};
