import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repeatedSettings } from '../../scripts/configFile.ts';
import { checkCuriosityFile, curiosityOf, loadCuriosity } from '../../scripts/curiosityFile.ts';
import { fileHash } from '../../scripts/namedFile.ts';
import { partsOf } from '../../scripts/ownFiles.ts';
import { CuriosityError } from '../../src/curiosity/guard.ts';
import { parseConfig } from '../../src/record/readBack.ts';
import { configToResume, resumeFolder } from '../../src/record/resume.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { runName } from '../../src/record/runName.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { readRun } from '../../src/report/runs/readRuns.ts';
import { createConfig, optionsOf, valueOf } from '../../src/train/config/config.ts';
import { measureOf } from '../../src/train/config/curiosities.ts';
import { createRun } from '../../src/train/run.ts';
import { corridorSource } from '../support/corridor.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { refusal } from '../support/throws.ts';

const at = temporaryFolder();
const page = readFileSync(new URL('../../docs/curiosity.md', import.meta.url), 'utf8');
/** The file that the documents show. */
const RARITY = /```ts\n(.*?)```/s.exec(page)![1];
let files = 0;

/** A file with this in it, of another name each time, in which some text has been replaced. */
function fileWith(...changes: readonly (readonly [string, string])[]): string {
  const path = join(at, `rarity${++files}.ts`);
  writeFileSync(
    path,
    changes.reduce((text, [from, to]) => {
      assert.ok(text.includes(from), from);
      return text.replace(from, to);
    }, RARITY),
  );
  return path;
}

const warned = (curiosity: string, settings: object = {}): string[] => {
  const lines: string[] = [];
  checkCuriosityFile(tinyConfig({ curiosity, ...settings }), (line) => lines.push(line));
  return lines;
};

test('the file that the documents show keeps all rules, and has options', () => {
  const curiosity = fileWith();
  assert.equal(Object.keys(loadCuriosity(curiosity)), ['parts']);
  const config = tinyConfig({ curiosity, parts: 9 });
  assert.is(valueOf(config, 'parts'), 9);
  assert.is(valueOf(config, 'curiositySha256'), fileHash(curiosity));
  assert.not('parts' in optionsOf(config)); // it is none of the environment
  assert.equal(warned(curiosity), []);
  assert.is(measureOf(config)?.name, 'rarity');
  assert.match(
    refusal(() => createConfig({ curiosity, parts: 1 })),
    /^parts: expected a whole number from 2 to 1000, got 1$/,
  );
});

test('what the command line names is loaded, and nothing else', () => {
  const curiosity = fileWith();
  assert.is(curiosityOf(['--seed', '1'], []), null);
  assert.is(curiosityOf(['--curiosity', 'rnd'], []), null);
  assert.match(
    refusal(() => createRun(tinyConfig({ curiosity }))),
    /^curiosity: .*rarity\d+\.ts is not loaded; name its file with --curiosity$/,
  );
  const parts = partsOf(['--env', 'weak-engine', `--curiosity=${curiosity}`], ['out']);
  assert.equal(
    parts.map(({ name }) => name),
    ['weak-engine', curiosity],
  );
  assert.ok(createRun(tinyConfig({ curiosity })));
});

test('options of the command, of the settings and of the environment are not its own', () => {
  for (const name of ['quiet', 'force', 'gamma', 'environment', 'continuedAt']) {
    const curiosity = fileWith(['  parts: {', `  ${name}: {`]);
    assert.match(
      refusal(() => partsOf(['--curiosity', curiosity], ['quiet'])),
      new RegExp(`option ${name}: another option of the command has this name$`),
    );
  }
});

for (const [what, change, message] of [
  [
    'no default export',
    ['export default function', 'export function'],
    /expected a default export that makes a curiosity from its options/,
  ],
  [
    'a default export that returns nothing',
    ['return {', 'return; ({'],
    /cannot be loaded|expected the default export to return a curiosity/,
  ],
  [
    'no state',
    ['state: () => ({ visits: visits.slice() }),', ''],
    /rarity\d+\.ts: state: expected a method, got undefined\.$/,
  ],
  [
    'a default export that is async',
    ['export default function', 'export default async function'],
    /^\S+: expected the default export to return a curiosity, got a promise; it must not be async$/,
  ],
  [
    'a default export that throws',
    ['const visits', 'throw new Error("none"); const visits'],
    /^\S+: making the curiosity failed: none$/,
  ],
  [
    'a state that lacks the visits',
    [
      'state: () => ({ visits: visits.slice() })',
      'state: () => ({ visits: new Float64Array(parts) })',
    ],
    /restore: a step later its novelty is /,
  ],
  [
    'a random novelty',
    ['out[row] = 1 /', 'out[row] = Math.random() /'],
    /draw only from the stream that is given\./,
  ],
] as const) {
  test(`a file with ${what} is refused in one sentence`, () => {
    const curiosity = fileWith(change);
    assert.match(
      refusal(() => {
        loadCuriosity(curiosity);
        warned(curiosity);
      }),
      message,
    );
  });
}

test('one that does not fade is named, and trained all the same', () => {
  const curiosity = fileWith(['out[row] = 1 / Math.max(1,', 'out[row] = Math.max(1,']);
  loadCuriosity(curiosity);
  const lines = warned(curiosity);
  assert.ok(lines.length > 0);
  assert.match(lines[0], /rarity\d+\.ts: fades: .* It is trained all the same\.$/);
});

test('a run keeps path and hash, is read back without the file, and goes on with it as it was', async () => {
  const curiosity = fileWith();
  loadCuriosity(curiosity);
  const config = tinyConfig({ curiosity, parts: 7 });
  assert.match(
    runName(createConfig({ curiosity, parts: 7 })),
    /^mountain-car-sparse-vime-curiosity-rarity\d+-parts7-seed1$/,
  );
  const path = join(at, 'run');
  const folder = new RunFolder(path, config);
  await trainInto(folder, { checkpointEvery: 1, isStopped: () => folder.run.episode >= 2 });
  const { digest } = await trainInto(
    resumeFolder(path, configToResume(path, { curiosity }), () => undefined),
  );
  assert.is((await trainInto(new RunFolder(join(at, 'whole'), config))).digest, digest);
  assert.ok(folder.records.every(({ noveltyMean }) => noveltyMean! > 0));

  const file = join(path, 'config.json');
  const elsewhere = parseConfig(file, readFileSync(file, 'utf8').replace(curiosity, './never.ts'));
  assert.equal(optionsOf(elsewhere), optionsOf(config));
  assert.is(valueOf(elsewhere, 'parts'), 7);
  assert.is(measureOf(elsewhere)?.name, 'novelty');
  const run = readRun(path);
  assert.equal(run.config.curiosity, curiosity);
  assert.not.match(run.task.name, 'parts');

  const copy = fileWith();
  assert.is(curiosityOf(['--resume', path, '--curiosity', copy], [])?.path, copy);
  assert.equal(createConfig(repeatedSettings(file, {})), config);
  assert.is(createConfig(repeatedSettings(file, { curiosity: 'rnd' })).curiosity, 'rnd');
  const changed = fileWith(['20,', '21,']);
  for (const option of ['--resume', '--config']) {
    const where = option === '--resume' ? path : file;
    assert.match(
      refusal(() => curiosityOf([option, where, '--curiosity', changed], [])),
      /rarity\d+\.ts is not the file with which the run in .* began: its SHA-256 is another$/,
    );
  }
  assert.match(
    refusal(() => curiosityOf(['--config', file], [])),
    /config\.json names the file .*, which is loaded only if the command line names it: add --curiosity /,
  );
});

test('a run has an environment and a curiosity of its own, each with its options', () => {
  const env = join(at, 'corridor.ts');
  writeFileSync(env, corridorSource());
  const curiosity = fileWith();
  partsOf(['--env', env, '--curiosity', curiosity], []);
  const config = createConfig({ env, curiosity, length: 4, parts: 3 });
  assert.equal(optionsOf(config), { length: 4, maxSteps: 30 });
  checkCuriosityFile(config, (line) => assert.unreachable(line));
  const read = JSON.stringify(config).replace(env, './no.ts').replace(curiosity, './none.ts');
  assert.is(valueOf(parseConfig('config.json', read), 'parts'), 3);
});

for (const [what, change, message] of [
  [
    'throws',
    [
      'void visits[partOf(nextState[0])]++',
      '{ if (visits.reduce((a, b) => a + b) > 50) throw new Error("no room"); visits[partOf(nextState[0])]++; }',
    ],
    /update: Error: no room$/,
  ],
  [
    'gives NaN',
    ['out[row] = 1 /', 'out[row] = (visits.reduce((a, b) => a + b) > 50 ? NaN : 1) /'],
    /measure: the novelty is NaN, expected a finite number$/,
  ],
] as const) {
  test(`one that ${what} at some step ends the run with the step, and what was trained is kept`, async () => {
    const curiosity = fileWith(change);
    loadCuriosity(curiosity);
    const folder = new RunFolder(join(at, what), tinyConfig({ curiosity }));
    let thrown: unknown;
    await trainInto(folder).catch((error: unknown) => (thrown = error));
    assert.instance(thrown, CuriosityError);
    assert.match((thrown as Error).message, /^environment step 5\d: .*rarity\d+\.ts: /);
    assert.match((thrown as Error).message, message);
    assert.is(folder.records.length, 1);
    assert.ok(readFileSync(join(folder.path, 'weights.safetensors')).length > 0);
    const summary = JSON.parse(readFileSync(join(folder.path, 'summary.json'), 'utf8')) as object;
    assert.equal((summary as { finished: boolean }).finished, false);
  });
}

test('acting by a bonus that is not known beforehand is refused', () => {
  const curiosity = fileWith();
  loadCuriosity(curiosity);
  assert.match(
    refusal(() => createRun(tinyConfig({ curiosity, act: 'optimistic' }))),
    /^act: optimistic needs a curiosity that measures an action before it is taken, with anticipate; /,
  );
});

test('of a run with two files, what is given keeps the options that it knows, whatever the files are called now', () => {
  const [curiosity, env] = [fileWith(), join(at, 'corridor.ts')];
  writeFileSync(env, corridorSource());
  const there = ['--curiosity', curiosity, '--env', env];
  partsOf(there, []);
  const config = createConfig({ env, curiosity, parts: 7, length: 4 });
  const { path } = new RunFolder(join(at, 'two'), config);
  // As in another process, in which these paths were not loaded.
  const file = join(path, 'config.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(curiosity, './never.ts').replace(env, './nowhere.ts'));
  const repeated = (given: Readonly<Record<string, string>>): unknown[] => {
    const again = createConfig(repeatedSettings(file, given));
    return ['parts', 'length'].map((name) => valueOf(again, name));
  };
  assert.equal(repeated({ env, curiosity }), [7, 4]);
  assert.equal(repeated({ env: 'mountain-car', curiosity }), [7, undefined]);
  assert.equal(repeated({ env, curiosity: 'rnd' }), [undefined, 4]);
});

test.run();
