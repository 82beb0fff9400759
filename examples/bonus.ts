/** A bonus of one's own, 1 / visits of a part of the first state variable. `--curiosity ./examples/bonus.ts` trains with it. */
import type { Curiosity, RivalSizes } from 'vime/curiosity';

const meaning =
  'One over the visits to the twentieth of the first state variable that was reached.';

export default function createRarity({
  stateSize,
  rows,
}: RivalSizes): Curiosity<{ n: Float64Array }> {
  const n = new Float64Array(20); // visits
  const partOf = (x: number): number => Math.min(19, Math.max(0, Math.floor(10 * (x + 1))));
  return {
    measured: {
      name: 'rarity',
      unit: '1 / visits',
      meaning,
      of: 'memory',
      objective: null,
      uncertainty: null,
    },
    learnt: [], // no network
    batchSize: 0,
    rows,
    update: ({ nextState }) => {
      n[partOf(nextState[0])]++;
    },
    learn: () => null,
    measure: ({ nextStates }, out) => {
      out.forEach((_, row) => (out[row] = 1 / Math.max(1, n[partOf(nextStates[row * stateSize])])));
    },
    state: () => ({ n: n.slice() }),
    restore: (state) => n.set(state.n),
  };
}
