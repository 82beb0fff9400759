import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AGENT_NAMES, AGENTS, type AgentName } from '../../../src/train/config/agents.ts';
import type { Config } from '../../../src/train/config/settings.ts';
import { encodeSafetensors } from '../../../src/record/safetensors.ts';
import { weightTensors } from '../../../src/record/weights.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';
import { agentConfig, trainAll } from '../../support/tinyRun.ts';

interface Trained {
  readonly weights: string;
  readonly records: readonly object[];
  readonly actions: string;
}

/** The recipe as it is, but for its width and its evaluations. */
const SB3_SHORT = { agent: 'sb3-zoo', reward: 'dense', seed: 1, hiddenWidth: 8, evalEpisodes: 1 };

/** Agents whose novelty may be negative. */
const SIGNED: readonly AgentName[] = ['ama', 'lpm'];

function trained(agent: AgentName, seed = 1): Trained {
  const { run, records } = trainAll(agentConfig(agent, { seed }));
  return {
    weights: Buffer.from(encodeSafetensors(weightTensors(run))).toString('hex'),
    records,
    actions: run.replay.actions.slice(0, run.envSteps).join(''),
  };
}

for (const agent of AGENT_NAMES) {
  test(`${agent}: trains, and one seed means one run`, () => {
    const [a, b] = [trained(agent), trained(agent)];
    assert.is(a.records.length, 4);
    assert.equal(a.records, b.records);
    assert.is(a.weights, b.weights);
    assert.is(a.actions, b.actions);
    assert.is.not(trained(agent, 2).weights, a.weights, 'another seed');
  });

  test(`${agent}: is curious, or is not, as it says`, () => {
    const { curiosity, eta } = agentConfig(agent);
    const { run, records } = trainAll(agentConfig(agent));
    assert.is(run.bonus === null, curiosity === 'none');
    assert.is(eta > 0, curiosity !== 'none');
    for (const { qLoss, objective, noveltyMean, intrinsicReturn } of records.slice(1)) {
      assert.ok(qLoss !== null && qLoss > 0);
      assert.is(noveltyMean === null, curiosity === 'none');
      assert.is(objective === null, curiosity === 'none' || curiosity === 'counts');
      assert.is(intrinsicReturn !== 0, curiosity !== 'none');
      if (!SIGNED.includes(agent)) assert.ok(intrinsicReturn >= 0);
    }
  });
}

test('no two agents learn the same Q-network', () => {
  const owners = new Map<string, AgentName>();
  for (const agent of AGENT_NAMES) {
    const { run } = trainAll(agentConfig(agent));
    const weights = run.agent.dqn.online.join();
    assert.is(owners.get(weights), undefined, `${agent} learns what ${owners.get(weights)} does`);
    owners.set(weights, agent);
  }
});

test('vime is the defaults', () => {
  assert.equal(AGENTS.vime, {});
});

test('the rivals differ from vime in what they are curious about and in what was tuned: eta, unit, root and clip', () => {
  for (const agent of [
    'predictive-kl',
    'prediction-error',
    'rnd',
    'ama',
    'lpm',
    'counts',
  ] as const) {
    assert.is(AGENTS[agent].curiosity, agent);
    const others = Object.keys(AGENTS[agent]).filter((name) => name !== 'curiosity');
    assert.ok(
      others.every((name) => ['eta', 'bonusUnit', 'bonusRoot', 'bonusClip'].includes(name)),
      others.join(),
    );
  }
});

test('original-dqn is original without its bonus', () => {
  const { original, 'original-dqn': plain } = AGENTS;
  const differing = Object.keys(original).filter(
    (name) => original[name as keyof Config] !== plain[name as keyof Config],
  );
  assert.equal(differing.sort(), ['bonusClip', 'bonusUnit', 'curiosity', 'eta']);
  assert.equal([plain.curiosity, plain.eta], ['none', 0]);
  assert.equal(
    Object.keys(plain).filter((name) => !(name in original)),
    [],
  );
});

test('sb3-zoo: eight updates every 16 steps, from step 1,008 on, and copies of the target at steps 600 n', () => {
  const run = createRun(createConfig(SB3_SHORT));
  let copies = '';
  let target = run.agent.dqn.target.slice();
  const endStep = run.agent.dqn.endStep.bind(run.agent.dqn);
  run.agent.dqn.endStep = (step) => {
    endStep(step);
    if (run.agent.dqn.target.some((w, i) => w !== target[i])) copies += ` ${step}`;
    target = run.agent.dqn.target.slice();
  };
  for (let episode = 0; episode < 6; episode++) trainEpisode(run); // of 200 steps
  assert.is(run.agent.dqn.updates, 8 * (1 + (1200 - 1008) / 16));
  assert.is(copies, ' 1200'); // before step 1,008 there is nothing new to copy
  assert.equal(run.agent.dqn.average, run.agent.dqn.online, 'the network that learns is evaluated');
});

test('a sticky agent keeps its random actions for many steps', () => {
  // All actions random, so that only their lasting tells.
  const settings = { epsilonStart: 1, epsilonEnd: 1 };
  const [plain, sticky] = (['dqn', 'dqn-sticky'] as const).map((agent) => {
    const { run } = trainAll(agentConfig(agent, settings));
    const actions = run.replay.actions.slice(0, run.envSteps);
    return (
      actions.filter((action, i) => i > 0 && action !== actions[i - 1]).length / actions.length
    );
  });
  assert.ok(plain > 0.5 && sticky < 0.15, `changes: ${plain} and ${sticky} a step`);
});

test('original acts at random at first, and its epsilon falls by a factor a step', () => {
  const { records } = trainAll(agentConfig('original'));
  records.forEach(({ epsilon }, n) => {
    const expected = 2 * 0.99995 ** (40 * (n + 1)); // the factor falls before each action
    assert.ok(Math.abs(epsilon - expected) < 1e-12, `${epsilon}, expected ${expected}`);
  });
});

test('original learns from −1 a step plus 0.1 KL, −1 alone at an end, and values the rest at 0.99', () => {
  const { run } = trainAll(agentConfig('original', { reward: 'dense', maxSteps: 8, episodes: 16 }));
  const { replay } = run;
  const { batch, slots } = run.agent;
  assert.ok(batch.ended.includes(1), 'an end is in the last batch');
  slots.forEach((slot, row) => {
    assert.is(replay.rewards[slot], -1);
    const isEnd = replay.truncated[slot] === 1;
    assert.is(batch.ended[row], isEnd ? 1 : 0);
    assert.is(replay.terminated[slot], 0, 'the memory holds what the environment says');
    assert.is(run.bonus!.novelty(slot) > 0, !isEnd);
    assert.is(batch.returns[row], -1 + 0.1 * run.bonus!.novelty(slot));
    assert.is(batch.discounts[row], 0.99);
  });
});

test('the networks of original see position and velocity as they are, and its model predicts them', () => {
  const { run } = trainAll(agentConfig('original'));
  const { replay } = run;
  const { batch } = run.agent;
  for (let slot = 0; slot < replay.size; slot++) {
    const [position, velocity] = replay.states.subarray(2 * slot, 2 * slot + 2);
    assert.ok(position > -0.8 && position < -0.3 && Math.abs(velocity) < 0.03, `slot ${slot}`);
  }
  assert.ok(batch.states.some((x, i) => i % 2 === 0 && x < -0.35));
  const [{ layers }] = run.bonus!.curiosity.learnt;
  assert.equal([layers[0].inputs, layers.at(-1)!.outputs], [3, 4]);
});

test.run();
