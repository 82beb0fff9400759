/** The runner in a fresh copy of the project. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scriptHere, type Ended } from '../../support/scriptHere.ts';
import { LearnProject, sourceOf } from '../../support/learnProject.ts';

const project = new LearnProject();
const at = (path: string): string => join(project.folder, 'runs', 'learn', path);

const learn = (...args: string[]): Promise<Ended> =>
  scriptHere('learn.ts', args, project.folder, project.folder);

function learnProcess(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/learn.ts', ...args],
    { cwd: project.folder, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

test('a fresh clone scores 0, and listing writes nothing', () => {
  const { code, out, error } = learnProcess('--list');
  assert.equal([code, error], [0, '']);
  assert.match(out, /^0 of \d+ solved;/m);
  assert.not(existsSync(at('')));
});

test('without a terminal the present exercise is shown and checked once', async () => {
  const { code, out, error } = await learn();
  assert.equal([code, error], [0, '']);
  assert.match(out, /^1 of \d+ {2}trace {2}trace-/);
  assert.match(out, 'no answer yet');
});

test('what the code prints is shown, and code that does not load or does not end is not right', async () => {
  assert.is((await learn('--reset', 'kl')).code, 0);
  const path = at('kl/src/math/kernels/gaussianKl.ts');
  const text = sourceOf('math/kernels/gaussianKl.ts');
  writeFileSync(path, `console.log('here I am');\n${text}`);
  assert.match((await learn('--check', 'kl')).out, 'your code printed:\n  here I am\n');
  writeFileSync(path, `${text}\n}`);
  const broken = await learn('--check', 'kl');
  assert.is(broken.code, 1);
  assert.match(broken.out, /kl: not yet\n {2}.*gaussianKl\.ts/);
  writeFileSync(path, `${text}\nprocess.exit(0);`);
  assert.match((await learn('--check', 'kl')).out, 'it ended before it was judged');
});

test('code that does not end is stopped', async () => {
  const { judgeInChild } = await project.load<typeof import('../../../scripts/learn/inChild.ts')>(
    'scripts/learn/inChild.ts',
  );
  const { exerciseNamed } = await project.load<
    typeof import('../../../scripts/learn/exercises.ts')
  >('scripts/learn/exercises.ts');
  writeFileSync(at('kl/src/math/kernels/gaussianKl.ts'), 'for (;;);');
  const { passed, lines } = await judgeInChild(exerciseNamed('kl')!, at('kl'), 1, 3);
  assert.not(passed);
  assert.equal(lines, ['it did not end within 3 s; is there an endless loop?']);
});

test('files that were removed or changed are named in one line', async () => {
  writeFileSync(at('kl/seed.txt'), 'x');
  assert.match(
    (await learn('--check', 'kl')).error,
    /^learn: .*seed\.txt: expected a whole number, got "x"; [^\n]*\n$/,
  );
  assert.is((await learn('--reset', 'kl')).code, 0);
  rmSync(at('kl/src/math/kernels/gaussianKl.ts'));
  const { code, out, error } = await learn('--show', 'kl');
  assert.equal([code, out], [2, '']);
  assert.match(error, /^learn: cannot read [^\n]*gaussianKl\.ts: there is no such file[^\n]*\n$/);
  assert.is((await learn('--reset', 'kl')).code, 0);
});

test('an answer that cannot be read takes no hint away', async () => {
  const hints = (): unknown =>
    (JSON.parse(readFileSync(at('progress.json'), 'utf8')) as { hints: object }).hints;
  assert.is((await learn('--hint', 'trace-q')).code, 0);
  const before = hints();
  rmSync(at('trace-q/answers.txt'));
  const { code, out } = await learn('--check', 'trace-q');
  assert.is(code, 1);
  assert.match(out.replace(/\s+/g, ' '), /cannot read .*answers\.txt: there is no such file/);
  assert.not.match(out, 'hint');
  assert.is((await learn('--hint', 'trace-q')).code, 0);
  assert.equal(hints(), before);
  assert.is((await learn('--reset', 'trace-q')).code, 0);
});

for (const [args, message] of [
  [['--check', 'kll'], 'expected an exercise, got "kll"; did you mean kl?'],
  [['--list', '--check', 'kl'], 'expected one of --list and --check, got both'],
] as const) {
  test(`${args.join(' ')} is refused in one line`, async () => {
    const { code, out, error } = await learn(...args);
    assert.equal([code, out, error], [2, '', `learn: ${message}\n`]);
  });
}

test('Ctrl-C at a terminal ends it with code 130', async () => {
  if (spawnSync('script', ['--version']).status !== 0) return; // there is no way to make a terminal
  const command = `${process.execPath} --import tsx scripts/learn.ts --start kl`;
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: project.folder });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
  try {
    const deadline = performance.now() + 100_000; // of a busy machine
    while (!seen.includes('> ')) {
      if (performance.now() > deadline) assert.unreachable(`no prompt came:\n${seen}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.stdin.write('\u0003');
    assert.is(await ended, 130);
  } finally {
    child.kill('SIGKILL');
  }
});

test.run();
