import { rounded, type Trace } from '../trace.ts';

interface Numbers {
  readonly position: number;
  readonly velocity: number;
  readonly action: number;
}

/** Of a position with three digits, less than what one step adds to the velocity. */
const WITHIN = 0.0006;

const PUSHES = ['pushes left', 'coasts', 'pushes right'];

export const car: Trace<Numbers> = {
  name: 'trace-car',
  topic: 'environment',
  title: 'Where is the car after one step?',
  draw: (rng) => {
    for (;;) {
      const position = rounded(rng, -0.9, 0.3, 2);
      const velocity = rounded(rng, 0.01, 0.05, 3);
      const action = 2 * rng.integer(2);
      // Else it would not show whether the new velocity moves the car, or that of before.
      const gained = (action - 1) * 0.001 - 0.0025 * Math.cos(3 * position);
      if (Math.abs(gained) > 2 * WITHIN) return { position, velocity, action };
    }
  },
  task: ({ position, velocity, action }) => [
    `The car is at position ${position}, its velocity is ${velocity}, and it ${PUSHES[action]} (action ${action}).`,
    'Follow moveCar in src/env/mountainCar.ts. The angle of the cosine is in radians. What are position and velocity after the step?',
  ],
  steps: async (load, { position, velocity, action }) => {
    const { moveCar, FORCE, GRAVITY } =
      await load<typeof import('../../../src/env/mountainCar.ts')>('env/mountainCar.ts');
    const { cos } =
      await load<typeof import('../../../src/math/numerics/cos.ts')>('math/numerics/cos.ts');
    const state = Float64Array.of(position, velocity);
    moveCar(state, action);
    return [
      { name: 'push', by: '(action − 1) · FORCE', value: (action - 1) * FORCE },
      { name: 'slope', by: 'cos(3 position)', value: cos(3 * position) },
      { name: 'pull', by: 'slope · GRAVITY', value: cos(3 * position) * GRAVITY },
      { name: 'velocity', by: 'velocity before + push − pull', value: state[1] },
      { name: 'position', by: 'position before + new velocity', value: state[0], within: WITHIN },
    ];
  },
  asked: ['velocity', 'position'],
  said: 'Where the slope is steep it takes more from the velocity than a push adds: that is why the car must first drive away from the goal.',
};
