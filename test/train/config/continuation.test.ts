import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  continuedConfig,
  earlierConfigs,
  plannedEpisodes,
} from '../../../src/train/config/continuation.ts';
import {
  changedSettings,
  createConfig,
  isOption,
  optionsOf,
} from '../../../src/train/config/config.ts';
import { taskOf } from '../../../src/train/config/task.ts';
import { createRun } from '../../../src/train/run.ts';
import { memberOf, groupsOf } from '../../../src/report/runs/groups.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

const config = tinyConfig({ episodes: 10 });

test('a config keeps where the parts of its run ended, and the config of each part', () => {
  const once = continuedConfig(config, 20);
  assert.equal(once, { ...config, episodes: 20, continuedAt: '10' });
  const twice = continuedConfig(once, 30);
  assert.equal(twice, { ...config, episodes: 30, continuedAt: '10,20' });
  assert.equal(earlierConfigs(twice), [config, once]);
  assert.equal(earlierConfigs(config), []);
  assert.equal(createConfig({ ...twice }), twice);
});

test('a run is continued for more episodes than it has, not than it began with', () => {
  const once = continuedConfig(config, 20);
  for (const episodes of [5, 10, 15, 20]) {
    assert.throws(
      () => continuedConfig(once, episodes),
      new RegExp(
        `^episodes: the run is finished with 20, expected more to continue it, got ${episodes}$`,
      ),
    );
  }
});

test('each part has the length that was planned for it', () => {
  const twice = continuedConfig(continuedConfig(config, 20), 30);
  const planned = [0, 9, 10, 19, 20, 29].map((done) => plannedEpisodes(twice, done));
  assert.equal(planned, [10, 10, 20, 20, 30, 30]);
  assert.is(plannedEpisodes(config, 9), 10);
});

for (const continuedAt of ['20', '10,10', '15,10', 'none', '', '5,', '0', 10, '1e1']) {
  test(`continuedAt ${JSON.stringify(continuedAt)} is refused in a run of 20 episodes`, () => {
    assert.throws(
      () => createConfig({ ...config, episodes: 20, continuedAt }),
      /^continuedAt: expected rising numbers below episodes, 20, such as 200,400, got /,
    );
  });
}

test('a run that ends after so many steps is not continued', () => {
  const steps = createConfig({ ...config, steps: 100 });
  for (const episodes of [5, 20]) {
    assert.throws(
      () => continuedConfig(steps, episodes),
      /^episodes: the run ends after 100 steps and cannot be continued for another number/,
    );
  }
  assert.throws(
    () => createConfig({ ...steps, continuedAt: '5' }),
    /^continuedAt: expected steps none, got 100$/,
  );
});

test('it is no option of the environment, and a continued run is a group of its own', () => {
  const longer = createConfig({ episodes: 400 });
  const continued = continuedConfig(createConfig(), 400);
  assert.not(isOption('continuedAt'));
  assert.equal(optionsOf(continued), optionsOf(longer));
  assert.equal(changedSettings(continued), { episodes: 400, continuedAt: '200' });
  const { env } = createRun(tinyConfig());
  assert.is(taskOf(continued, env).name, taskOf(longer, env).name);
  const labels = groupsOf([longer, continued].map((c) => memberOf(c))).map(({ label }) => label);
  assert.equal(labels, ['vime', 'vime, continuedAt 200']);
});

test.run();
