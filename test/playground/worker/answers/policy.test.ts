import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { policyAnswer } from '../../../../src/playground/worker/answers/policy.ts';
import { Trained } from '../../../../src/playground/worker/trained.ts';
import { createConfig } from '../../../../src/train/config/config.ts';
import { createRun } from '../../../../src/train/run.ts';

test('without the goal a policy drives for as long as an episode may be, up to 1000 steps', async () => {
  for (const [maxSteps, length] of [
    [1, 1],
    [700, 700],
    [5000, 1000],
  ]) {
    const run = createRun(createConfig({ agent: 'dqn', maxSteps }));
    const actions = await policyAnswer.of(new Trained(run), { at: [-0.5, 0] });
    assert.is(actions.length, length);
  }
});

test('the policy drives from any place to the goal, and changes nothing', async () => {
  const run = createRun(createConfig({ agent: 'dqn' }));
  const before = run.agent.dqn.average.slice();
  const actions = await policyAnswer.of(new Trained(run), { at: [0.45, 0.06] });
  assert.is(actions.length, 1);
  assert.equal(run.agent.dqn.average, before);
  assert.is(run.envSteps, 0);
});

test('without a phase space there is no drive', () => {
  const run = createRun(createConfig({ agent: 'dqn', env: 'deep-sea' }));
  assert.throws(() => policyAnswer.of(new Trained(run), { at: [0, 0] }), /no phase space/);
});

test.run();
