/** An environment in a file of one's own: walk right to the end of a corridor. */

/** What may be broken in it: code in the place of other code. */
export type Breakage = readonly [what: string, instead: string];

const SOURCE = `
export const options = {
  length: { kind: 'whole', default: 6, min: 2, max: 100, help: 'Places in the corridor.' },
  maxSteps: { kind: 'whole', default: 30, min: 1, max: 1000, help: 'Steps after which an episode is cut.' },
};
export default function corridor({ length, maxSteps }: { length: number; maxSteps: number }) {
  let [place, steps] = [0, 0];
  return {
    observationSpace: { type: 'box', low: Float64Array.of(0), high: Float64Array.of(length), shape: [1] },
    actionSpace: { type: 'discrete', n: 2 },
    reset(seed: number) {
      place = seed % 2;
      steps = 0;
      return { observation: Float64Array.of(place), info: {} };
    },
    step(action: number) {
      if (action !== 0 && action !== 1) throw new RangeError('corridor: no action ' + action);
      place = Math.min(Math.max(place + 2 * action - 1, 0), length);
      steps++;
      const terminated = place === length;
      const truncated = steps >= maxSteps;
      const reward = terminated ? 1 : 0;
      return { observation: Float64Array.of(place), reward, terminated, truncated, info: {} };
    },
  };
}
`;

/** What breaks it in a step: `doing` is done once, in step `at` of those of one environment. */
export const inStep = (at: number, doing: string): readonly Breakage[] => [
  ['let [place, steps] = [0, 0];', 'let [place, steps] = [0, 0];\n  let taken = 0;'],
  ['steps++;', `steps++;\n      if (++taken === ${at}) ${doing}`],
];

/** The source of the file. */
export function corridorSource(...breakages: readonly Breakage[]): string {
  return breakages.reduce((source, [what, instead]) => {
    if (!source.includes(what)) throw new Error(`the corridor has no ${what}`);
    return source.replace(what, instead);
  }, SOURCE);
}
