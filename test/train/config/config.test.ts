import { CAR_OPTIONS } from '../../../src/env/car.ts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AGENT_NAMES, AGENTS } from '../../../src/train/config/agents.ts';
import { createConfig, optionsOf } from '../../../src/train/config/config.ts';
import {
  accepted,
  ConfigError,
  expectation,
  fromText,
  isValid,
  type Field,
} from '../../../src/train/config/field.ts';
import {
  fields,
  isFieldName,
  type Config,
  type FieldName,
} from '../../../src/train/config/settings.ts';
import { createRun } from '../../../src/train/run.ts';
import { assertRefused } from '../../support/throws.ts';

const entries = Object.entries(fields) as [FieldName, Field][];

/** As a command line is read. */
function parseField(name: FieldName, text: string): unknown {
  const value = fromText(fields[name], text);
  if (isValid(fields[name], value)) return value;
  throw new ConfigError(`${name}: ${expectation(fields[name], value)}`);
}

/** Values a field must refuse: past both ends, between whole numbers, of another type. */
function wrongValues(field: Field): unknown[] {
  const wrongForAll = [undefined, null, {}, [], NaN];
  switch (field.kind) {
    case 'flag':
      return [...wrongForAll, 0, 1, 'true', ''];
    case 'choice':
      return [...wrongForAll, '', 'other', field.default.toUpperCase(), `${field.default} `, 0];
    default: {
      const numbers = [-Infinity, Infinity, -1, field.max + 1, field.max * 2, field.min - 1];
      if (field.kind === 'whole') numbers.push(field.min + 0.5);
      else if (field.min > 0) numbers.push(0);
      return [...wrongForAll, ...numbers, true, String(field.min)];
    }
  }
}

test('the defaults go together, and are all there is', () => {
  const config = createConfig();
  assert.equal(Object.keys(config), [...Object.keys(fields), ...Object.keys(CAR_OPTIONS)]);
  for (const [name, field] of entries) assert.is(config[name], field.default);
});

for (const [name, field] of entries) {
  test(`${name}: the default is valid, anything else is refused by name, with what was expected and what came`, () => {
    const alone = (value: unknown): unknown => createConfig({ [name]: value })[name];
    assert.is(alone(field.default), field.default);
    assert.ok(field.help.length > 0);
    for (const value of wrongValues(field)) {
      const got = typeof value === 'number' ? String(value) : JSON.stringify(value);
      const message = `${name}: expected ${accepted(field)}, got ${got}`;
      assertRefused(() => alone(value), message);
    }
  });

  test(`${name}: the default survives being written and read`, () => {
    assert.is(parseField(name, String(field.default)), field.default);
  });

  if (field.kind === 'number' || field.kind === 'whole') {
    test(`${name}: both ends of the range are in it`, () => {
      for (const value of [field.min, field.max]) assert.is(parseField(name, String(value)), value);
    });
  }
  if ('orNone' in field) {
    test(`${name}: none survives being written and read`, () => {
      assert.is(parseField(name, 'none'), 'none');
      const read = JSON.parse(JSON.stringify({ [name]: 'none' })) as Record<string, unknown>;
      assert.is(createConfig(read)[name], 'none');
    });
  }
  if (field.kind === 'choice') {
    test(`${name}: every choice is accepted`, () => {
      for (const value of field.choices) assert.is(parseField(name, value), value);
    });
  }
}

for (const name of ['sede', '', 'Seed', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
  test(`there is no setting called ${JSON.stringify(name)}`, () => {
    assert.not(isFieldName(name));
    const settings = Object.fromEntries([[name, 1]]);
    assertRefused(() => createConfig(settings), `no setting is called ${JSON.stringify(name)}`);
  });
}

for (const [name, text, value] of [
  ['learningRate', '5e-4', 5e-4],
  ['learningRate', '.5', 0.5],
  ['learningRate', '1.', 1],
  ['eta', '+0.25', 0.25],
  ['episodes', '1e3', 1000],
  ['episodes', '007', 7],
  ['doubleDqn', 'false', false],
  ['agent', 'dqn', 'dqn'],
] as const) {
  test(`${name}: ${JSON.stringify(text)} is read as ${value}`, () => {
    assert.is(parseField(name, text), value);
  });
}

for (const text of [
  '',
  ' ',
  ' 5',
  '5 ',
  '5\n',
  '0x10',
  '0b1',
  'NaN',
  'Infinity',
  '-Infinity',
  '1_000',
  '1,5',
  '5px',
  'e3',
  '1e',
  '.',
  '--1',
  '1e999',
  'true',
  'null',
]) {
  test(`numbers: ${JSON.stringify(text)} is refused`, () => {
    assertRefused(
      () => parseField('episodes', text),
      /^episodes: expected a whole number from 1 to 1000000, got /,
    );
    assertRefused(() => parseField('eta', text), /^eta: expected a number from 0 to /);
  });
}

for (const text of ['', 'True', '1', 'yes', ' true']) {
  test(`flags: ${JSON.stringify(text)} is refused`, () => {
    assertRefused(
      () => parseField('doubleDqn', text),
      `doubleDqn: expected true or false, got ${JSON.stringify(text)}`,
    );
  });
}

test('whole numbers are refused between whole numbers, also in text', () => {
  assertRefused(
    () => parseField('episodes', '2.5'),
    'episodes: expected a whole number from 1 to 1000000, got 2.5',
  );
});

test('the agent dqn has eta 0 and refuses another', () => {
  assert.is(createConfig({ agent: 'dqn' }).eta, 0);
  assert.is(createConfig({ eta: 0, agent: 'dqn' }).eta, 0);
  for (const settings of [
    { agent: 'dqn', eta: 0.1 },
    { eta: 0.1, agent: 'dqn' },
  ]) {
    assertRefused(
      () => createConfig(settings),
      'eta: the agent dqn has no curiosity, expected 0, got 0.1',
    );
  }
  assert.is(createConfig({ agent: 'vime', eta: 0 }).eta, 0);
});

test('settings that do not go together are refused', () => {
  assertRefused(
    () => createConfig({ tvSham: true }),
    'tvSham: expected false without tvChannels, got true',
  );
  assert.is(optionsOf(createConfig({ env: 'noisy-tv', tvSham: true }))['tvSham'], true);
  assertRefused(
    () => createConfig({ replayCapacity: 63 }),
    'batchSize: expected at most replayCapacity, 63, got 64',
  );
  const small = { replayCapacity: 63, batchSize: 63, bnnBatchSize: 64 };
  assertRefused(
    () => createConfig(small),
    'bnnBatchSize: expected at most replayCapacity, 63, got 64',
  );
  assert.is(createConfig({ ...small, agent: 'dqn' }).replayCapacity, 63);
});

test('cassie-lim measures the batch of single steps that is learnt from, in no unit', () => {
  const settings = { curiosity: 'cassie-lim', nStep: 1, bonusUnit: 'none' };
  assert.is(createConfig(settings).curiosity, 'cassie-lim');
  assertRefused(() => createConfig({ ...settings, nStep: 3 }), 'nStep: cassie-lim needs 1, got 3');
  for (const bonusUnit of ['moving', 'frozen', 'collected']) {
    assertRefused(
      () => createConfig({ ...settings, bonusUnit }),
      `bonusUnit: cassie-lim needs none, got ${bonusUnit}`,
    );
  }
});

test('counting needs cells, so it needs scaled observations', () => {
  assertRefused(
    () => createConfig({ agent: 'counts', observation: 'raw' }),
    'observation: counts needs scaled, got raw; its cells lie in [-1, 1]',
  );
});

test('the settings given are not changed', () => {
  const settings = Object.freeze({ agent: 'dqn' });
  createConfig(settings);
  assert.equal(settings, { agent: 'dqn' });
});

test('an agent and an environment set what they stand for; what is given goes first', () => {
  const dqn = createConfig({ agent: 'dqn' });
  assert.equal([dqn.curiosity, dqn.eta], ['none', 0]);
  const tv = optionsOf(createConfig({ env: 'noisy-tv' }));
  assert.equal(tv, {
    reward: 'sparse',
    force: 0.0005,
    maxSteps: 400,
    tvChannels: 4,
    tvSham: false,
  });
  const more = createConfig({ env: 'noisy-tv', tvChannels: 8, agent: 'counts', eta: 0.5 });
  assert.equal(optionsOf(more), { ...tv, tvChannels: 8 });
  assert.equal([more.curiosity, more.bonusUnit, more.eta], ['counts', 'none', 0.5]);
});

for (const agent of AGENT_NAMES) {
  test(`the settings of the agent ${agent} are settings, and its config can be read back`, () => {
    for (const name of Object.keys(AGENTS[agent])) assert.ok(isFieldName(name), name);
    const config = createConfig({ agent });
    for (const [name, value] of Object.entries(AGENTS[agent])) {
      assert.is(config[name as FieldName], value);
    }
    assert.equal(createConfig({ ...config }), config);
  });
}

test('settings that are no object are refused', () => {
  for (const settings of [null, 'dqn', 5, []]) {
    assertRefused(
      () => createConfig(settings as never),
      /^createConfig: expected settings by name, such as \{ agent: 'dqn' \}, got (null|"dqn"|5|\[\])$/,
    );
  }
});

test('a run is made of all settings, as createConfig gives them', () => {
  const few = { agent: 'dqn', seed: 1, env: 'mountain-car' } as unknown as Config;
  assertRefused(
    () => createRun(few),
    /^expected all settings, as createConfig gives them, got no episodes$/,
  );
});

test.run();
