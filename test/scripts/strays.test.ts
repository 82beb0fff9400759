/** What files of one's own do when nothing is asked of them, in a run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { originOf, watchingStrays } from '../../scripts/strays.ts';
import { ENVIRONMENT_PART, loadEnvironment } from '../../scripts/environmentFile.ts';
import { loadFile } from '../../scripts/ownFile.ts';
import { nextTurn } from '../../src/record/disk.ts';
import { StrayError } from '../../src/record/trainInto.ts';
import { corridorSource, inStep } from '../support/corridor.ts';
import { scriptHere, type Ended } from '../support/scriptHere.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { TINY } from '../support/tinyOptions.ts';

const at = temporaryFolder();
let files = 0;

function fileWith(source: string): string {
  const path = join(at, `corridor${++files}.ts`);
  writeFileSync(path, source);
  return path;
}

const settings = Object.entries({ ...TINY, episodes: 60 }).flatMap(([name, value]) => [
  `--${name}`,
  String(value),
]);

/** A run in an environment from a file. */
async function runIn(source: string): Promise<Ended & { readonly left: (file: string) => string }> {
  const env = fileWith(source);
  const out = join(at, `run${files}`);
  const ended = await scriptHere('run.ts', ['--env', env, ...settings, '--quiet', '--out', out]);
  const left = (file: string): string =>
    existsSync(join(out, file)) ? readFileSync(join(out, file), 'utf8') : '';
  return { ...ended, left };
}

const REFUSED =
  /process\.exit\(0?\) is refused: it would end the command before its work is done; throw an error instead/
    .source;

for (const [what, doing, message] of [
  [
    'a rejected promise',
    "void Promise.reject(new RangeError('lost\\n place'));",
    'corridor\\d+\\.ts, line \\d+: a rejected promise that nothing catches: RangeError: lost place',
  ],
  [
    'a promise that is rejected with something else',
    'void Promise.reject(5);',
    'corridor\\d+\\.ts.*: a rejected promise that nothing catches: 5',
  ],
  [
    'a promise that is rejected where no stack tells',
    "void Promise.reject(Object.assign(new Error('no trace'), { stack: 'Error: no trace' }));",
    'corridor\\d+\\.ts, or what it uses: a rejected promise that nothing catches: Error: no trace',
  ],
  [
    'an error in a timer',
    "setImmediate(() => { throw new Error('too late'); });",
    'corridor\\d+\\.ts, line \\d+: an error that nothing catches: Error: too late',
  ],
  [
    'the end of the process in a timer',
    'setImmediate(() => process.exit(0));',
    `corridor\\d+\\.ts, line \\d+: an error that nothing catches: Error: ${REFUSED}`,
  ],
  [
    'the end of the process in a step',
    'process.exit(0);',
    `step \\d+ after reset\\(\\d+\\), by action \\d: Error: ${REFUSED}`,
  ],
] as const) {
  test(`${what} ends the run with one line and exit code 2, and what was trained is kept`, async () => {
    const { code, out, error, left } = await runIn(corridorSource(...inStep(300, doing)));
    assert.match(
      error,
      new RegExp(
        `^run: [^\\n]*${message}\\nstopped after \\d+ episodes?; what was trained is kept\\n`,
      ),
    );
    assert.equal([code, out], [2, '']);
    assert.match(left('episodes.jsonl'), /\n/);
    assert.ok(left('weights.safetensors').length > 0);
    assert.is((JSON.parse(left('summary.json')) as { finished: boolean }).finished, false);
  });
}

test('a file that ends the process, or rejects a promise, while it is loaded is refused', async () => {
  for (const [first, message] of [
    ['process.exit(0);', new RegExp(`corridor\\d+\\.ts: cannot be loaded: ${REFUSED}\\n$`)],
    ["import { exit } from 'node:process'; exit();", new RegExp(REFUSED)],
    [
      "void Promise.reject(new Error('early'));",
      /corridor\d+\.ts, line 1: a rejected promise that nothing catches: Error: early\n$/,
    ],
  ] as const) {
    const { code, error, left } = await runIn(first + corridorSource());
    assert.is(code, 2);
    assert.match(error, message);
    assert.is(error.trimEnd().split('\n').length, 1, error);
    assert.is(left('config.json'), '');
  }
});

test('a getter that throws, which no rule asks for, is told in one line with its place', async () => {
  const { code, error, left } = await runIn(
    corridorSource([
      "observationSpace: { type: 'box',",
      'get observationSpace(): any { return (this as any).inner.space; }, unused: {',
    ]),
  );
  assert.match(
    error,
    /^run: \S*corridor\d+\.ts, line \d+: TypeError: [^\n]*\(reading 'space'\)\n$/,
  );
  assert.equal([code, left('config.json')], [2, '']);
});

test("an error from this project is not taken for one of the file's", () => {
  const file = fileWith(corridorSource());
  loadEnvironment(file);
  const error = new Error('fault');
  const of = (...frames: readonly string[]): string | null => {
    error.stack = ['Error: fault', ...frames.map((frame) => `    at ${frame}`)].join('\n');
    return originOf(error);
  };
  const root = join(import.meta.dirname, '../..');
  assert.is(of(`step (${root}/src/env/view.ts:3:4)`, 'node:internal/timers:5:6'), null);
  assert.is(of(`file://${root}/scripts/run.ts:3:4`), null);
  assert.is(of(`get (${root}/src/env/view.ts:3:4)`, `step (${file}:12:9)`), `${file}, line 12`);
  const unsure = new RegExp(`${file}.*, or what it uses$`);
  assert.match(String(of('node:internal/timers:5:6')), unsure);
  assert.match(String(of(`help (${at}/helper.ts:5:6)`)), unsure);
});

/** Makes the thing in a file as the work of a script. @returns what is thrown, or reported when the work is over */
async function strayOf(source: string): Promise<string> {
  const exit = Object.getOwnPropertyDescriptor(process, 'exit')!;
  const path = fileWith(source);
  let reported = '';
  try {
    await watchingStrays(
      () => {
        loadFile(ENVIRONMENT_PART, path, []).create();
        return Promise.resolve();
      },
      ({ message }) => (reported = `reported: ${message}`),
    );
    while (reported === '') await nextTurn();
    return reported;
  } catch (error) {
    assert.instance(error, StrayError);
    return (error as Error).message;
  } finally {
    Object.defineProperty(process, 'exit', exit);
    process.removeAllListeners('uncaughtException');
    process.removeAllListeners('unhandledRejection');
  }
}

test('what the work leaves behind at its end is thrown, and what comes later is reported', async () => {
  assert.match(
    await strayOf("export default () => { void Promise.reject(new Error('left')); return {}; };"),
    /^[^:]*corridor\d+\.ts, line 1: a rejected promise that nothing catches: Error: left$/,
  );
  assert.match(
    await strayOf(
      "export default () => { setTimeout(() => { throw new Error('late'); }, 20); return {}; };",
    ),
    /^reported: [^:]*corridor\d+\.ts, line 1: an error that nothing catches: Error: late$/,
  );
});

test.run();
