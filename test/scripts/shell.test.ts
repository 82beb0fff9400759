import { spawnSync } from 'node:child_process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { asTypedHere, quoted, scriptCommand } from '../../scripts/shell.ts';

test('plain words stay as they are', () => {
  for (const word of ['--seeds', '1-30', 'runs/sparse', 'a_b.c', '--eta=0.3', 'vime,dqn']) {
    assert.is(quoted(word), word);
  }
});

test('a shell reads every other word back as it was', () => {
  const words = [
    '',
    ' ',
    'a b',
    "it's",
    '"',
    '$HOME',
    '`id`',
    '\\',
    '*',
    ';',
    '~',
    'a\nb',
    'ü',
    '#',
    '!',
  ];
  const script = `printf '%s\\0' ${words.map(quoted).join(' ')}`;
  const { stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  assert.equal(stdout.split('\0').slice(0, -1), words);
});

test('a script is named from the present folder', () => {
  assert.is(
    scriptCommand('run.ts', ['--resume', 'my runs/a']),
    "npx tsx scripts/run.ts --resume 'my runs/a'",
  );
});

test('in the package a script is a command of vime, in commands and in helps', () => {
  assert.is(
    scriptCommand('run.ts', ['--resume', 'my runs/a'], true),
    "npx vime run --resume 'my runs/a'",
  );
  const text = 'npx tsx scripts/play.ts DIR plays what scripts/run.ts left';
  assert.is(asTypedHere(text, true), 'npx vime play DIR plays what npx vime run left');
  assert.is(asTypedHere(text, false), text);
});

test('outside the project a command names the loader of the project by its path', () => {
  const here = process.cwd();
  process.chdir('/');
  try {
    const command = scriptCommand('run.ts', ['--resume', 'a']);
    assert.match(
      command,
      /^'?\/.*\/node_modules\/\.bin\/tsx'? '?\/.*\/scripts\/run\.ts'? --resume a$/,
    );
  } finally {
    process.chdir(here);
  }
});

test.run();
