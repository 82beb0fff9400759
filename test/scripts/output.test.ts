import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runWith } from '../support/scriptProcess.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tiny } from '../support/tinyOptions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const isWhole = (folder: string): boolean =>
  existsSync(join(folder, 'summary.json')) &&
  !readdirSync(folder).some((name) => name.endsWith('.tmp'));

for (const options of [[], ['--json']]) {
  test(`run ${options.join('')} ends its work when nobody reads what it says`, async () => {
    const folder = join(temporaryFolder(), 'run');
    const args = ['scripts/run.ts', ...tiny, '--report=false', ...options, '--out', folder];
    assert.equal(await runWith(args, 'closed'), { code: 0, error: '' });
    assert.ok(isWhole(folder));
  });

  test(`run ${options.join('')} on a full disk for its output saves the run, and fails in one line`, async () => {
    const folder = join(temporaryFolder(), 'run');
    const args = ['scripts/run.ts', ...tiny, '--report=false', ...options, '--out', folder];
    assert.equal(await runWith(args, '/dev/full'), {
      code: 1,
      error: 'run: cannot write to standard output: no space is left on the disk (ENOSPC)\n',
    });
    assert.ok(isWhole(folder));
  });
}

test('what was wrong is still said, with its exit code, when standard output is full', async () => {
  assert.equal(await runWith(['scripts/run.ts', '--seed', 'x'], '/dev/full'), {
    code: 2,
    error: 'run: --seed: expected a whole number from 0 to 9007199254740991, got "x"\n',
  });
});

// A script that starts otherwise would have none of this.
for (const folder of ['scripts', 'bench', 'bench/peers']) {
  test(`every script in ${folder} guards its output`, () => {
    const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts'));
    assert.ok(names.length > 1);
    const unguarded = names.filter((name) => {
      const code = readFileSync(join(root, folder, name), 'utf8');
      return (
        /^const (HELP|SCRIPT) =/m.test(code) && !/(runScript|runWithFiles|guardOutput)\(/.test(code)
      );
    });
    assert.equal(unguarded, []);
  });
}

test.run();
