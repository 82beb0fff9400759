import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { captionAt, stepsPerSecond } from '../../../src/report/pictures/shownEpisode.ts';

test('the caption of each step is its number, and that of the last one how the episode ended', () => {
  assert.equal(
    [0, 1, 2].map((step) => captionAt(step, 2, true)),
    ['step 0', 'step 1', 'goal reached, 2 steps'],
  );
  assert.is(captionAt(200, 200, false), 'no goal, 200 steps');
});

test('an episode takes two seconds at least', () => {
  assert.equal(
    [0, 1, 10, 120, 1000].map((steps) => stepsPerSecond(steps, 60)),
    [0.5, 0.5, 5, 60, 60],
  );
});

test.run();
