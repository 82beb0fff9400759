/** Whether the model learns how a car moves in front of 16 channels of noise: R² of each output on fixed data. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar, moveCar } from '../../../src/env/mountainCar.ts';
import { REMOTE_CONTROL } from '../../../src/env/noisyTv.ts';
import { View } from '../../../src/env/view.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { ReplayBuffer } from '../../../src/replay/replayBuffer.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createCuriosity } from '../../../src/train/config/curiosities.ts';
import { batchOf, drawn, remember, type PlainTransition } from '../../support/curiosity.ts';

const TRANSITIONS = 3000;
const EPISODE = 400; // steps
const CHANNELS = 16;
const ACTIONS = 3;

/** A car that keeps each random action for 20 steps on average; the channels are uniform in [−1, 1], drawn anew when it coasts. */
function drive(seed: number): PlainTransition[] {
  const rng = stream(seed, 'drive');
  const uniform = (): number => 2 * rng.uniform53() - 1;
  const view = new View(new MountainCar({ reward: 'sparse' }).observationSpace, 'scaled');
  const car = Float64Array.of(-0.5, 0);
  let channels = Array.from({ length: CHANNELS }, uniform);
  const observe = (): number[] => [...view.see(car), ...channels];
  let action = rng.integer(ACTIONS);
  return Array.from({ length: TRANSITIONS }, (_, step) => {
    if (step % EPISODE === 0 || car[0] >= 0.5) car.set([-0.5 + 0.1 * uniform(), 0]);
    if (rng.uniform53() < 0.05) action = rng.integer(ACTIONS);
    const state = observe();
    moveCar(car, action);
    if (action === REMOTE_CONTROL) channels = channels.map(uniform);
    return { state, action, nextState: observe() };
  });
}

/** R² on all these transitions, of each output, for the model of `vime` after one update with each, as in a run. */
function fit(transitions: readonly PlainTransition[], betaNll: number): number[] {
  const S = transitions[0].state.length;
  const sizes = { stateSize: S, actionCount: ACTIONS };
  const model = createCuriosity(
    createConfig({ agent: 'vime', betaNll }),
    sizes,
    stream(1, 'init'),
  )!;
  const replay = new ReplayBuffer(transitions.length, S);
  const [sampling, noise] = [stream(1, 'sampling'), stream(1, 'noise')];
  for (const transition of transitions) {
    remember(replay, model, transition);
    if (replay.size < model.batchSize) continue;
    model.learn(batchOf(replay, drawn(replay, sampling, model.batchSize)), replay.size, noise);
  }
  const [predicted, observed] = [0, 0].map(() => new Float64Array(replay.size * S));
  model.predict!(batchOf(replay, [...transitions.keys()]), predicted, observed);
  return Array.from({ length: S }, (_, output) => {
    const [f, y] = [predicted, observed].map((all) => all.filter((_x, i) => i % S === output));
    const middle = mean(y);
    const residual = mean(y.map((value, i) => (value - f[i]) ** 2));
    return 1 - residual / mean(y.map((value) => (value - middle) ** 2));
  });
}

// With .5 it depends on the data (and in a longer run position stayed at 0: results/TUNING.md).
const LEARNS: readonly (readonly [betaNll: number, seed: number, isPositionLearnt: boolean])[] = [
  [0, 1, false],
  [0, 2, false],
  [0.5, 1, false],
  [0.5, 2, true],
  [1, 1, true],
  [1, 2, true],
];

for (const [betaNll, seed, isPositionLearnt] of LEARNS) {
  test(`betaNll ${betaNll}, data ${seed}: the car's motion is ${isPositionLearnt ? 'learnt' : 'taken for noise'}`, () => {
    const [position, velocity, ...channels] = fit(drive(seed), betaNll);
    const found = `position ${position}, velocity ${velocity}, channels ${channels.join(' ')}`;
    if (isPositionLearnt) assert.ok(position > 0.9 && velocity > 0.5, found);
    else assert.ok(position < 0.3 && velocity < 0.3, found);
    // A channel changes by its new value, which cannot be predicted, minus its old one, which can: 1/2 at best, but for chance.
    for (const channel of channels) assert.ok(channel > 0.3 && channel < 0.6, found);
  });
}

test.run();
