/** A bonus of one's own, 1 / visits of a part of the first state variable. `--curiosity ./examples/bonus.ts` trains with it. */
import type { OwnCuriosity, RivalSizes } from 'vime/curiosity';

const partOf = (x: number): number => Math.min(19, Math.max(0, Math.floor(10 * (x + 1))));

export default function rarity({ stateSize }: RivalSizes): OwnCuriosity<{ n: Float64Array }> {
  const n = new Float64Array(20); // visits of each part of [-1, 1]
  return {
    measured: { name: 'rarity', unit: '1 / visits', meaning: 'One over the visits to a part.' },
    update: ({ nextState }) => n[partOf(nextState[0])]++,
    measure: ({ nextStates }, out) =>
      out.forEach((_, row) => (out[row] = 1 / Math.max(1, n[partOf(nextStates[row * stateSize])]))),
    state: () => ({ n: n.slice() }),
    restore: (state) => n.set(state.n),
  };
}
