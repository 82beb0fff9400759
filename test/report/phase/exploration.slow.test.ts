import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CELLS } from '../../../src/train/config/phaseGrid.ts';
import { explorationAnimation, shownEpisodes } from '../../../src/report/phase/exploration.ts';
import { CAR } from '../../support/phaseSpace.ts';
import { frameCount } from '../../support/pictures.ts';

for (const count of [100, 200]) {
  test(`the animation of a run with ${count} drawn episodes has a frame for each that is shown`, async () => {
    const episodes = Array.from({ length: count }, (_, n) => [(7 * n) % CELLS]);
    const reachedGoal = episodes.map(() => true);
    const { phaseSpace } = CAR;
    const run = { agent: 'vime', label: 'vime', phaseSpace, episodes, reachedGoal };
    for (const gif of Object.values(await explorationAnimation([run]))) {
      assert.is(frameCount(gif), shownEpisodes(count).length);
    }
  });
}

test.run();
