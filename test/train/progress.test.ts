import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { progressOf } from '../../src/train/progress.ts';

test('a run is as far as it is in episodes or in steps, whichever is further', () => {
  const done = { episodes: 5, envSteps: 800 };
  assert.is(progressOf({ episodes: 10, steps: 'none' }, done), 0.5);
  assert.is(progressOf({ episodes: 10, steps: 1000 }, done), 0.8);
  assert.is(progressOf({ episodes: 10, steps: 4000 }, done), 0.5);
});

test('a run may end a little after its last step', () => {
  assert.ok(progressOf({ episodes: 10, steps: 700 }, { episodes: 4, envSteps: 800 }) > 1);
});

test.run();
