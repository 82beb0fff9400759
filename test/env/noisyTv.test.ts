import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Start } from '../../src/env/environment.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { NoisyTv, REMOTE_CONTROL } from '../../src/env/noisyTv.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertSameBits } from '../support/close.ts';
import { assertMeanIs } from '../support/statistics.ts';
import { assertRangeError } from '../support/throws.ts';

const CHANNELS = 4;
const create = (channels = CHANNELS, maxSteps = 200): NoisyTv =>
  new NoisyTv(new MountainCar({ reward: 'sparse', maxSteps }), channels);
const picture = ({ observation }: Start): number[] => [...observation.subarray(2)];

test('its observation is that of the car and the picture together; the actions are those of the car', () => {
  for (const channels of [1, 4, 16]) {
    const tv = create(channels);
    const { low, high, shape } = tv.observationSpace;
    const all = <T>(value: T): T[] => new Array<T>(channels).fill(value);
    assert.equal([shape, tv.actionSpace.n], [[2 + channels], 3]);
    assert.equal([...low], [-1.2, -0.07, ...all(-1)]);
    assert.equal([...high], [0.6, 0.07, ...all(1)]);
    assert.is(tv.reset(1).observation.length, 2 + channels);
  }
});

test('the picture changes, every channel of it, when the car coasts and at the start, and is held otherwise', () => {
  const tv = create();
  let before = picture(tv.reset(1));
  for (const action of [0, 2, 1, 1, 2, 2, 0, 1, 0]) {
    const after = picture(tv.step(action));
    after.forEach((value, i) => {
      const message = `channel ${i} after action ${action}`;
      if (action === REMOTE_CONTROL) assert.is.not(value, before[i], message);
      else assert.is(value, before[i], message);
    });
    before = after;
  }
  assert.ok(picture(tv.reset(2)).every((value, i) => value !== before[i]));
});

test('the picture of a sham changes with the episode only, and begins as that of the noisy TV does', () => {
  const car = (): MountainCar => new MountainCar({ reward: 'sparse' });
  const [sham, noisy] = [true, false].map((isSham) => new NoisyTv(car(), CHANNELS, isSham));
  const first = picture(sham.reset(1));
  assert.equal(first, picture(noisy.reset(1)));
  for (const action of [0, 2, 1, 1, 2, 0, 1]) assert.equal(picture(sham.step(action)), first);
  assert.ok(picture(sham.reset(2)).every((value, i) => value !== first[i]));
  assert.equal(sham.remoteActions, [REMOTE_CONTROL]);
  assert.equal(sham.observationSpace, noisy.observationSpace);
});

test('the picture is uniform in [-1, 1], each channel by itself: mean, spread and products within 5 standard errors', () => {
  const tv = create(2, 1e6);
  tv.reset(2);
  const pictures = Array.from({ length: 4000 }, () => picture(tv.step(REMOTE_CONTROL)));
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
  for (let episode = 0; episode < 5; episode++) {
    let [behind, alone]: readonly Start[] = [tv.reset(episode), car.reset(episode)];
    for (let step = 0; step < 30; step++) {
      assertSameBits(behind.observation.slice(0, 2), alone.observation, 'observation');
      const action = rng.integer(3);
      [behind, alone] = [tv.step(action), car.step(action)];
      assert.equal({ ...behind, observation: null }, { ...alone, observation: null });
    }
  }
});

test('the goal and its reward come through, and what is known of the car', () => {
  const car = new MountainCar({ reward: 'dense' });
  const tv = new NoisyTv(car, 1);
  tv.reset(1);
  car.restart(0.49, 0.05);
  const step = tv.step(2);
  assert.equal([step.reward, step.terminated, step.truncated], [-1, true, false]);
  assert.ok(tv.isGoal(step));
  assert.is(tv.rewardScale(0.75), 0.25);
  for (const name of ['score', 'optimum', 'randomScore', 'milestones', 'actionNames'] as const) {
    assert.is(tv[name], car[name], name);
  }
  assert.equal(tv.variableNames, [...car.variableNames, 'channel 1']);
  assert.equal(tv.remoteActions, [REMOTE_CONTROL]);
});

test('in the phase space every channel is 0', () => {
  const car = new MountainCar({ reward: 'sparse' });
  const { phaseSpace } = new NoisyTv(car, 2);
  assert.equal([...phaseSpace!.observationAt(0.1, 0.02)], [0.1, 0.02, 0, 0]);
  const step = phaseSpace!.stepFrom(0.1, 0.02, REMOTE_CONTROL);
  const alone = car.phaseSpace.stepFrom(0.1, 0.02, REMOTE_CONTROL);
  assert.equal([...step.observation], [...alone.observation, 0, 0]);
  assert.equal(phaseSpace!.placeOf(step.observation), [...alone.observation]);
});

test('one seed, one episode: whatever was played before, and not that of another seed', () => {
  const tv = create();
  const play = (seed: number): number[] => {
    const shown = [...tv.reset(seed).observation];
    for (let step = 0; step < 10; step++) shown.push(...tv.step(step % 3).observation);
    return shown;
  };
  const first = play(1);
  assert.not.equal(play(2), first);
  assert.equal(play(1), first);
});

test('an observation does not change afterwards', () => {
  const tv = create();
  const start = tv.reset(1).observation;
  const before = start.slice();
  const step = tv.step(REMOTE_CONTROL).observation;
  const after = step.slice();
  tv.step(REMOTE_CONTROL);
  tv.reset(2);
  assertSameBits(start, before, 'start');
  assertSameBits(step, after, 'step');
});

test('an action that does not exist is refused and changes nothing', () => {
  const [tv, same] = [create(), create()];
  for (const each of [tv, same]) each.reset(1);
  assertRangeError(() => tv.step(3), /^MountainCar\.step: action 3; expected 0, 1 or 2$/);
  assert.equal(tv.step(1), same.step(1));
});

test.run();
