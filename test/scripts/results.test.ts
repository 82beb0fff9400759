import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RUN_PICTURES } from '../../src/report/published.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function results(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/results.ts', ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

test('README.md and its charts are what the data in results/ make them', () => {
  assert.equal(results('--check'), {
    code: 0,
    out: 'README.md and the charts agree with results/\n',
    error: '',
  });
});

test('the pictures that no one can compare line by line stay small', () => {
  const bytes = RUN_PICTURES.map((name) => statSync(`${root}/results/figures/${name}`).size);
  assert.ok(bytes.reduce((a, b) => a + b) < 1_500_000, bytes.join(', '));
});

for (const [args, message] of [
  [['--check', 'runs'], 'results: --check takes no folders\n'],
  [['nowhere'], /^results: cannot read nowhere: ENOENT.*\n$/],
  [['--chekc'], /^results: Unknown option '--chekc'.*\n$/],
] as const) {
  test(`results ${args.join(' ')} is refused in one line`, () => {
    const { code, out, error } = results(...args);
    assert.equal([code, out], [2, '']);
    assert.match(error, message);
  });
}

test.run();
