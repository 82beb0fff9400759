import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFunction, type NetworkFunction } from '../../src/nn/network.ts';
import type {
  BoxSpace,
  DiscreteSpace,
  Environment,
  EpisodeTotals,
  Start,
  Step,
} from '../../src/env/environment.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv } from '../../src/env/noisyTv.ts';
import { View } from '../../src/env/view.ts';
import { greedyScores } from '../../src/train/evaluate.ts';
import { uniformInit } from '../../src/nn/init.ts';
import { layersOf } from '../../src/nn/layers.ts';
import { stream } from '../../src/math/random/rng.ts';

/** Ends after as many steps as it is told to, if the right action is taken; notes what it is asked to do. */
class Countdown implements Environment {
  readonly observationSpace: BoxSpace = {
    type: 'box',
    low: Float64Array.of(0),
    high: Float64Array.of(Infinity),
    shape: [1],
  };
  readonly actionSpace: DiscreteSpace = { type: 'discrete', n: 2 };
  readonly seeds: number[] = [];
  readonly actions: number[] = [];
  readonly #last: 'terminated' | 'truncated';
  readonly #from: number;
  #left = 0;

  constructor(from: number, last: 'terminated' | 'truncated') {
    this.#from = from;
    this.#last = last;
  }

  reset(seed: number): Start {
    this.#left = this.#from;
    this.seeds.push(seed);
    this.actions.length = 0;
    return { observation: Float64Array.of(this.#left), info: {} };
  }

  step(action: number): Step {
    assert.ok(this.#left > 0, 'stepped after the end');
    this.actions.push(action);
    this.#left--;
    const ended = this.#left === 0;
    return {
      observation: Float64Array.of(this.#left),
      info: {},
      reward: 0.5,
      terminated: ended && this.#last === 'terminated',
      truncated: ended && this.#last === 'truncated',
    };
  }
}

/** Prefers action 1 in odd states. */
function oddQ(rows: number): NetworkFunction {
  const states = new Float64Array(rows);
  const values = new Float64Array(2 * rows);
  return {
    inputs: states,
    evaluate: () => {
      states.forEach((state, row) => values.set(state % 2 === 1 ? [0, 1] : [1, 0], 2 * row));
      return values;
    },
  };
}

const VIEW = new View(new Countdown(1, 'terminated').observationSpace, 'scaled');
const seed = (n: number): number => 100 + n;

test('the score is the return, unless the environment has its own; nobody steps on after the end', () => {
  const envs = (): Environment[] => [
    new Countdown(3, 'terminated'),
    new Countdown(1, 'truncated'),
    new Countdown(5, 'truncated'),
  ];
  assert.equal([...greedyScores(oddQ(3), envs(), VIEW, seed)], [1.5, 0.5, 2.5]);
  const score = { name: 'minus the steps', of: ({ steps }: EpisodeTotals) => -steps };
  const scored = envs().map((env) => Object.assign(env, { score }));
  assert.equal([...greedyScores(oddQ(3), scored, VIEW, seed)], [-3, -1, -5]);
});

test('each environment is reset once, from a seed of its own', () => {
  const envs = [new Countdown(2, 'terminated'), new Countdown(4, 'terminated')];
  greedyScores(oddQ(2), envs, VIEW, seed);
  assert.equal(
    envs.map(({ seeds }) => seeds),
    [[100], [101]],
  );
});

test('each environment gets the greedy action for its own observation', () => {
  const envs = [new Countdown(4, 'terminated'), new Countdown(5, 'terminated')];
  greedyScores(oddQ(2), envs, VIEW, seed);
  assert.equal(envs[0].actions, [0, 1, 0, 1]);
  assert.equal(envs[1].actions, [1, 0, 1, 0, 1]);
});

test('a batch of environments goes as they would one by one', () => {
  const layers = layersOf([2, 3]);
  const create = (): MountainCar => new MountainCar({ reward: 'sparse', maxSteps: 150 });
  const view = new View(create().observationSpace, 'scaled');
  // Pushes in the direction of travel, more or less: by the velocity, never coasting, and a random part.
  const pump = [0, 0, 0, -1, 0, 1, 0, -1, 0];
  const all: number[] = [];
  for (let network = 0; network < 8; network++) {
    const random = uniformInit(layers, stream(network, 'weights'));
    const weights = random.map((w, i) => pump[i] + 0.1 * network * w);
    const start = (n: number): number => 10 * network + n;
    const together = greedyScores(
      networkFunction(weights, layers, 6),
      Array.from({ length: 6 }, create),
      view,
      start,
    );
    const single = networkFunction(weights, layers, 1);
    const alone = Array.from(
      together,
      (_, n) => greedyScores(single, [create()], view, () => start(n))[0],
    );
    assert.equal([...together], alone, `network ${network}`);
    all.push(...alone);
  }
  assert.ok(new Set(all).size > 5, `too much alike to tell: ${all.join(' ')}`);
  assert.ok(Math.max(...all) > -150 && Math.min(...all) === -150, 'both kinds of end');
});

test('in front of a TV each environment goes as it would alone: none disturbs the noise of another', () => {
  const sizes = layersOf([4, 3]);
  const weights = uniformInit(sizes, stream(3, 'weights'));
  /** In front of a TV, and what it last showed. */
  const create = (): NoisyTv & { last?: Float64Array } => {
    const tv: NoisyTv & { last?: Float64Array } = new NoisyTv(
      new MountainCar({ reward: 'sparse', maxSteps: 60 }),
      2,
    );
    const step = tv.step.bind(tv);
    tv.step = (action) => {
      const taken = step(action);
      tv.last = taken.observation;
      return taken;
    };
    return tv;
  };
  const view = new View(create().observationSpace, 'scaled');
  const together = [0, 1, 2].map(create);
  greedyScores(networkFunction(weights, sizes, 3), together, view, seed);
  const single = networkFunction(weights, sizes, 1);
  together.forEach((env, row) => {
    const alone = create();
    greedyScores(single, [alone], view, () => seed(row));
    assert.equal([...alone.last!], [...env.last!], `environment ${row}`);
  });
  assert.is(new Set(together.map(({ last }) => last![2])).size, 3, 'they show other pictures');
});

test('no environments, no scores', () => {
  assert.is(greedyScores(oddQ(0), [], VIEW, seed).length, 0);
});

test.run();
