import { tmpdir } from 'node:os';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { watchProcess } from '../../scripts/test/leftovers.ts';
import { temporaryFolder } from '../support/temporary.ts';

const nothing = (): void => undefined;

/** What a file may change, how to see it, and what is said of it. */
const CHANGES: readonly (readonly [
  what: string,
  change: () => void,
  state: () => unknown,
  line: RegExp,
])[] = [
  [
    'a listener of the process',
    () => process.on('SIGUSR2', nothing),
    () => process.listenerCount('SIGUSR2'),
    /^listeners to SIGUSR2 of process$/,
  ],
  [
    'a listener of standard output',
    () => process.stdout.on('error', nothing),
    () => process.stdout.listenerCount('error'),
    /^listeners to error of process\.stdout$/,
  ],
  [
    'listeners that are taken away',
    () => process.removeAllListeners('warning'),
    () => process.listeners('warning'),
    /^listeners to warning of process$/,
  ],
  [
    'an environment variable',
    () => (process.env['LEFT_BY_A_TEST'] = '1'),
    () => process.env['LEFT_BY_A_TEST'],
    /^environment variables LEFT_BY_A_TEST$/,
  ],
  [
    'an environment variable that is taken away',
    () => Reflect.deleteProperty(process.env, 'NO_COLOR'),
    () => process.env['NO_COLOR'],
    /^environment variables NO_COLOR$/,
  ],
  [
    'the working folder',
    () => process.chdir(tmpdir()),
    () => process.cwd(),
    /^the working folder \//,
  ],
  ['the console', () => (console.log = nothing), () => console.log, /^console\.log$/],
  [
    'what standard output does',
    () => (process.stdout.write = () => true),
    () => Object.getOwnPropertyDescriptor(process.stdout, 'write')?.value as unknown,
    /^process\.stdout\.write$/,
  ],
  [
    'the width of standard error',
    () => Object.assign(process.stderr, { columns: 40 }),
    () => (process.stderr as Partial<NodeJS.WriteStream>).columns,
    /^process\.stderr\.columns$/,
  ],
  [
    'a function of the process',
    () => (process.exit = (() => nothing) as never),
    () => Object.getOwnPropertyDescriptor(process, 'exit')?.value as unknown,
    /^process\.exit$/,
  ],
  [
    'a global name',
    () => Object.assign(globalThis, { leftByATest: 1 }),
    () => Reflect.get(globalThis, 'leftByATest') as unknown,
    /^globalThis\.leftByATest$/,
  ],
  ['the clock', () => (Date.now = () => 0), () => Date.now, /^Date\.now$/],
  ['chance', () => (Math.random = () => 0), () => Math.random, /^Math\.random$/],
];

for (const [what, change, state, line] of CHANGES) {
  test(`${what}: the change is named and taken back`, () => {
    process.on('warning', nothing);
    try {
      const before = state();
      const takeBack = watchProcess();
      change();
      assert.not.equal(state(), before);
      const lines = takeBack();
      assert.is(lines.length, 1, lines.join('; '));
      assert.match(lines[0], line);
      assert.equal(state(), before);
      assert.equal(takeBack(), []);
    } finally {
      process.off('warning', nothing);
    }
  });
}

test('what changes back, a folder that is removed at the end, and output are no change', () => {
  const takeBack = watchProcess();
  const { argv, exitCode } = process;
  process.argv = ['other'];
  process.argv = argv;
  process.exitCode = 3;
  process.exitCode = exitCode;
  temporaryFolder();
  process.stdout.write('');
  assert.equal(takeBack(), []);
});

test.run();
