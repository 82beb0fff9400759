import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  checkEnvironmentFile,
  environmentOf,
  loadEnvironment,
} from '../../scripts/environmentFile.ts';
import { fileHash } from '../../scripts/namedFile.ts';
import { partsOf, settingsWith } from '../../scripts/ownFiles.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { parseConfig } from '../../src/record/readBack.ts';
import { configToResume } from '../../src/record/resume.ts';
import { runName } from '../../src/record/runName.ts';
import { readRun } from '../../src/report/runs/readRuns.ts';
import {
  createConfig,
  createEnvironment,
  optionsOf,
  valueOf,
} from '../../src/train/config/config.ts';
import { taskOf } from '../../src/train/config/task.ts';
import { EnvironmentError } from '../../src/env/guard.ts';
import { corridorSource } from '../support/corridor.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { refusal } from '../support/throws.ts';

const at = temporaryFolder();
let files = 0;

/** A file with this in it, of another name each time: a file is loaded once. */
function fileWith(source: string, ending = 'ts'): string {
  const path = join(at, `corridor${++files}.${ending}`);
  writeFileSync(path, source);
  return path;
}

/** A config under which an episode takes milliseconds, but for the options of the car. */
function configIn(env: string, settings: object = {}): ReturnType<typeof createConfig> {
  const tiny = tinyConfig();
  const options = Object.keys(optionsOf(tiny));
  const own = Object.entries(tiny).filter(([name]) => !options.includes(name));
  return createConfig({ ...Object.fromEntries(own), env, ...settings });
}

test('a file has options, which a config then has by name, checked as settings are', () => {
  const env = fileWith(corridorSource());
  const options = loadEnvironment(env);
  assert.equal(Object.keys(options), ['length', 'maxSteps']);
  const config = createConfig({ env, length: 9 });
  assert.equal(optionsOf(config), { length: 9, maxSteps: 30 });
  assert.is(valueOf(config, 'envSha256'), fileHash(env));
  const made = createEnvironment(config);
  assert.equal([...made.observationSpace.high], [9]);
  assert.equal(taskOf(config, made).options, ['length', 'maxSteps']);
  assert.is(
    refusal(() => createConfig({ env, length: 1 })),
    'length: expected a whole number from 2 to 100, got 1',
  );
  assert.is(
    refusal(() => createConfig({ env, force: 1 })),
    'no setting is called "force"',
  );
});

test('the file that the documents show keeps all rules', () => {
  const page = readFileSync(new URL('../../docs/environments.md', import.meta.url), 'utf8');
  const env = fileWith(/```ts\n(.*?)```/s.exec(page)![1]);
  assert.equal(Object.keys(loadEnvironment(env)), ['size']);
  checkEnvironmentFile(createConfig({ env, size: 9 }));
});

test('a file without options has none', () => {
  const env = fileWith(
    corridorSource(
      ['export const options', 'const options'],
      ['{ length, maxSteps }: { length: number; maxSteps: number }', ''],
      ['let [place', 'const [length, maxSteps] = [4, 9];\n  let [place'],
    ),
  );
  assert.equal(loadEnvironment(env), {});
  assert.equal(optionsOf(createConfig({ env })), {});
});

test('what the command line names is loaded, and nothing else', () => {
  const env = fileWith(corridorSource());
  assert.equal(environmentOf(['--seed', '1'], []).path, 'mountain-car');
  assert.is(environmentOf(['--env', 'weak-engine'], []).options['force'].default, 0.0005);
  assert.match(
    refusal(() => createEnvironment(createConfig({ env }))),
    new RegExp(`^env: .* is not loaded; name its file with --env$`),
  );
  assert.equal(Object.keys(environmentOf(['--env', env], []).options), ['length', 'maxSteps']);
  assert.ok(createEnvironment(createConfig({ env })));
});

for (const [what, source, message] of [
  [
    'no default export',
    'export const a = 1;',
    /: expected a default export that makes an environment from its options, got undefined$/,
  ],
  [
    'another default export',
    'export default 3;',
    /: expected a default export that makes an environment from its options, got 3$/,
  ],
  ['a syntax error', 'export default (', /: cannot be loaded: .*Unexpected end of file/s],
  ['an error while it is loaded', 'throw new Error("not now");', /: cannot be loaded: not now$/],
  [
    'an import that is not there',
    'import "./nowhere.ts";',
    /: cannot be loaded: Cannot find module/,
  ],
  [
    'options that are a list',
    corridorSource(['export const options = {', 'export const options = []; const rest = {']),
    /: expected options to be an object, got \[\]$/,
  ],
  [
    'an option of another kind',
    corridorSource(["length: { kind: 'whole'", "length: { kind: 'text'"]),
    /: option length: expected the kind number, whole, flag or choice, got "text"$/,
  ],
  [
    'an option without help',
    corridorSource([", help: 'Places in the corridor.'", '']),
    /: option length: expected help to be a text, got undefined$/,
  ],
  [
    'an option without a range',
    corridorSource(['min: 2, max: 100, ', '']),
    /: option length: expected numbers min and max, got undefined and undefined$/,
  ],
  [
    'an option whose default is out of its range',
    corridorSource(['default: 6', 'default: 1']),
    /: option length: its default is 1, which it does not accept$/,
  ],
  [
    'an option that is called as a setting',
    corridorSource(['  length: {', '  gamma: {']),
    /: option gamma: another option of the command has this name$/,
  ],
  [
    'an option that is called as one of the command',
    corridorSource(['  length: {', '  out: {']),
    /: option out: another option of the command has this name$/,
  ],
] as const) {
  test(`a file with ${what} is refused`, () => {
    assert.match(
      refusal(() => loadEnvironment(fileWith(source), ['out'])),
      message,
    );
  });
}

test('a class is refused with what to write instead', () => {
  const env = fileWith('export default class Corridor {}');
  assert.match(
    refusal(() => loadEnvironment(env)),
    /got a class; use export default \(options\) => new Corridor\(options\)$/,
  );
});

test('a file that is not there is refused', () => {
  assert.match(
    refusal(() => loadEnvironment(join(at, 'nowhere.ts'))),
    /^cannot read .*nowhere\.ts: there is no such file/,
  );
});

test('a file is loaded whatever it is called, but for a question mark, which is told', () => {
  for (const name of ['a b', 'ü', '#1', '100%25', '%', '\'"`', '[a]', '-a', '😀']) {
    const file = join(at, `${name}.ts`);
    writeFileSync(file, corridorSource());
    loadEnvironment(file);
    assert.is(createEnvironment(createConfig({ env: file })).actionSpace.n, 2);
  }
  const file = join(at, 'what?.ts');
  writeFileSync(file, corridorSource());
  symlinkSync(file, join(at, 'link.ts'));
  for (const name of ['what?.ts', 'link.ts']) {
    assert.match(
      refusal(() => loadEnvironment(join(at, name))),
      /^[^\n]+\.ts: expected a path without \?, which tsx takes for the end of it, got ".*what\?\.ts"$/,
    );
  }
});

test('an environment that cannot be made is refused, and one that is none', () => {
  for (const [instead, message] of [
    ["throw new Error('no room');", /: making the environment failed: no room$/],
    [
      'return Promise.reject(new Error());',
      /: expected the default export to return an environment, got a promise; it must not be async$/,
    ],
    ['return null;', /: expected the default export to return an environment, got null$/],
  ] as const) {
    const env = fileWith(corridorSource(['let [place', `${instead}\n  let [place`]));
    loadEnvironment(env);
    assert.match(
      refusal(() => checkEnvironmentFile(createConfig({ env }))),
      message,
    );
  }
});

test('before training the rules that a file breaks are named; one that keeps them is not', () => {
  const good = fileWith(corridorSource());
  loadEnvironment(good);
  checkEnvironmentFile(createConfig({ env: good }));
  const bad = fileWith(corridorSource(['terminated ? 1 : 0', "terminated ? 1 : 'none'"]));
  loadEnvironment(bad);
  assert.match(
    refusal(() => checkEnvironmentFile(createConfig({ env: bad }))),
    /corridor\d+\.ts: step 1 after reset\(0\), by action \d: the reward is "none", expected a finite number\.$/,
  );
});

test('a run keeps path and hash of the file, and is read back without it', async () => {
  const env = fileWith(corridorSource());
  loadEnvironment(env);
  const config = configIn(env, { length: 3, agent: 'dqn', eta: 0 });
  assert.match(runName(config), /^corridor\d+-dqn-.*seed1$/);
  const folder = new RunFolder(join(at, 'run'), config);
  await trainInto(folder, { maps: true });
  const path = join(at, 'run', 'config.json');
  const json = readFileSync(path, 'utf8');
  const read = parseConfig(path, json);
  assert.is(read.env, env);
  assert.is(valueOf(read, 'envSha256'), fileHash(env));
  const run = readRun(folder.path);
  assert.match(run.task.name, /^corridor\d+, length 3$/);
  assert.equal([run.reward, run.task.score], [null, 'return']);
  // Under a path that was never loaded it can be read, but not made.
  const elsewhere = json.replace(env, './never.ts');
  assert.equal(optionsOf(parseConfig(path, elsewhere)), { length: 3, maxSteps: 30 });
  assert.match(
    refusal(() => createEnvironment(parseConfig(path, elsewhere))),
    /^env: \.\/never\.ts is not loaded/,
  );
  // Version 0.3.0 wrote no names of options; a run that it began has them in the summary only.
  const before = json.replace(/,\s*"options": \[[^\]]*\]/, '');
  assert.not.equal(before, json);
  writeFileSync(path, before);
  assert.equal(readRun(folder.path), run);
});

test('a run goes on with the same file only, wherever it is', () => {
  const env = fileWith(corridorSource());
  loadEnvironment(env);
  const path = join(at, 'to resume');
  new RunFolder(path, configIn(env));
  const copy = fileWith(corridorSource());
  assert.is(environmentOf(['--resume', path, '--env', copy], []).path, copy);
  assert.is(configToResume(path, { env: copy }).env, env);
  const changed = fileWith(`${corridorSource()}// another`);
  assert.match(
    refusal(() => environmentOf(['--resume', path, `--env=${changed}`], [])),
    /corridor\d+\.ts is not the file with which the run in .*to resume began: its SHA-256 is another$/,
  );
  const car = join(at, 'car');
  new RunFolder(car, tinyConfig());
  assert.match(
    refusal(() => environmentOf(['--resume', car, '--env', copy], [])),
    /car holds a run with env "mountain-car", not ".*corridor\d+\.ts"$/,
  );
});

test('in a comparison a file is called as in the runs that are there, if it is the same', async () => {
  const env = fileWith(corridorSource());
  loadEnvironment(env);
  const runs = join(at, 'runs');
  await trainInto(new RunFolder(join(runs, 'one'), configIn(env)));
  mkdirSync(join(runs, 'damaged'));
  writeFileSync(join(runs, 'damaged', 'config.json'), '{');
  const [copy, other] = [fileWith(corridorSource()), fileWith(`${corridorSource()}\n`)];
  const named = partsOf(['--env', copy], [], runs);
  assert.equal([named[0].path, named[0].began], [copy, env]);
  assert.is(settingsWith(named, { env: copy, eta: [1] })['env'], env);
  assert.is(partsOf(['--env', other], [], runs)[0].began, other);
  assert.is(partsOf(['--env', copy], [], join(at, 'nowhere'))[0].began, copy);
});

test('with --resume, which keeps its config, another --config is not asked for its file', () => {
  const env = fileWith(corridorSource());
  loadEnvironment(env);
  const path = join(at, 'with-config');
  new RunFolder(path, configIn(env));
  const argv = ['--resume', 'anywhere', '--config', join(path, 'config.json')];
  assert.is(environmentOf(argv, []).path, 'mountain-car');
});

test('an environment that throws ends the run with the step, and what was trained is kept', async () => {
  const env = fileWith(
    corridorSource(
      ['let [place, steps] = [0, 0];', 'let [place, steps] = [0, 0];\n  let left = 100;'],
      ['steps++;', "steps++;\n      if (--left < 0) throw new Error('out of order');"],
    ),
  );
  loadEnvironment(env);
  const folder = new RunFolder(
    join(at, 'broken'),
    configIn(env, { episodes: 50, randomRepeat: 'once' }), // else evaluation is there first
  );
  let thrown: unknown;
  try {
    await trainInto(folder);
  } catch (error) {
    thrown = error;
  }
  assert.instance(thrown, EnvironmentError);
  assert.match(
    (thrown as Error).message,
    /^environment step 101: .*corridor\d+\.ts: step \d+ after reset\(\d+\), by action [01]: Error: out of order$/,
  );
  const episodes = readFileSync(join(folder.path, 'episodes.jsonl'), 'utf8').trimEnd().split('\n');
  assert.is(episodes.length, folder.run.episode - 1);
  assert.ok(readFileSync(join(folder.path, 'weights.safetensors')).length > 0);
});

test('so does one whose score is none, at any time, the final evaluation too', async () => {
  // Three episodes are scored after each of two, and three more at the end.
  for (const scores of [4, 8]) {
    const score = `score: { name: 'places', of: () => (++scored > ${scores} ? NaN : place) }`;
    const env = fileWith(
      `let scored = 0;\n${corridorSource(['return {\n    obs', `return {\n    ${score},\n    obs`])}`,
    );
    loadEnvironment(env);
    const path = join(at, `scored-${scores}`);
    const folder = new RunFolder(path, configIn(env, { episodes: 2 }));
    let thrown: unknown;
    await trainInto(folder).catch((error: unknown) => (thrown = error));
    assert.instance(thrown, EnvironmentError);
    assert.match(
      (thrown as Error).message,
      /corridor\d+\.ts: score\.of, at step \d+ after reset\(\d+\): expected a finite number, got NaN$/,
    );
    assert.ok(readFileSync(join(path, 'weights.safetensors')).length > 0);
  }
});

test.run();
