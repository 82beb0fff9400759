import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { fields } from '../../src/train/config/settings.ts';
import { parseConfig, parseRunData } from '../../src/record/readBack.ts';
import { runOf } from '../support/runData.ts';
import { assertRefused } from '../support/throws.ts';

const without = (config: object, names: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name))),
  );

test("of a file of one's own its hash is needed as well, loaded or not", () => {
  for (const [setting, hash] of [
    ['env', 'envSha256'],
    ['curiosity', 'curiositySha256'],
  ]) {
    const named = { ...createConfig(), [setting]: './not loaded.ts' };
    assert.equal(parseConfig('x', JSON.stringify({ ...named, [hash]: 'f00' })), {
      ...named,
      [hash]: 'f00',
    });
    assertRefused(
      () => parseConfig('x', JSON.stringify(named)),
      `x: the setting ${hash} is missing; another version wrote this run`,
    );
  }
});

test('a config is read back as it was written', () => {
  const config = createConfig({ agent: 'original', seed: 7 });
  assert.equal(parseConfig('config.json', JSON.stringify(config)), config);
});

test('a config without any of the settings is refused, and the setting named', () => {
  for (const name of Object.keys(fields)) {
    assertRefused(
      () => parseConfig('config.json', without(createConfig(), [name])),
      `config.json: the setting ${name} is missing; another version wrote this run`,
    );
  }
});

test('a config with a setting that there is not is refused, and the setting named', () => {
  assertRefused(
    () => parseConfig('config.json', JSON.stringify({ ...createConfig(), world: 'mountain-car' })),
    'config.json: no setting is called "world"',
  );
});

test('nor is a config read without an option of its environment', () => {
  assertRefused(
    () => parseConfig('config.json', without(createConfig(), ['maxSteps'])),
    'config.json: the setting maxSteps is missing; another version wrote this run',
  );
});

test('a line of results is read back as it was written; without a setting or an option it is refused', () => {
  const run = runOf({ settings: { eta: 0.3, finalEpisodes: 5 } });
  assert.equal(parseRunData('line', JSON.stringify(run)), run);
  for (const name of ['gamma', 'reward']) {
    const config = JSON.parse(without(run.config, [name])) as object;
    assertRefused(
      () => parseRunData('line', JSON.stringify({ ...run, config })),
      `line: the setting ${name} is missing; another version wrote this run`,
    );
  }
  assertRefused(
    () => parseRunData('line', without(run, ['config'])),
    'line: config: expected the settings of the run, got undefined',
  );
});

for (const [name, value, stated] of [
  ['seed', 2, 1],
  ['agent', 'rnd', 'vime'],
  ['env', 'weak-engine', 'mountain-car'],
  ['reward', 'dense', 'sparse'],
] as const) {
  test(`a line whose ${name} is not that of its settings is refused`, () => {
    assertRefused(
      () => parseRunData('line', JSON.stringify({ ...runOf(), [name]: value })),
      `line: ${name}: expected ${JSON.stringify(stated)} as in config, got ${JSON.stringify(value)}`,
    );
  });
}

test.run();
