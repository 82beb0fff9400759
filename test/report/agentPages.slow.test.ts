/** What the page of each agent says of its curiosity: what that agent measures, in its unit, and nothing of others. */
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AGENT_NAMES, type AgentName } from '../../src/train/config/agents.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { runPage } from '../../src/report/page/runPage.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { agentConfig } from '../support/tinyRun.ts';
import { atMost } from '../support/short.ts';

const at = temporaryFolder();

async function pageOf(
  agent: AgentName,
  settings: { readonly [name: string]: unknown } = {},
): Promise<string> {
  const path = join(at, `${agent} ${Object.keys(settings).join()}`);
  const config = agentConfig(agent, { episodes: 2, ...settings });
  await trainInto(new RunFolder(path, config), { maps: true });
  return (await runPage(path)).html;
}

/** Words of one kind of curiosity that are wrong of the others. */
const WORDS = {
  beliefs: /\bbeliefs?\b|\bprior\b|\bposterior|\bELBO\b|\belbo\b|information.gain|evidence|Bayes/,
  nats: /\bnats\b|\bKL\b|divergence|log-likelihood|change.of.prediction/,
  error: /prediction.error|squared error|sd²|state²/,
  distillation: /distillation|output²|imitat/,
  counts: /inverse.count|1 \/ visits/,
  curiosity: /curio|\bbonus\b|\beta\b/i,
} as const;

const ALLOWED: Readonly<Record<AgentName, readonly (keyof typeof WORDS)[]>> = {
  vime: ['beliefs', 'nats', 'curiosity'],
  'vime-gain': ['beliefs', 'nats', 'curiosity'],
  'vime-paper': ['beliefs', 'nats', 'curiosity'],
  dqn: [],
  'dqn-sticky': [],
  'dqn-shaped': [],
  'predictive-kl': ['nats', 'curiosity'],
  'prediction-error': ['error', 'curiosity'],
  rnd: ['distillation', 'error', 'curiosity'],
  ama: ['nats', 'error', 'curiosity'],
  lpm: ['nats', 'error', 'curiosity'],
  counts: ['counts', 'curiosity'],
  original: ['nats', 'curiosity'],
  'original-dqn': [],
  'sb3-zoo': [],
};

/** On the axes of the charts: what is measured, and what learning raises. */
const AXES: Readonly<Partial<Record<AgentName, readonly string[]>>> = {
  vime: ['expected information gain (nats)', 'objective of the model (nats per transition)'],
  'vime-gain': ['information gain (λ² nats)', 'objective of the model (nats per transition)'],
  'vime-paper': ['information gain (λ² nats)', 'objective of the model (nats per transition)'],
  'predictive-kl': ['change of prediction (nats)', 'log-likelihood (nats per transition)'],
  'prediction-error': ['prediction error (sd²)', 'minus prediction error (sd²)'],
  rnd: ['distillation error (output²)', 'minus distillation error (output²)'],
  ama: ['prediction error beyond noise (sd²)', 'log-likelihood (nats per transition)'],
  lpm: ['learning progress (nats of error)', 'minus prediction error (sd²)'],
  counts: ['inverse count (1 / visits)'],
  original: ['change of prediction (nats)', 'log-likelihood (nats per transition)'],
};

/** Without pictures, settings, and names of agents, which may be those of a measure. */
const textOf = (page: string, agent: AgentName): string =>
  page
    .slice(page.indexOf('</style>'))
    .replace(/<table>.*?<\/table>/s, '')
    .replace(/data:image\/\w+;base64,[\w+/=]*/g, '')
    .replaceAll(agent, 'AGENT');

/** Checks a page for the words of what the agent does not measure. */
function assertOwnWords(page: string, agent: AgentName, allowed: readonly string[]): void {
  const text = textOf(page, agent);
  for (const [name, words] of Object.entries(WORDS)) {
    const found = words.exec(text);
    if (!allowed.includes(name))
      assert.is(found && text.slice(found.index - 60, found.index + 60), null);
    else assert.ok(found, `nothing about ${name}`);
  }
}

for (const agent of atMost(7, AGENT_NAMES)) {
  test(`the page of ${agent} has the name and the unit of what it measures, and of nothing else`, async () => {
    const page = await pageOf(agent);
    assertOwnWords(page, agent, ALLOWED[agent]);
    for (const axis of AXES[agent] ?? []) assert.ok(page.includes(`>${axis}</text>`), axis);
  });
}

test('what counts is what is measured, whatever the agent is called', async () => {
  const page = await pageOf('vime', { curiosity: 'prediction-error' });
  assertOwnWords(page, 'vime', ALLOWED['prediction-error']);
  assert.ok(page.includes('>prediction error (sd²)</text>'));
});

test.run();
