/** A test that does not run must not count as passed. Each file here is written to a folder and run as tests are. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { judge } from '../../scripts/test/account.ts';
import { closing, totalsOf } from '../../scripts/test/closing.ts';
import { runFiles, type Outcome } from '../../scripts/test/runFiles.ts';
import { temporaryFolder } from '../support/temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = temporaryFolder();
let files = 0;

function run(codes: readonly string[], limit = 30): Promise<Outcome[]> {
  const paths = codes.map((code) => {
    const path = join(folder, `${files++}.mjs`);
    writeFileSync(path, `import { suite, test } from 'uvu';\n${code}`);
    return path;
  });
  return runFiles(root, paths, {}, limit);
}

const LATE = 'an assertion that fails after the tests ended';
const OK = "test('ok', () => {});";

interface Case {
  readonly name: string;
  readonly code: string;
  readonly passed: number;
  readonly failed: number;
  readonly notes?: readonly string[];
  /** What the file itself prints. */
  readonly output?: RegExp;
}

const cases: readonly Case[] = [
  {
    name: 'tests that pass, in two suites, one of them asynchronous',
    code: `${OK}
      const other = suite('other');
      other('later', () => new Promise((resolve) => setTimeout(resolve, 5)));
      test.run();
      other.run();`,
    passed: 2,
    failed: 0,
    notes: [],
  },
  {
    name: 'a test that fails, with its message',
    code: `${OK} test('no', () => { throw new Error('the reason'); }); test.run();`,
    passed: 1,
    failed: 1,
    notes: ['ended with exit code 1'],
    output: /the reason/,
  },
  {
    name: 'test.only beside a failing test',
    code: "test.only('this', () => {}); test('no', () => { throw new Error(); }); test.run();",
    passed: 1,
    failed: 1,
    notes: ['never ran: no'],
  },
  {
    name: 'test.skip, also without a name',
    code: `${OK} test.skip('later', () => {}); test.skip(); test.run();`,
    passed: 1,
    failed: 2,
    notes: ['never ran: later', 'never ran: a test without a name'],
  },
  {
    name: 'a second suite without its run()',
    code: `${OK} const other = suite('other'); other('lost', () => {}); test.run();`,
    passed: 1,
    failed: 1,
    notes: ['never ran: lost'],
  },
  {
    name: 'a file without run()',
    code: OK,
    passed: 0,
    failed: 1,
    notes: ['never ran: ok'],
  },
  {
    name: 'a file without tests',
    code: 'test.run();',
    passed: 0,
    failed: 1,
    notes: ['declares no test'],
  },
  {
    name: 'a test declared after run()',
    code: `${OK} test.run(); test('late', () => {});`,
    passed: 1,
    failed: 1,
    notes: ['never ran: late'],
  },
  {
    name: 'a test declared within a test',
    code: "test('outer', () => { test('inner', () => {}); }); test.run();",
    passed: 1,
    failed: 1,
    notes: ['never ran: inner'],
  },
  {
    name: 'process.exit(0) in a test',
    code: `${OK} test('leaves', () => { process.exit(0); }); test('next', () => {}); test.run();`,
    passed: 1,
    failed: 2,
    notes: ['did not end: leaves', 'never ran: next', 'ended with exit code 1'],
  },
  {
    name: 'process.exit(0) before the tests',
    code: `${OK} test.run(); process.exit(0);`,
    passed: 0,
    failed: 1,
    notes: ['never ran: ok'],
  },
  {
    name: 'a killed process',
    code: `${OK} test('dies', () => process.kill(process.pid, 'SIGKILL')); test.run();`,
    passed: 1,
    failed: 1,
    notes: ['did not end: dies', 'ended with SIGKILL'],
  },
  {
    name: 'a text, undefined and an object without a prototype that are thrown, with what they are',
    code: `test('text', () => { throw 'a text'; });
      test('undefined', () => { throw undefined; });
      test('object', async () => { throw Object.create(null); });
      ${OK} test.run();`,
    passed: 1,
    failed: 3,
    notes: ['ended with exit code 1'],
    output: /threw 'a text'[^]*threw undefined[^]*threw \[Object: null prototype\]/,
  },
  {
    name: 'a promise that is pending at exit',
    code: `${OK} test('waits', () => new Promise(() => {})); test('next', () => {}); test.run();`,
    passed: 1,
    failed: 2,
    notes: ['did not end: waits', 'never ran: next', 'ended with exit code 13'],
  },
  {
    name: 'an assertion that fails in a promise which nobody awaits',
    code: `test('forgets', () => { void Promise.reject(new Error('unheard')); }); test.run();`,
    passed: 1,
    failed: 1,
    notes: ['ended with exit code 1'],
    output: /unheard/,
  },
  {
    name: LATE,
    code: `test('late', () => { setTimeout(() => { throw new Error('too late'); }, 20); }); test.run();`,
    passed: 1,
    failed: 1,
    notes: ['ended with exit code 1'],
    output: /too late/,
  },
  {
    name: 'an error while the file is loaded',
    code: `${OK} test.run(); throw new Error('broken');`,
    passed: 0,
    failed: 1,
    notes: ['never ran: ok', 'ended with exit code 1'],
    output: /broken/,
  },
  {
    name: 'a hook that fails before the tests',
    code: `test.before(() => { throw new Error('not ready'); }); ${OK} test.run();`,
    passed: 0,
    failed: 1,
    notes: ['never ran: ok'],
    output: /not ready/,
  },
  {
    name: 'a hook that fails after each test',
    code: `test.after.each(() => { throw 'a mess'; }); ${OK} test('next', () => {}); test.run();`,
    passed: 1,
    failed: 1,
    output: /a mess/,
  },
  {
    name: 'a hook that fails after the tests',
    code: `test.after(() => { throw new Error('left behind'); }); ${OK} test.run();`,
    passed: 1,
    failed: 1,
    notes: ['ended with exit code 1'],
    output: /left behind/,
  },
];

for (const { name, code, passed, failed, notes, output } of cases) {
  test(`counts ${name}`, async () => {
    const [outcome] = await run([code]);
    const seen = `${outcome.output}\n${outcome.notes.join('\n')}`;
    assert.is(
      `${outcome.passed} passed, ${outcome.failed} failed`,
      `${passed} passed, ${failed} failed`,
      seen,
    );
    if (notes) assert.equal(outcome.notes, notes);
    if (output) assert.match(outcome.output, output);
  });
}

/** A file with as many tests, which tells where it runs. */
const pidOf = (tests: number): string =>
  `for (let n = 0; n < ${tests}; n++) test('t' + n, () => {});
  test('where', () => console.log('pid ' + process.pid)); test.run();`;

test('files that share a process have the verdicts and the output of files that do not', async () => {
  const alike = cases.filter(({ name }) => name !== LATE); // which fails the file after it
  const outcomes = await run([pidOf(1), ...alike.map(({ code }) => code), pidOf(2)]);
  assert.is(outcomes.length, alike.length + 2);
  for (const [n, { name, passed, failed, output }] of alike.entries()) {
    const outcome = outcomes[n + 1];
    assert.equal([outcome.passed, outcome.failed], [passed, failed], `${name}: ${outcome.output}`);
    if (output) assert.match(outcome.output, output);
  }
  assert.equal(
    [outcomes[0], outcomes.at(-1)!].map(({ passed, failed }) => [passed, failed]),
    [
      [2, 0],
      [3, 0],
    ],
  );
});

test('files after one that ended its process run in another one, the others in the same', async () => {
  const outcomes = await run([
    pidOf(0),
    pidOf(1),
    `${OK} test('leaves', () => { process.exit(0); }); test.run();`,
    pidOf(2),
    `${OK} test('dies', () => process.kill(process.pid, 'SIGKILL')); test.run();`,
    pidOf(0),
  ]);
  const pids = outcomes.map(({ output }) => /pid (\d+)/.exec(output)?.[1] ?? '');
  assert.is(pids[0], pids[1]);
  assert.is(new Set([pids[0], pids[3], pids[5]]).size, 3);
  assert.equal(
    outcomes.map(({ passed, failed }) => [passed, failed]),
    [
      [1, 0],
      [2, 0],
      [1, 1],
      [3, 0],
      [1, 1],
      [1, 0],
    ],
  );
});

test('what fails after its file ended fails the file that runs then', async () => {
  const [late, next] = await run([
    `test('late', () => { setTimeout(() => { throw new Error('too late'); }, 20); }); test.run();`,
    "test('waits', () => new Promise((resolve) => setTimeout(resolve, 1000))); test.run();",
  ]);
  assert.equal([late.failed, next.failed], [0, 1]);
  assert.match(next.output, /too late/);
});

test('a file that leaves the process changed fails by name, and the next one finds it as it was', async () => {
  const [changing, next] = await run([
    `${OK} test.run(); process.env['LEFT'] = '1'; process.chdir('/'); process.on('SIGUSR2', () => {});`,
    `test('clean', () => {
      if (process.env['LEFT'] || process.cwd() === '/' || process.listenerCount('SIGUSR2')) throw new Error('changed');
    });
    test.run();`,
  ]);
  assert.equal([changing.passed, changing.failed, next.passed, next.failed], [1, 1, 1, 0]);
  assert.equal(changing.output.match(/^left changed for the files after it: .*$/gm), [
    'left changed for the files after it: listeners to SIGUSR2 of process',
    'left changed for the files after it: environment variables LEFT',
    'left changed for the files after it: the working folder /',
  ]);
});

test('a file that does not end is stopped', async () => {
  const [{ failed, notes }] = await run(
    [`${OK} test('spins', () => { for (;;); }); test.run(); process.on('SIGTERM', () => {});`],
    2,
  );
  assert.ok(failed > 0);
  assert.is(notes.at(-1), 'stopped after 2 s');
});

test('a test that was running when its file was stopped is named', () => {
  const { notes } = judge(
    [
      { event: 'declared', test: 0, name: 'spins' },
      { event: 'started', test: 0 },
    ],
    { code: null, signal: 'SIGKILL', stoppedAfter: 120 },
  );
  assert.equal(notes, ['did not end: spins', 'stopped after 120 s']);
});

test('a test that fails once has failed, also if it runs again', () => {
  const { passed, failed } = judge(
    [
      { event: 'declared', test: 0, name: 'twice' },
      { event: 'started', test: 0 },
      { event: 'failed', test: 0, seconds: 1 },
      { event: 'started', test: 0 },
      { event: 'passed', test: 0, seconds: 1 },
    ],
    { code: 0, signal: null, stoppedAfter: null },
  );
  assert.equal([passed, failed], [0, 1]);
});

test('a test that takes more than 5 s is named', () => {
  const { slow } = judge(
    [
      { event: 'declared', test: 0, name: 'quick' },
      { event: 'declared', test: 1, name: 'long' },
      { event: 'passed', test: 0, seconds: 5 },
      { event: 'passed', test: 1, seconds: 5.12 },
    ],
    { code: 0, signal: null, stoppedAfter: null },
  );
  assert.equal(slow, ['5.1 s: long']);
});

test('thousands of reports arrive', async () => {
  const [{ passed, failed }] = await run([
    "for (let n = 0; n < 5000; n++) test('n'.repeat(200) + n, () => {}); test.run();",
  ]);
  assert.equal([passed, failed], [5000, 0]);
});

test('the output ends with the files that failed, how long it took, and the counts', () => {
  const verdicts = new Map([
    ['b.test.ts', { passed: 1, failed: 2, notes: ['left out'], slow: [] }],
    ['a.test.ts', { passed: 0, failed: 1, notes: [], slow: ['6.0 s: long'] }],
    ['c.test.ts', { passed: 4, failed: 0, notes: [], slow: [] }],
  ]);
  assert.equal(closing(totalsOf(verdicts), 61.4).split('\n'), [
    '',
    'Took more than 5 s; if it does when nothing else runs, it is a slow test:',
    '  a.test.ts  6.0 s: long',
    '',
    'Failed:',
    '  a.test.ts  0 passed, 1 failed',
    '  b.test.ts  1 passed, 2 failed',
    '',
    '61 s',
    '5 passed, 3 failed',
  ]);
});

function npmTest(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'scripts/test.ts'), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('the last line counts, and the line before says how long it took', () => {
  const { status, stdout } = npmTest('optim/clip');
  assert.is(status, 0, stdout);
  assert.match(
    stdout,
    /^ok {3}optim\/clip\.test\.ts {2}(\d+) passed, 0 failed, [\d.]+ s\n\n\d+ s\n\1 passed, 0 failed\n$/,
  );
});

test('a word that no file has, and an option that is none, are refused in one line', () => {
  const nothing = npmTest('no-such-file');
  assert.is(nothing.status, 2);
  assert.is(nothing.stderr, 'test: no ordinary test file has no-such-file in its path\n');
  const option = npmTest('--fast');
  assert.is(option.status, 2);
  assert.match(option.stderr, /^test: unknown option --fast; .*\n$/);
});

test.run();
