import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inEnvironment } from '../../../src/playground/link/otherEnvironment.ts';
import { settingsTable } from '../../../src/playground/worker/table.ts';

const chosen = (all: Readonly<Record<string, string>>, before: string, env: string) =>
  inEnvironment(all, settingsTable(), before, env);

test('options that the other environment has not are left out, settings of all stay', () => {
  assert.equal(
    chosen({ seed: '3', eta: '0.1', size: '5', env: 'deep-sea' }, 'deep-sea', 'mountain-car'),
    { seed: '3', eta: '0.1', env: 'mountain-car' },
  );
  assert.equal(chosen({ seed: '1', tvChannels: '4' }, 'mountain-car', 'stochastic-car'), {
    seed: '1',
    env: 'stochastic-car',
  });
});

test('an option of the same name stays if it can have the value', () => {
  const dense = { reward: 'dense', maxSteps: '50' };
  assert.equal(chosen(dense, 'mountain-car', 'weak-engine'), { ...dense, env: 'weak-engine' });
  assert.equal(chosen(dense, 'mountain-car', 'cartpole-swingup'), { env: 'cartpole-swingup' });
});

test.run();
