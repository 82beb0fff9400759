/** An episode of the greedy policy as it is now, from a chosen place. */
import { argMax } from '../../../math/kernels/reduce.ts';
import { networkFunction } from '../../../nn/network.ts';
import type { Answer } from './answer.ts';

/** Steps, at most. */
const MOST = 400;

export interface PolicyDrive {
  /** Where the agent is before each action, and at the end. */
  readonly places: readonly (readonly [x: number, y: number])[];
  readonly actions: readonly number[];
  readonly reachedGoal: boolean;
}

/** @throws RangeError in an environment without a phase space */
export const policyAnswer: Answer<{ readonly at: readonly [number, number] }, PolicyDrive> = {
  of({ run: { env, view, agent } }, { at }) {
    const { phaseSpace } = env;
    if (!phaseSpace) throw new RangeError('this environment has no phase space');
    const { dqn } = agent;
    const q = networkFunction(dqn.average, dqn.layers, 1);
    const places = [at];
    const actions: number[] = [];
    let reachedGoal = false;
    while (!reachedGoal && actions.length < MOST) {
      const place = places[places.length - 1];
      view.seeInto(q.inputs, 0, phaseSpace.observationAt(...place));
      const action = argMax(q.evaluate(), 0, env.actionSpace.n);
      const { observation, terminated } = phaseSpace.stepFrom(...place, action);
      actions.push(action);
      places.push(phaseSpace.placeOf(observation));
      reachedGoal = terminated;
    }
    return { places, actions, reachedGoal };
  },
};
