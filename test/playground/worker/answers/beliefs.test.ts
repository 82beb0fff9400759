import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  beliefsAnswer,
  type BeliefsValue,
} from '../../../../src/playground/worker/answers/beliefs.ts';
import { stateAnswer, type StateValue } from '../../../../src/playground/worker/answers/state.ts';
import { Trained } from '../../../../src/playground/worker/trained.ts';
import { createConfig } from '../../../../src/train/config/config.ts';
import { createRun } from '../../../../src/train/run.ts';
import { trainEpisode } from '../../../../src/train/train.ts';
import { assertClose } from '../../../support/close.ts';

const AT = [-0.5, 0.01] as const;

function trained(settings: Readonly<Record<string, unknown>>): Trained {
  const small = { seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };
  const run = createRun(createConfig({ ...small, ...settings }));
  trainEpisode(run);
  return new Trained(run);
}

const beliefs = (of: Trained, action: number): BeliefsValue | null =>
  beliefsAnswer.of(of, { at: AT, action }) as BeliefsValue | null;

test('of vime-gain the terms add up to the gain that the state shows', () => {
  const of = trained({ agent: 'vime-gain' });
  const { actions } = stateAnswer.of(of, { at: AT }) as StateValue;
  actions.forEach(({ novelty }, action) => {
    const { total, measured, panels } = beliefs(of, action)!;
    assertClose([measured, total], [novelty!, novelty!], `action ${action}`);
    const terms = panels.flatMap((panel) => [...panel.terms]);
    const sum = terms.reduce((a, b) => a + b, 0);
    assertClose([sum], [total], `sum over the panels of action ${action}`);
  });
});

test('of vime the terms add up to another number than its expected gain', () => {
  const of = trained({ agent: 'vime' });
  const { total, measured } = beliefs(of, 2)!;
  assert.ok(Math.abs(total - measured) > 1e-3 * measured, `${total} ${measured}`);
});

test('each weight is in one panel, and panels are named after what they join', () => {
  const of = trained({ agent: 'vime', tvChannels: 1 });
  const { panels } = beliefs(of, 0)!;
  const weights = 6 * 8 + 8 + 8 * 3 + 3;
  assert.is(
    panels.reduce((count, { mu }) => count + mu.length, 0),
    weights,
  );
  const names = panels.map(({ name }) => name);
  assert.equal(names.slice(0, 4), [
    'from position',
    'from velocity',
    'from channel 1',
    'from action left',
  ]);
  assert.equal(names.slice(-2), ['to the change of channel 1', 'biases of the outputs']);
});

test('an agent without a Bayesian network has no beliefs', () => {
  for (const agent of ['dqn', 'counts']) assert.is(beliefs(trained({ agent }), 0), null);
});

test.run();
