/** What the chapters claim of their figures, held to the published data and to what needs no training. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCar } from '../../../src/env/car.ts';
import { MOUNTAIN_CAR, published } from '../../support/book.ts';
import { resetSeed } from '../../../src/env/resetSeed.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { stream } from '../../../src/math/random/rng.ts';

test('1: a car that acts at random for a million steps never passes position 0', () => {
  const env = createCar(MOUNTAIN_CAR);
  const rng = stream(1, 'policy');
  let furthest = -Infinity;
  for (let episode = 1; episode <= 5000; episode++) {
    env.reset(resetSeed(1, `training/${episode}`));
    for (let isOver = false; !isOver;) {
      const { observation, terminated, truncated } = env.step(rng.integer(3));
      furthest = Math.max(furthest, observation[0]);
      isOver = terminated || truncated;
    }
  }
  assert.ok(furthest < 0, String(furthest));
});

test('1: a car that always pushes in the direction of its motion arrives after about 120 steps', () => {
  const env = createCar(MOUNTAIN_CAR);
  const lengths = Array.from({ length: 100 }, (_, n) => {
    let [, velocity] = env.reset(resetSeed(1, `training/${n}`)).observation;
    for (let step = 1; ; step++) {
      const { observation, terminated } = env.step(velocity < 0 ? 0 : 2);
      if (terminated) return step;
      [, velocity] = observation;
    }
  });
  assert.ok(Math.abs(mean(lengths) - 120) < 5, String(mean(lengths)));
});

test('1: on seed 1001 vime reaches the flag within 15 episodes, dqn does not', () => {
  const runs = published('mountain-car-sparse').filter(({ seed }) => seed === 1001);
  const first = (agent: string) => runs.find((run) => run.agent === agent)!.firstGoalEpisode;
  assert.ok(first('vime') !== null && first('vime')! <= 15, String(first('vime')));
  assert.ok(first('dqn') === null || first('dqn')! > 15, String(first('dqn')));
});

test.run();
