import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { changedSettings, createConfig, differences } from '../../src/train/config/config.ts';
import type { Field } from '../../src/train/config/field.ts';
import { fields, type FieldName } from '../../src/train/config/settings.ts';
import { runName } from '../../src/record/runName.ts';
import { assertProperty } from '../support/property.ts';

for (const [settings, name] of [
  [{}, 'mountain-car-sparse-vime-seed1'],
  [{ reward: 'dense', agent: 'dqn', seed: 12 }, 'mountain-car-dense-dqn-seed12'],
  [{ eta: 0.3 }, 'mountain-car-sparse-vime-eta0.3-seed1'],
  [{ eta: createConfig().eta }, 'mountain-car-sparse-vime-seed1'], // the default
  [{ agent: 'rnd', eta: createConfig({ agent: 'rnd' }).eta }, 'mountain-car-sparse-rnd-seed1'], // the agent's
  [{ env: 'weak-engine', maxSteps: 400 }, 'weak-engine-sparse-vime-seed1'], // the environment's
  [{ env: 'weak-engine', maxSteps: 200 }, 'weak-engine-sparse-vime-maxSteps200-seed1'],
  [
    { noise: 'fixed', doubleDqn: false, learningRate: 1e-7 },
    'mountain-car-sparse-vime-learningRate1e-7-doubleDqn-false-noise-fixed-seed1',
  ],
] as const) {
  test(`a run with ${JSON.stringify(settings)} is called ${name}`, () => {
    assert.is(runName(createConfig(settings)), name);
  });
}

/** The options of an environment are settings, too: they start with those of the one that was drawn. */
const pick = (settings: object, name: string): { readonly [name: string]: unknown } =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => key === name));

test('a name says every setting or ends in a hash of them, is short, and safe in every system', () => {
  const value = (name: FieldName): fc.Arbitrary<unknown> => {
    const field: Field = fields[name];
    if (field.kind === 'flag') return fc.boolean();
    if (field.kind === 'choice') return fc.constantFrom(...field.choices);
    const { min, max } = field;
    return field.kind === 'whole' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
  };
  const some = fc.uniqueArray(fc.constantFrom(...(Object.keys(fields) as FieldName[])));
  const config = some
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, value(name)]))))
    .map((settings) => ({ ...createConfig(pick(settings, 'env')), ...settings }));
  assertProperty(
    fc.property(config, config, (one, two) => {
      const name = runName(one);
      assert.match(name, /^[a-z][\w.+-]*[a-z0-9]$/i);
      assert.ok(name.length <= 90, `${name.length} characters`);
      for (const changed of Object.keys(changedSettings(one))) {
        assert.ok(name.includes(`-${changed}`) || /-[0-9a-f]{8}-seed\d+$/.test(name), name);
      }
      assert.is(name === runName(two), differences(one, two).length === 0);
    }),
  );
});

test('settings that do not fit become a hash, which differs when only one of them does', () => {
  const long = {
    episodes: 1000,
    evalEpisodes: 123,
    finalEpisodes: 456,
    hiddenWidth: 100,
  };
  const [one, two] = [0.5, 0.25].map((priorSd) =>
    runName(createConfig({ ...long, priorSd, bnnHidden: 7 })),
  );
  const head = 'mountain-car-sparse-vime-episodes1000-evalEpisodes123-finalEpisodes456';
  assert.match(one, new RegExp(`^${head}-[0-9a-f]{8}-seed1$`));
  assert.match(two, new RegExp(`^${head}-[0-9a-f]{8}-seed1$`));
  assert.is.not(one, two);
});

test.run();
