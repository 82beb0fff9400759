/** What the chapters claim of their figures, held to the published data and to what needs no training. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCar } from '../../../src/env/car.ts';
import { chapterText, MOUNTAIN_CAR, published } from '../../support/book.ts';
import { CONSTANTS } from '../../../src/vime.ts';
import { CurveModel } from '../../../src/playground/curve/model.ts';
import { bestPlace, FIRST_POINTS } from '../../../src/playground/curve/points.ts';
import { resetSeed } from '../../../src/env/resetSeed.ts';
import { gaussianKl } from '../../../src/math/kernels/gaussianKl.ts';
import { bootstrapInterval, RESAMPLES } from '../../../src/math/stats/bootstrap.ts';
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

test('3: on the line a point teaches most in the gap between the three points and the fourth', () => {
  const model = new CurveModel(1);
  model.set(FIRST_POINTS);
  model.learn(600);
  const [, , third, fourth] = FIRST_POINTS.map(({ x }) => x);
  const best = bestPlace(model.curve());
  assert.is(FIRST_POINTS.length, 4);
  assert.ok(best > third && best < fourth, String(best));
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

test('9: dqn reaches the flag on some seeds and never on others, vime on all within a dozen episodes', () => {
  const shareWithin = (agent: string, episodes: number) => {
    const runs = of(agent);
    assert.ok(runs.length >= 30, agent);
    const times = runs.map(({ firstGoalEpisode }) => firstGoalEpisode ?? Infinity);
    return times.filter((time) => time <= episodes).length / runs.length;
  };
  const dqn = shareWithin('dqn', 200);
  assert.ok(dqn > 0 && dqn < 1, String(dqn));
  assert.is(shareWithin('vime', 12), 1);
});

test('9: the interval of dqn is several times as wide as that of vime', () => {
  const width = (agent: string) => {
    const scores = of(agent).map(({ lastFifthMean }) => lastFifthMean!);
    const statistic = (counts: Int32Array) =>
      interquartileMean(scores.flatMap((score, n) => new Array<number>(counts[n]).fill(score)));
    const { low, high } = bootstrapInterval([scores.length], statistic, stream(1, agent), 2000)!;
    return high - low;
  };
  assert.ok(width('dqn') > 3 * width('vime'), `${width('dqn')} and ${width('vime')}`);
});

test('2: at first about half of the actions of vime are random, later a sixth', () => {
  const { stickiness, epsilonStart, epsilonEnd } = CONSTANTS;
  // Of a greedy step and of a random action that begins, by how often each comes and how long it lasts.
  const share = (epsilon: number): number => {
    const random = epsilon / (1 - stickiness);
    return random / (random + 1 - epsilon);
  };
  assert.ok(Math.abs(share(epsilonStart) - 1 / 2) < 0.03, String(share(epsilonStart)));
  assert.ok(Math.abs(share(epsilonEnd) - 1 / 6) < 0.03, String(share(epsilonEnd)));
});

/** What the text says of settings, chapter by chapter. */
const c = CONSTANTS;
const SETTINGS: readonly (readonly [chapter: number, text: string])[] = [
  [1, `A push adds ${c.force} to the velocity`],
  [1, `after ${c.maxSteps} steps`],
  [2, `here ${c.gamma}`],
  [2, `rows of ${c.hiddenWidth} numbers`],
  [2, `a **batch**, ${c.batchSize} transitions`],
  [2, `falls from ${c.epsilonStart} to ${c.epsilonEnd}`],
  [2, `for ${Math.round(1 / (1 - c.stickiness))} steps on average`],
  [3, `one hidden layer, here of ${c.bnnHidden} numbers`],
  [4, `All begin with $\\sigma = ${Number(Math.log1p(Math.exp(c.initialRho)).toPrecision(3))}$`],
  [4, `the prior has $\\sigma = ${c.priorSd}$`],
  [6, `at most ${c.bonusClip}`],
  [6, `${c.refreshRows - 1} at each step`],
  [6, `frozen after ${c.freezeAfter.toLocaleString('en')} transitions`],
  [6, `$\\eta = ${c.eta}$, endless novelty is worth ${Number((100 * c.eta).toPrecision(3))}`],
  [7, `Here $n = ${c.nStep}$`],
  [9, `Repeat ${RESAMPLES.toLocaleString('en')} times`],
];

test('settings are what the text says', () => {
  const missing = SETTINGS.filter(([chapter, text]) => !chapterText(chapter).includes(text));
  assert.equal(missing, []);
});

test.run();
