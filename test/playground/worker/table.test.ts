import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { commandOf, configFrom, settingsTable } from '../../../src/playground/worker/table.ts';
import { createConfig, valueOf } from '../../../src/train/config/config.ts';
import { FIELD_GROUPS } from '../../../src/train/config/settings.ts';

test('texts become values of settings and of options of the environment', () => {
  const config = configFrom('vime', { seed: '7', eta: '0.01', force: '0.002' }, { nStep: '2' });
  assert.equal(config, createConfig({ agent: 'vime', seed: 7, eta: 0.01, force: 0.002, nStep: 2 }));
});

test('own settings come before those of all', () => {
  assert.is(configFrom('vime', { eta: '0.01' }, { eta: '0' }).eta, 0);
});

test('settings of curiosity are left out for an agent that has none, unless they are its own', () => {
  const all = { eta: '0.01', bnnHidden: '8', seed: '3' };
  assert.equal(configFrom('dqn', all, {}), createConfig({ agent: 'dqn', seed: 3 }));
  assert.throws(
    () => configFrom('dqn', {}, { eta: '0.01' }),
    /^eta: the agent dqn has no curiosity/,
  );
});

for (const [what, all, message] of [
  ['a setting that there is not', { size: '3' }, /no setting is called "size"/],
  ['a value out of range', { nStep: '0' }, /nStep: expected a whole number from 1 to 1000, got 0/],
  ['a word for a number', { eta: 'much' }, /eta: expected a number .* got "much"/],
  ['an environment that there is not', { env: 'moon' }, /env: expected .* got "moon"/],
] as const) {
  test(`${what} is refused in one line`, () => {
    assert.throws(() => configFrom('vime', all, {}), message);
  });
}

test('an agent that there is not is refused', () => {
  assert.throws(() => configFrom('nobody', {}, {}), /agent: expected .* got "nobody"/);
});

test('the command names seed, agent, environment, reward, and what differs from the agent', () => {
  assert.is(
    commandOf(configFrom('vime', { seed: '7', eta: '0.01', env: 'weak-engine' }, {})),
    'npx tsx scripts/run.ts --seed 7 --agent vime --env weak-engine --reward sparse --eta 0.01',
  );
});

test('the table holds every setting, and options that the config knows', () => {
  const { groups, options } = settingsTable();
  assert.equal(
    groups.map(({ title, fields }) => [title, Object.keys(fields)]),
    Object.entries(FIELD_GROUPS).map(([title, fields]) => [title, Object.keys(fields)]),
  );
  for (const [env, own] of Object.entries(options)) {
    const config = createConfig({ env });
    for (const name of Object.keys(own ?? {})) assert.ok(valueOf(config, name) !== undefined, name);
  }
});

test.run();
