/** The actions of the greedy policy as it is now, driven from a chosen place. */
import { argMax } from '../../../math/kernels/reduce.ts';
import { networkFunction } from '../../../nn/network.ts';
import { Drive, longestDrive, type Place } from '../../drive/drive.ts';
import type { Answer } from './answer.ts';

/** @throws RangeError in an environment without a phase space */
export const policyAnswer: Answer<{ readonly at: Place }, readonly number[]> = {
  of({ run: { config, env, view, agent } }, { at }) {
    const { phaseSpace } = env;
    if (!phaseSpace) throw new RangeError('this environment has no phase space');
    const { dqn } = agent;
    const q = networkFunction(dqn.average, dqn.layers, 1);
    const drive = new Drive(at, longestDrive(config));
    while (!drive.isOver) {
      view.seeInto(q.inputs, 0, phaseSpace.observationAt(...drive.place));
      drive.step(phaseSpace, argMax(q.evaluate(), 0, env.actionSpace.n));
    }
    return drive.actions;
  },
};
