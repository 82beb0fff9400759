import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../src/train/config/config.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import { fields, LATER_FIELDS, type FieldName } from '../../src/train/config/settings.ts';
import { parseConfig } from '../../src/record/readBack.ts';

const without = (config: object, names: readonly string[]): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name))),
  );

test('a config is read back as it was written', () => {
  const config = createConfig({ agent: 'original', seed: 7 });
  assert.equal(parseConfig('config.json', JSON.stringify(config)), config);
});

test('a config without any setting is refused, and the setting named', () => {
  const later: readonly string[] = LATER_FIELDS;
  for (const name of Object.keys(fields).filter((each) => !later.includes(each))) {
    assert.throws(
      () => parseConfig('config.json', without(createConfig(), [name])),
      (error: unknown) =>
        error instanceof ConfigError && error.message === `config.json: ${name} is missing`,
    );
  }
});

test('a config from before a setting existed means what was then the only way, whatever the agent does now', () => {
  for (const agent of ['vime', 'original'] as const) {
    const now = createConfig({ agent });
    const old = { ...now, refreshRows: 32 }; // free to differ from batchSize then
    const read = parseConfig('config.json', without(old, LATER_FIELDS));
    const then = Object.fromEntries(LATER_FIELDS.map((name) => [name, fields[name].default]));
    assert.equal(read, { ...old, ...then });
    const differing = LATER_FIELDS.filter((name: FieldName) => read[name] !== now[name]);
    assert.equal(differing, agent === 'vime' ? [] : [...LATER_FIELDS]);
  }
});

test.run();
