import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../cases.ts';
import { shortNumber } from '../../../src/report/terminal/curveChart.ts';
import type { Writing } from '../write.ts';
import { ROOT } from '../workspace.ts';

/** Recorded from Gymnasium: test/golden/README.md. */
interface Golden {
  readonly trajectories: readonly {
    readonly name: string;
    readonly initial_state: readonly number[];
    readonly actions: readonly number[];
    readonly states: readonly (readonly number[])[];
  }[];
  readonly single_steps: readonly {
    readonly state: readonly number[];
    readonly action: number;
    readonly next_state: readonly number[];
  }[];
}

/** Steps of the drive that is drawn. */
const SHOWN = 120;
/** Single steps that are tried: at rest, at the walls, at the limits of the velocity. */
const TRIED = 40;

export const environment: Writing = {
  name: 'environment',
  topic: 'environment',
  title: 'How does the car move?',
  file: 'env/mountainCar.ts',
  body: 'moveCar',
  task: [
    'Write one step of the car, moveCar(state, action, force): it changes state = [position, velocity] in place. The push is −force, 0 or force for the actions 0, 1 and 2. The slope at a position takes GRAVITY · cos(3 position) from the velocity. Then the new velocity is added to the position.',
    'Both stay within their bounds (MIN_POSITION, MAX_POSITION, MAX_SPEED), and the left wall stops the car dead. It is compared with recorded steps of Gymnasium.',
  ],
  hints: [
    'Order matters: velocity first, within its bounds; then position with the new velocity, within its bounds; then the wall.',
    'velocity + (action − 1) · force − GRAVITY · cos(3 · position), with the position from before the step.',
    'At the wall: if the position is MIN_POSITION and the velocity is negative, the velocity becomes 0.',
  ],
  said: 'The same steps as in Gymnasium. What makes the task hard is in two numbers: a push is worth 0.001, the slope up to 0.0025.',
  judge: async (load) => {
    const { moveCar } =
      await load<typeof import('../../../src/env/mountainCar.ts')>('env/mountainCar.ts');
    const path = join(ROOT, 'test', 'golden', 'mountain_car.json');
    const golden = JSON.parse(readFileSync(path, 'utf8')) as Golden;
    const moved = ([position, velocity]: readonly number[], action: number): number[] => {
      const state = Float64Array.of(position, velocity);
      moveCar(state, action);
      return [...state];
    };
    const stride = Math.floor(golden.single_steps.length / TRIED);
    const cases: Case[] = golden.single_steps
      .filter((_, n) => n % stride === 0)
      .map(({ state, action, next_state }) => ({
        what: `from [${state.map(shortNumber).join(', ')}] by action ${action}`,
        got: () => moved(state, action),
        truth: next_state,
        tolerance: 1e-9,
      }));
    const strong = Float64Array.of(-0.5, 0);
    cases.push({
      what: 'velocity from [−0.5, 0] by action 2 with force 0.01',
      got: () => {
        moveCar(strong, 2, 0.01);
        return strong[1];
      },
      truth: 0.01 - 0.0025 * Math.cos(-1.5),
      tolerance: 1e-9,
    });
    const drive = golden.trajectories.find(({ name }) => name.startsWith('pump'))!;
    const yours: number[] = [];
    let state: readonly number[] = drive.initial_state;
    for (const action of drive.actions.slice(0, SHOWN)) {
      try {
        state = moved(state, action);
      } catch {
        state = [NaN, NaN];
      }
      yours.push(state[0]);
    }
    const points = (positions: readonly number[]) => positions.map((x, n) => [n + 1, x] as const);
    return {
      cases,
      charts: [
        {
          title: 'position of the car on a recorded drive',
          across: 'step',
          curves: [
            { name: 'yours', points: points(yours) },
            { name: 'true', points: points(drive.states.slice(0, SHOWN).map(([x]) => x)) },
          ],
        },
      ],
    };
  },
};
