import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = fileURLToPath(new URL('../..', import.meta.url));

function onePage(...args: string[]): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'scripts/onePage.ts'), ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { code: status, out: stdout, error: stderr };
}

test('a line for each episode', () => {
  const { code, out, error } = onePage('--seed', '2', '--episodes', '1');
  assert.is(code, 0, error);
  assert.match(
    out,
    /^episode 1: \d+ steps to the (goal|time limit), mean information gain [\d.e-]+ nats; greedy episodes take [\d.]+\n$/,
  );
});

test('what it does not take is refused in one line', () => {
  for (const args of [
    ['--seed', 'x'],
    ['--eta', '3'],
    ['--episodes', '0'],
    ['--env', 'mars'],
    ['7'],
  ]) {
    const { code, out, error } = onePage(...args);
    assert.is(code, 2, args.join(' '));
    assert.is(out, '');
    assert.match(error, /^onePage: [^\n]+\n$/);
  }
});

test.run();
