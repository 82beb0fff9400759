import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createRun } from '../../src/train/run.ts';
import { modelFit } from '../../src/train/modelFit.ts';
import { trainEpisode } from '../../src/train/train.ts';
import { assertClose } from '../support/close.ts';
import { tinyConfig, trainAll } from '../support/tinyRun.ts';

test('R² of each variable is one minus the squared errors in units of the spread', () => {
  const { run } = trainAll(tinyConfig());
  const { replay } = run;
  const S = replay.stateSize;
  const curiosity = run.bonus!.curiosity;
  // A model whose errors are known: half the change of the first variable, nothing of the second.
  let rows = 0;
  const changes: number[] = [];
  curiosity.predict = (batch, predicted, observed) => {
    rows = batch.actions.length;
    for (let i = 0; i < rows * S; i++) {
      observed[i] = batch.nextStates[i] - batch.states[i];
      predicted[i] = i % S === 0 ? 0.5 * observed[i] : 0;
      if (i % S === 0) changes.push(observed[i]);
    }
  };
  const fit = modelFit(run)!;
  assert.is(rows, Math.min(1000, replay.size));
  const mean = changes.reduce((a, b) => a + b) / rows;
  const spread = changes.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const residual = changes.reduce((sum, y) => sum + (0.5 * y) ** 2, 0);
  assert.is(fit.length, S);
  assertClose([fit[0]!], [1 - residual / spread], 'R²', 1e-9);
  assert.ok(fit[1]! <= 1e-9, 'a prediction of 0 is no better than the mean');
});

test('a variable that never changes has no R², and an agent without a model has none at all', () => {
  const { run } = trainAll(tinyConfig({ episodes: 1 }));
  const S = run.replay.stateSize;
  run.bonus!.curiosity.predict = (_, predicted, observed) => {
    predicted.fill(0.1);
    observed.forEach((_y, i) => (observed[i] = i % S === 0 ? i : 3));
  };
  const fit = modelFit(run)!;
  assert.type(fit[0], 'number');
  assert.is(fit[1], null);
  for (const agent of ['dqn', 'rnd', 'counts']) {
    assert.is(trainEpisode(createRun(tinyConfig({ agent }))).modelR2, null, agent);
  }
});

test('the newest transitions count, also when the memory has run full', () => {
  const { run } = trainAll(tinyConfig({ replayCapacity: 50, episodes: 3 }));
  const seen: number[] = [];
  run.bonus!.curiosity.predict = (batch, _, observed) => {
    seen.push(...batch.states);
    observed.fill(1);
  };
  modelFit(run);
  assert.is(seen.length, 50 * run.replay.stateSize);
  const newest = run.replay.states.slice(
    run.replay.newest * run.replay.stateSize,
    (run.replay.newest + 1) * run.replay.stateSize,
  );
  assert.equal(seen.slice(0, run.replay.stateSize), [...newest]);
});

test.run();
