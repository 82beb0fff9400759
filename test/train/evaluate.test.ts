import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFunction, type NetworkFunction } from '../../src/nn/network.ts';
import type { Environment, Step } from '../../src/env/environment.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv } from '../../src/env/noisyTv.ts';
import { greedyLengths } from '../../src/train/evaluate.ts';
import { uniformInit } from '../../src/nn/init.ts';
import { layersOf } from '../../src/nn/layers.ts';
import { stream, type Rng } from '../../src/math/random/rng.ts';

/** Ends after as many steps as it is told to, if the right action is taken; notes what it is asked to do. */
class Countdown implements Environment {
  readonly stateSize = 1;
  readonly actionCount = 2;
  readonly state = new Float64Array(1);
  readonly actions: number[] = [];
  readonly #last: 'terminated' | 'truncated';
  readonly #from: number;

  constructor(from: number, last: 'terminated' | 'truncated') {
    this.#from = from;
    this.#last = last;
  }

  reset(_rng: Rng): void {
    this.state[0] = this.#from;
    this.actions.length = 0;
  }

  observe(out: Float64Array, offset = 0): void {
    out[offset] = this.state[0];
  }

  step(action: number): Step {
    assert.ok(this.state[0] > 0, 'stepped after the end');
    this.actions.push(action);
    this.state[0]--;
    const ended = this.state[0] === 0;
    return {
      reward: 0,
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

/** These environments draw nothing after the start. */
const NO_NOISE: readonly Rng[] = [];

test('lengths count the steps to either kind of end; nobody steps on after it', () => {
  const worlds = [
    new Countdown(3, 'terminated'),
    new Countdown(1, 'truncated'),
    new Countdown(5, 'truncated'),
  ];
  const lengths = greedyLengths(oddQ(3), worlds, stream(1, 'evaluate'), NO_NOISE);
  assert.equal([...lengths], [3, 1, 5]);
});

test('each world gets the greedy action for its own state', () => {
  const worlds = [new Countdown(4, 'terminated'), new Countdown(5, 'terminated')];
  greedyLengths(oddQ(2), worlds, stream(1, 'evaluate'), NO_NOISE);
  assert.equal(worlds[0].actions, [0, 1, 0, 1]);
  assert.equal(worlds[1].actions, [1, 0, 1, 0, 1]);
});

test('a batch of worlds goes as they would one by one', () => {
  const layers = layersOf([2, 3]);
  const newEnvironment = (): MountainCar => new MountainCar({ reward: 'sparse', maxSteps: 150 });
  // Pushes in the direction of travel, more or less: by the velocity, never coasting, and a random part.
  const pump = [0, 0, 0, -1, 0, 1, 0, -1, 0];
  const all: number[] = [];
  for (let seed = 0; seed < 8; seed++) {
    const random = uniformInit(layers, stream(seed, 'weights'));
    const weights = random.map((w, i) => pump[i] + 0.1 * seed * w);
    const together = greedyLengths(
      networkFunction(weights, layers, 6),
      Array.from({ length: 6 }, newEnvironment),
      stream(seed, 'starts'),
      NO_NOISE,
    );
    // Starts are drawn in order, so one stream gives the same ones.
    const starts = stream(seed, 'starts');
    const single = networkFunction(weights, layers, 1);
    const alone = Array.from(
      together,
      () => greedyLengths(single, [newEnvironment()], starts, NO_NOISE)[0],
    );
    assert.equal([...together], alone, `network ${seed}`);
    all.push(...alone);
  }
  assert.ok(new Set(all).size > 5, `too much alike to tell: ${all.join(' ')}`);
  assert.ok(Math.min(...all) < 150 && Math.max(...all) === 150, 'both kinds of end');
});

test('in front of a TV each environment goes as it would alone: none disturbs the noise of another', () => {
  const sizes = layersOf([4, 3]);
  const weights = uniformInit(sizes, stream(3, 'weights'));
  const create = (): NoisyTv => new NoisyTv(new MountainCar({ reward: 'sparse', maxSteps: 60 }), 2);
  const noises = (): Rng[] => [0, 1, 2].map((row) => stream(row, 'noise'));
  const together = [0, 1, 2].map(create);
  greedyLengths(networkFunction(weights, sizes, 3), together, stream(1, 'starts'), noises());
  const starts = stream(1, 'starts');
  const single = networkFunction(weights, sizes, 1);
  together.forEach((env, row) => {
    const alone = create();
    greedyLengths(single, [alone], starts, [noises()[row]]);
    assert.equal([...alone.state], [...env.state], `environment ${row}`);
  });
  const last = together.map(({ state }) => state[2]);
  assert.is(new Set(last).size, 3, 'they show other pictures');
});

test('no worlds, no lengths', () => {
  assert.is(greedyLengths(oddQ(0), [], stream(1, 'evaluate'), NO_NOISE).length, 0);
});

test.run();
