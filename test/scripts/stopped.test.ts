import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { scriptCommand } from '../../scripts/shell.ts';
import { describeKept, howToContinue } from '../../scripts/stopped.ts';
import type { EpisodeRecord } from '../../src/train/train.ts';

const stopped = (episodes: number, lastCheckpoint: number | null) => ({
  path: 'runs/it',
  records: Array<EpisodeRecord>(episodes),
  lastCheckpoint,
});
const command = (...more: readonly string[]): string =>
  scriptCommand('run.ts', ['--resume', 'runs/it', ...more]);

test('a run goes on by the command that resumes it, and where it does is told if that is earlier', () => {
  assert.is(howToContinue(stopped(7, 7), []), `to continue           ${command()}`);
  assert.is(
    howToContinue(stopped(7, 5), []),
    `to continue           ${command()}\n                      from the checkpoint of episode 5`,
  );
});

test('the command names files again, and nothing else', () => {
  const parts = [
    { setting: 'env', path: './mine.ts' },
    { setting: 'curiosity', path: 'counts' },
  ] as const;
  assert.is(
    howToContinue(stopped(7, 7), parts),
    `to continue           ${command('--env', './mine.ts')}`,
  );
});

test('without a checkpoint it says how to have one, if there could have been one', () => {
  for (const [episodes, text] of [
    [0, 'there is nothing to continue from: the first episode had not ended'],
    [4, 'there is no checkpoint to continue from; --checkpoint-every 1 would have left one'],
    [5, 'there is no checkpoint to continue from; --checkpoint-every 5 would have left one'],
  ] as const) {
    assert.is(howToContinue(stopped(episodes, null), []), `to continue           ${text}`);
  }
});

test('after an error it says what was kept, where, and that the file must be the same', () => {
  const folder = 'folder                runs/it';
  assert.is(
    describeKept(stopped(7, 5), []),
    [
      'stopped after 7 episodes; what was trained is kept',
      folder,
      howToContinue(stopped(7, 5), []),
      '                      with the same file; a changed one makes a new run',
    ].join('\n'),
  );
  assert.is(
    describeKept(stopped(0, null), []),
    `stopped after 0 episodes\n${folder}\n${howToContinue(stopped(0, null), [])}`,
  );
});

test.run();
