import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Trained } from '../../../src/playground/worker/trained.ts';
import type { TimedEpisode } from '../../../src/playground/facts.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';
import { runState } from '../../../src/record/runState.ts';

const SETTINGS = { agent: 'vime', maxSteps: 30, warmupSteps: 10, evalEpisodes: 2, episodes: 4 };

const begun = (): Trained => {
  const trained = new Trained(createRun(createConfig(SETTINGS)));
  play(trained);
  return trained;
};

function play({ run, records }: Trained): TimedEpisode {
  const record = { ...trainEpisode(run), seconds: 0 };
  records.push(record);
  return record;
}

test('a change takes over the whole state, and is noted with its episode', () => {
  const trained = begun();
  const before = runState(trained.run);
  trained.change({ eta: 0.02, force: 0.002 });
  assert.equal(runState(trained.run), before);
  assert.is(trained.run.config.eta, 0.02);
  const { eta } = createConfig(SETTINGS);
  assert.equal(trained.changes, [
    { episode: 2, setting: 'eta', from: eta, to: 0.02 },
    { episode: 2, setting: 'force', from: 0.001, to: 0.002 },
  ]);
});

test('a change acts, and one to the same value is none', () => {
  const [same, changed] = [begun(), begun()];
  same.change({ eta: same.run.config.eta });
  assert.equal(same.changes, []);
  changed.change({ force: 0.002 });
  const plain = begun();
  const expected = play(plain);
  assert.equal(play(same), expected);
  assert.not.equal(play(changed), expected);
});

test('before the first episode a change is no change of the run', () => {
  const trained = new Trained(createRun(createConfig(SETTINGS)));
  trained.change({ eta: 0.02 });
  assert.equal(trained.changes, []);
  const { evalScore } = play(trained);
  const other = new Trained(createRun(createConfig({ ...SETTINGS, eta: 0.02 })));
  assert.is(play(other).evalScore, evalScore);
});

test('a change that is refused leaves the run as it was', () => {
  const trained = begun();
  const { run } = trained;
  assert.throws(() => trained.change({ nStep: 0 }), /^nStep: /);
  assert.is(trained.run, run);
  assert.equal(trained.changes, []);
});

test('what is told of a run names its settings and the command', () => {
  const about = begun().about();
  assert.match(about.command, /^npx tsx scripts\/run\.ts --seed 1 --agent vime .*--maxSteps 30/);
  assert.is(about.settings['maxSteps'], 30);
  assert.is(about.records.length, 1);
  assert.is(about.measure?.name, 'expected information gain');
});

test.run();
