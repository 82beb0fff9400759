import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { assertClose } from '../support/close.ts';
import { golden } from '../support/golden.ts';

interface Trajectory {
  readonly name: string;
  readonly goal_velocity: number;
  readonly initial_state: readonly [number, number];
  readonly actions: readonly number[];
  readonly states: readonly (readonly [number, number])[];
  readonly rewards: readonly number[];
  readonly terminated: readonly boolean[];
  readonly truncated: readonly boolean[];
}

interface SingleStep {
  readonly state: readonly [number, number];
  readonly action: number;
  readonly next_state: readonly [number, number];
  readonly reward: number;
  readonly terminated: boolean;
}

const data = golden<{
  readonly max_episode_steps: number;
  readonly trajectories: readonly Trajectory[];
  readonly single_steps: readonly SingleStep[];
}>('mountain_car');

// The recorder's cosine may differ from ours in the last bit, and over an episode the states by about 1e-12.
const STATE_TOLERANCE = 1e-12;

for (const t of data.trajectories) {
  test(`trajectory ${t.name} is that of Gymnasium, step for step`, () => {
    const car = new MountainCar({
      reward: 'dense',
      maxSteps: data.max_episode_steps,
      goalVelocity: t.goal_velocity,
    });
    car.restart(...t.initial_state);
    t.actions.forEach((action, i) => {
      const { observation, reward, terminated, truncated } = car.step(action);
      assertClose(observation, t.states[i], `state after step ${i}`, 0, STATE_TOLERANCE);
      const expected = {
        reward: t.rewards[i],
        terminated: t.terminated[i],
        truncated: t.truncated[i],
      };
      assert.equal({ reward, terminated, truncated }, expected, `step ${i}`);
    });
  });
}

test('single steps from walls, speed limits and both sides of the goal are those of Gymnasium', () => {
  const car = new MountainCar({ reward: 'dense' });
  data.single_steps.forEach(({ state, action, next_state, reward, terminated }, i) => {
    const what = `single step ${i}, action ${action} from [${state.join(', ')}]`;
    car.restart(...state);
    const step = car.step(action);
    assertClose(step.observation, next_state, what, 0, STATE_TOLERANCE);
    assert.is(step.reward, reward, `${what}: reward`);
    assert.is(step.terminated, terminated, `${what}: terminated`);
  });
});

test.run();
