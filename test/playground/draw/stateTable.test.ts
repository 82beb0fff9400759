import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shownNumber } from '../../../src/playground/draw/numbers.ts';
import { lackOf, stateTable } from '../../../src/playground/draw/stateTable.ts';
import { stateAnswer, type StateValue } from '../../../src/playground/worker/answers/state.ts';
import { Trained } from '../../../src/playground/worker/trained.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { measureOf } from '../../../src/train/config/curiosities.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';

const NAMES = ['left', 'coast', 'right'];

/** What the page shows of an agent after an episode: the names of the rows, and the line below. */
function shownOf(agent: string): { value: StateValue; rows: string[]; lack: string | null } {
  const small = { seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };
  const run = createRun(createConfig({ ...small, agent }));
  trainEpisode(run);
  const value = stateAnswer.of(new Trained(run), { at: [-0.5, 0.01] }) as StateValue;
  const measure = measureOf(run.config);
  const { head, rows } = stateTable(value, NAMES, measure);
  assert.equal(head, ['', ...NAMES]);
  for (const row of rows) assert.is(row.length, 4, row.join());
  return { value, rows: rows.map(([name]) => name), lack: lackOf(value, agent, measure) };
}

const ALWAYS = ['best action', 'Q, in reward'];

test('of vime there are predictions with both uncertainties, and nothing is missing', () => {
  const { rows, lack } = shownOf('vime');
  const predicted = ['predicted', '± the model', '± noise'];
  assert.equal(rows, [
    ...ALWAYS,
    'expected information gain, nats',
    'bonus',
    'change of position',
    ...predicted,
    'change of velocity',
    ...predicted,
  ]);
  assert.is(lack, null);
});

test('of a plain network there is the prediction, and a line says that it knows no uncertainty', () => {
  const { value, rows, lack } = shownOf('prediction-error');
  assert.equal(rows.slice(4), [
    'change of position',
    'predicted',
    'change of velocity',
    'predicted',
  ]);
  assert.match(lack!, /^prediction-error predicts the change, but not how far/);
  const { predicted } = value.actions[0].changes[0];
  assert.ok(Number.isFinite(predicted!.mean));
  assert.equal([predicted!.model, predicted!.noise], [null, null]);
});

test('of rnd there is its error, and of dqn neither bonus nor model', () => {
  const rnd = shownOf('rnd');
  const changes = ['change of position', 'change of velocity'];
  assert.equal(rnd.rows, [...ALWAYS, 'distillation error, output²', 'bonus', ...changes]);
  assert.match(rnd.lack!, /^rnd has no prediction .* only its distillation error\. The squared/);
  const dqn = shownOf('dqn');
  assert.equal(dqn.rows, [...ALWAYS, ...changes]);
  assert.match(dqn.lack!, /^dqn has no bonus, and no model/);
});

test('the best actions are marked', () => {
  const { value } = shownOf('dqn');
  const [marks] = stateTable({ ...value, greedy: 0, optimal: 0 }, NAMES, null).rows;
  assert.equal(marks, ['best action', 'greedy, optimal', '', '']);
  const { rows } = stateTable({ ...value, greedy: 1, optimal: 2 }, NAMES, null);
  assert.equal(rows[0], ['best action', '', 'greedy', 'optimal']);
  assert.is(rows[1][1], shownNumber(value.actions[0].q));
});

test.run();
