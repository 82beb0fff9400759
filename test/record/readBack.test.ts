import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import { fields } from '../../src/train/config/settings.ts';
import { parseConfig } from '../../src/record/readBack.ts';

const without = (config: object, names: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name))),
  );

test('a config is read back as it was written', () => {
  const config = createConfig({ agent: 'original', seed: 7 });
  assert.equal(parseConfig('config.json', JSON.stringify(config)), config);
});

test('a config without any of the settings is refused, and the setting named', () => {
  for (const name of Object.keys(fields)) {
    assert.throws(
      () => parseConfig('config.json', without(createConfig(), [name])),
      (error: unknown) =>
        error instanceof ConfigError &&
        error.message ===
          `config.json: the setting ${name} is missing; another version wrote this run`,
    );
  }
});

test('a config with a setting that there is not is refused, and the setting named', () => {
  assert.throws(
    () => parseConfig('config.json', JSON.stringify({ ...createConfig(), world: 'mountain-car' })),
    (error: unknown) =>
      error instanceof ConfigError && error.message === 'config.json: no setting is called "world"',
  );
});

test.run();
