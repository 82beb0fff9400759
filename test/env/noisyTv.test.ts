import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv, REMOTE_CONTROL } from '../../src/env/noisyTv.ts';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { assertSameBits } from '../support/close.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

const CHANNELS = 4;
const create = (channels = CHANNELS, maxSteps = 200): NoisyTv =>
  new NoisyTv(new MountainCar({ reward: 'sparse', maxSteps }), channels);
const picture = (tv: NoisyTv): number[] => [...tv.state.subarray(2)];

test('it is as large as the world and the picture together, with the actions of the world', () => {
  for (const channels of [1, 4, 16]) {
    const tv = create(channels);
    assert.equal([tv.stateSize, tv.actionCount, tv.state.length], [2 + channels, 3, 2 + channels]);
  }
});

test('the picture changes, every channel of it, when the car coasts and at the start, and is held otherwise', () => {
  const tv = create();
  const rng = stream(1, 'env');
  tv.reset(rng);
  let before = picture(tv);
  for (const action of [0, 2, 1, 1, 2, 2, 0, 1, 0]) {
    tv.step(action, rng);
    const after = picture(tv);
    after.forEach((value, i) => {
      const message = `channel ${i} after action ${action}`;
      if (action === REMOTE_CONTROL) assert.is.not(value, before[i], message);
      else assert.is(value, before[i], message);
    });
    before = after;
  }
  tv.reset(rng);
  assert.ok(picture(tv).every((value, i) => value !== before[i]));
});

test('the picture is uniform in [-1, 1], each channel by itself: mean, spread and products within 5 standard errors', () => {
  const tv = create(2, 1e6);
  const rng = stream(2, 'env');
  tv.reset(rng);
  const pictures = Array.from({ length: 4000 }, () => {
    tv.step(REMOTE_CONTROL, rng);
    return picture(tv);
  });
  assert.ok(pictures.flat().every((value) => value >= -1 && value < 1));
  for (const i of [0, 1]) {
    const values = pictures.map((p) => p[i]);
    assertMeanIs(values, 0, `channel ${i}`);
    assertMeanIs(
      values.map((v) => v * v),
      1 / 3,
      `square of channel ${i}`,
    );
    assertMeanIs(
      values.slice(1).map((v, n) => v * values[n]),
      0,
      `channel ${i} by the one before`,
    );
  }
  assertMeanIs(
    pictures.map(([a, b]) => a * b),
    0,
    'product of the channels',
  );
});

test('the car neither sees nor feels the picture', () => {
  const car = new MountainCar({ reward: 'sparse', maxSteps: 30 });
  const tv = create(CHANNELS, 30);
  const rng = stream(3, 'actions');
  const noise = stream(3, 'noise');
  for (let episode = 0; episode < 5; episode++) {
    // Each start from a stream of its own: the picture takes draws of the one it is given.
    tv.reset(stream(episode, 'env'));
    car.reset(stream(episode, 'env'));
    const [seen, seenByCar] = [new Float64Array(tv.stateSize), new Float64Array(2)];
    for (let step = 0; step < 30; step++) {
      const action = rng.integer(3);
      assert.equal(tv.step(action, noise), car.step(action));
      assertSameBits(tv.state.slice(0, 2), car.state, 'state');
      tv.observe(seen);
      car.observe(seenByCar);
      assertSameBits(seen.slice(0, 2), seenByCar, 'observation');
    }
  }
});

test('the goal and its reward come through', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const tv = new NoisyTv(car, 1);
  tv.reset(stream(1, 'env'));
  car.restart(0.49, 0.05);
  assert.equal(tv.step(2, stream(1, 'noise')), { reward: 1, terminated: true, truncated: false });
});

test('networks see the scaled car and the picture as it is, written where they want it', () => {
  const tv = create(2);
  tv.reset(stream(1, 'env'));
  tv.step(REMOTE_CONTROL, stream(1, 'noise'));
  const out = new Float64Array(7).fill(9);
  tv.observe(out, 2);
  const car = new Float64Array(2);
  const [position, velocity] = tv.state;
  const same = new MountainCar({ reward: 'sparse' });
  same.restart(position, velocity);
  same.observe(car);
  assert.equal([...out], [9, 9, ...car, ...picture(tv), 9]);
  tv.observe(out);
  assert.equal([...out.slice(0, 4)], [...car, ...picture(tv)]);
});

test('one stream, one world: two with equal streams go the same way, with others not', () => {
  const play = (rng: Rng): number[] => {
    const tv = create();
    const states: number[] = [];
    for (let episode = 0; episode < 2; episode++) {
      tv.reset(rng);
      for (let step = 0; step < 10; step++) {
        tv.step(step % 3, rng);
        states.push(...tv.state);
      }
    }
    return states;
  };
  assert.equal(play(stream(1, 'env')), play(stream(1, 'env')));
  assert.not.equal(play(stream(1, 'env')), play(stream(2, 'env')));
});

test('it takes from its stream what it shows and no more', () => {
  const [used, counted] = [stream(1, 'env'), stream(1, 'env')];
  const tv = create();
  tv.reset(used);
  for (const action of [0, 1, 2, 1]) tv.step(action, used);
  for (let draw = 0; draw < 1 + 3 * CHANNELS; draw++) counted.uniform53(); // the start, three pictures
  assert.equal(used.state(), counted.state());
});

test('an action that does not exist is refused and changes nothing', () => {
  const tv = create();
  tv.reset(stream(1, 'env'));
  const before = tv.state.slice();
  assertRangeError(
    () => tv.step(3, stream(1, 'noise')),
    /^MountainCar\.step: action 3; expected 0, 1 or 2$/,
  );
  assertSameBits(tv.state, before, 'state');
});

test.run();
