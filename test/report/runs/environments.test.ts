import { test } from 'uvu';
import * as assert from 'uvu/assert';

import { ConfigError } from '../../../src/train/config/field.ts';
import { fields } from '../../../src/train/config/settings.ts';
import { scaleOf } from '../../../src/report/runs/environments.ts';

test('the limit of mountain-car is the default of a run, and random only runs out of time', () => {
  const { maxSteps, random, optimum, threshold } = scaleOf('mountain-car');
  assert.is(maxSteps, fields.maxSteps.default);
  assert.is(random, -maxSteps);
  assert.is(optimum, -97.66);
  assert.is(threshold, -110);
});

test('a screen that shows noise changes nothing in what can be reached', () => {
  assert.equal(scaleOf('noisy-tv'), scaleOf('weak-engine'));
  assert.equal(scaleOf('weak-engine'), {
    optimum: -190.7,
    random: -400,
    maxSteps: 400,
    threshold: -220,
  });
});

test('an unknown environment is refused', () => {
  for (const name of ['moon', 'constructor', '']) {
    assert.throws(
      () => scaleOf(name),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message ===
          `expected an environment of mountain-car, weak-engine, noisy-tv, noisy-tv-8, noisy-tv-16, got ${JSON.stringify(name)}`,
    );
  }
});

test.run();
