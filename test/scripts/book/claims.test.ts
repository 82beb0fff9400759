/** What the chapters claim of their figures, held to the published data and to what needs no training. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCar } from '../../../src/env/car.ts';
import { MOUNTAIN_CAR, published } from '../../support/book.ts';
import { resetSeed } from '../../../src/env/resetSeed.ts';
import { gaussianKl } from '../../../src/math/kernels/gaussianKl.ts';
import { bootstrapInterval } from '../../../src/math/stats/bootstrap.ts';
import { interquartileMean, mean } from '../../../src/math/stats/descriptive.ts';
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

test('5: the expected gain of the example by hand is half the logarithm of 2, from both sides', () => {
  // The mean over y ~ N(0, 2) of KL[N(y/2, 1/2) ‖ N(0, 1)], by the trapezoidal rule.
  let total = 0;
  const step = 0.01;
  for (let y = -12; y <= 12; y += step) {
    const density = Math.exp((-y * y) / 4) / Math.sqrt(4 * Math.PI);
    total += step * density * gaussianKl(y / 2, Math.SQRT1_2, 0, 1);
  }
  assert.ok(Math.abs(total - 0.5 * Math.log(1 + 1 / 1)) < 1e-6, String(total));
});

const sparse = published('mountain-car-sparse');
const of = (agent: string) => sparse.filter((run) => run.agent === agent);

test('9: dqn reaches the flag on seed 1003 within 20 episodes, and never on seed 1001', () => {
  const first = (seed: number) => of('dqn').find((run) => run.seed === seed)!.firstGoalEpisode;
  assert.ok(first(1003) !== null && first(1003)! <= 20, String(first(1003)));
  assert.is(first(1001), null);
});

test('9: of thirty seeds dqn reaches the flag on a quarter to three quarters, vime on all, most within ten episodes', () => {
  const reached = (agent: string, within: number) =>
    of(agent).filter(({ firstGoalEpisode }) => (firstGoalEpisode ?? Infinity) <= within).length;
  assert.is(of('dqn').length, 30);
  assert.is(of('vime').length, 30);
  const dqn = reached('dqn', 200) / 30;
  assert.ok(dqn > 0.25 && dqn < 0.75, String(dqn));
  assert.is(reached('vime', 200), 30);
  assert.ok(reached('vime', 10) > 15);
});

test('9: the interval of dqn is dozens of steps wide, that of vime a few', () => {
  const width = (agent: string) => {
    const scores = of(agent).map(({ lastFifthMean }) => lastFifthMean!);
    const statistic = (counts: Int32Array) =>
      interquartileMean(scores.flatMap((score, n) => new Array<number>(counts[n]).fill(score)));
    const { low, high } = bootstrapInterval([scores.length], statistic, stream(1, agent), 2000)!;
    return high - low;
  };
  assert.ok(width('dqn') > 24, String(width('dqn')));
  assert.ok(width('vime') < 5, String(width('vime')));
});

test.run();
