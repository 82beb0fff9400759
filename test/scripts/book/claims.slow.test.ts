/** What the chapters claim of their figures, held to short runs of the agents that they show. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { phaseMaps } from '../../../src/train/phaseSpace.ts';
import { runTo } from '../../support/book.ts';

test('2: where every step costs, the values fall as much where the car has never been; with the sparse reward they stay', () => {
  const valuesAfter = (reward: string) => {
    const { run, records } = runTo({ agent: 'dqn', seed: 1, reward, evalEpisodes: 1 }, 5);
    assert.not.ok(records.some(({ reachedGoal }) => reachedGoal));
    const { visits, value } = phaseMaps(run, run.env.phaseSpace!, 0);
    return {
      seen: mean(value.filter((_, cell) => visits[cell] > 0)),
      unseen: mean(value.filter((_, cell) => visits[cell] === 0)),
    };
  };
  const dense = valuesAfter('dense');
  assert.ok(dense.seen < -0.2, String(dense.seen));
  assert.ok(Math.abs(dense.unseen / dense.seen - 1) < 0.2, String(dense.unseen));
  const sparse = valuesAfter('sparse');
  assert.ok(Math.abs(sparse.seen) < 0.1 && Math.abs(sparse.unseen) < 0.1, JSON.stringify(sparse));
});

test.run();
