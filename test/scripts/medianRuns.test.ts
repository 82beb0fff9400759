import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { medianRuns } from '../../scripts/medianRuns.ts';
import { writeResults } from '../../src/report/runs/readRuns.ts';
import { runOf } from '../support/runData.ts';
import { assertRefused } from '../support/throws.ts';
import { temporaryFolder } from '../support/temporary.ts';

const file = join(temporaryFolder(), 'results.jsonl');
const usual = runOf({ seed: 2 });
writeResults(file, [runOf({ seed: 1, settings: { gamma: 0.9 } }), usual]);

test('the median run is one of the agent as it is', () => {
  assert.equal(medianRuns(file, 'shown', ['vime']), [
    { folder: join('shown', 'vime'), run: usual },
  ]);
});

test('an agent of which no run is as it is has no median run', () => {
  assertRefused(
    () => medianRuns(file, 'shown', ['vime', 'dqn']),
    `${file}: expected runs of dqn as it is, found none; publish some`,
  );
});

test.run();
