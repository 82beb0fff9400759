import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repeatedSettings } from '../../scripts/configFile.ts';
import { environmentOf } from '../../scripts/environmentFile.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { changedSettings, createConfig, optionsOf } from '../../src/train/config/config.ts';
import { continuedConfig } from '../../src/train/config/continuation.ts';
import { corridorSource } from '../support/corridor.ts';
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { refusal } from '../support/throws.ts';

const at = temporaryFolder();

const config = tinyConfig({ seed: 7, reward: 'dense', eta: 0.01 });
const folder = new RunFolder(join(at, 'run'), config);
const { digest } = await trainInto(folder);
const path = join(at, 'run', 'config.json');

const run = (...args: string[]): Promise<Ended> => scriptHere('run.ts', args, at);

test('the settings of a config.json make the same config, but for those that are given', () => {
  assert.equal(createConfig(repeatedSettings(path, {})), config);
  assert.equal(createConfig(repeatedSettings(path, { seed: 8, gamma: 0.9 })), {
    ...config,
    seed: 8,
    gamma: 0.9,
  });
});

test('another agent brings its own settings; what the run had set otherwise is kept', () => {
  const rnd = createConfig(repeatedSettings(path, { agent: 'rnd' }));
  assert.equal([rnd.curiosity, rnd.bonusRoot, rnd.eta], ['rnd', true, 0.01]);
  assert.equal(changedSettings(rnd), changedSettings(config));
});

test('another environment has the options that it knows, and its own defaults of the others', () => {
  const weak = createConfig(repeatedSettings(path, { env: 'weak-engine' }));
  assert.equal(optionsOf(weak), {
    ...optionsOf(createConfig({ env: 'weak-engine' })),
    reward: 'dense',
    maxSteps: 40,
  });
  const sea = createConfig(repeatedSettings(path, { env: 'deep-sea' }));
  assert.equal(optionsOf(sea), optionsOf(createConfig({ env: 'deep-sea' })));
  assert.is(sea.eta, 0.01);
});

test('a continued run is repeated as such, but at another length as a run that never was continued', () => {
  const longer = continuedConfig(config, 9);
  const continued = join(at, 'continued.json');
  writeFileSync(continued, JSON.stringify(longer));
  for (const given of [{}, { episodes: 9 }, { steps: 'none' }]) {
    assert.equal(createConfig(repeatedSettings(continued, given)), longer);
  }
  for (const given of [{ episodes: 1 }, { episodes: 30 }, { steps: 300 }]) {
    assert.equal(createConfig(repeatedSettings(continued, given)), {
      ...config,
      episodes: 9,
      ...given,
    });
  }
});

test('the command repeats the run, to the digest', async () => {
  const { code, out, error } = await run('--config', path, '--json');
  assert.equal([code, error], [0, '']);
  assert.is((JSON.parse(out) as { digest: string }).digest, digest);
});

test('a file of its own is loaded only if it is named, and only if it is the same', async () => {
  const env = join(at, 'corridor.ts');
  writeFileSync(env, corridorSource());
  const first = ['--env', env, '--length', '4', '--episodes', '2', '--quiet', '--report', 'false'];
  assert.is((await run(...first, '--out', 'own')).code, 0);
  const own = join(at, 'own', 'config.json');
  assert.is(
    refusal(() => environmentOf(['--config', own], [])),
    `${own} names the file ${env}, which is loaded only if the command line names it: add --env ${env}`,
  );
  const copy = join(at, 'copy.ts');
  copyFileSync(env, copy);
  environmentOf(['--config', own, '--env', copy], []);
  const again = createConfig(repeatedSettings(own, { env: copy, seed: 2 }));
  assert.equal([again.env, again.seed, optionsOf(again)['length']], [copy, 2, 4]);
  writeFileSync(env, `${corridorSource()}// changed`);
  assert.match(
    refusal(() => environmentOf(['--config', own, '--env', env], [])),
    /corridor\.ts is not the file with which the run in .*config\.json began: its SHA-256 is another$/,
  );
});

test('what cannot be repeated is refused in one line', async () => {
  const cut = join(at, 'cut.json');
  writeFileSync(cut, readFileSync(path).subarray(0, 100));
  for (const [file, given, message] of [
    [join(at, 'nowhere.json'), {}, /^cannot read .*nowhere\.json: there is no such file/],
    [folder.path, {}, /^cannot read .*run: it is a folder, expected a file/],
    [cut, {}, /cut\.json: expected JSON/],
    [path, { agent: 'dqn' }, /the agent dqn has no curiosity, expected 0, got 0\.01/],
  ] as const) {
    assert.match(
      refusal(() => createConfig(repeatedSettings(file, given))),
      message,
    );
  }
  for (const [args, line] of [
    [
      ['--config', path, '--resume', 'run'],
      '--resume keeps the settings of the run; leave out --config',
    ],
    [['--config', '--quiet'], '--config needs a value, got the option --quiet'],
    [['--config=', '--quiet'], '--config needs a value'],
  ] as const) {
    const { code, error } = await run(...args);
    assert.equal([code, error], [2, `run: ${line}\n`]);
  }
});

test.run();
