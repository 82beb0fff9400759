/** An environment of one's own: a walk to the right end of a corridor. `--env ./examples/environment.ts` trains in it. */
import { circle, filled, type Environment, type Step } from 'vime/env';

/** What it can be given, by name: `--size 9`. */
export const options = {
  size: { kind: 'whole', default: 6, min: 2, max: 100, help: 'Steps from left to right.' },
} as const;

export default function createWalk({ size }: { readonly size: number }): Environment {
  let [place, steps] = [0, 0];
  const observation = (): Float64Array => Float64Array.of(place);
  return {
    observationSpace: {
      type: 'box',
      low: Float64Array.of(0),
      high: Float64Array.of(size),
      shape: [1],
    },
    actionSpace: { type: 'discrete', n: 2 },
    actionNames: ['left', 'right'],
    milestones: [1],
    picture: {
      low: [-1, -1],
      high: [size + 1, 1],
      draw: ([x]) => [filled('goal', circle([size, 0], 1)), filled('agent', circle([x, 0], 0.5))],
    },
    reset(seed) {
      [place, steps] = [seed % 2, 0]; // all that is random follows from the seed
      return { observation: observation(), info: {} };
    },
    step(action): Step {
      if (action !== 0 && action !== 1) throw new RangeError(`expected 0 or 1, got ${action}`);
      place = Math.min(Math.max(place + 2 * action - 1, 0), size);
      steps++;
      const terminated = place === size; // the goal
      const reward = terminated ? 1 : 0;
      return { observation: observation(), reward, terminated, truncated: steps === 50, info: {} };
    },
  };
}
