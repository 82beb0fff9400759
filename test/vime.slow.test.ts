/** Puts faults into copies of src/vime.ts: each must make the comparison with the rest of src/ fail. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type * as page from '../src/vime.ts';
import { firstDifference, RUNS, type RunName } from './support/sideBySide.ts';
import { temporaryFolder } from './support/temporary.ts';

const SRC = new URL('../src/', import.meta.url);
const PAGE = readFileSync(new URL('vime.ts', SRC), 'utf8');
const folder = temporaryFolder();

/** The page with another text in the place of one that it holds once. */
async function faulty(name: string, right: string, wrong: string): Promise<typeof page> {
  assert.is(PAGE.split(right).length - 1, 1, `${right}: not once on the page`);
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.mts`);
  const code = PAGE.replace(right, () => wrong).replaceAll("from './", `from '${SRC.href}`);
  writeFileSync(file, code);
  return (await import(pathToFileURL(file).href)) as typeof page;
}

const FAULTS: readonly (readonly [name: string, right: string, wrong: string])[] = [
  // Beliefs
  [
    'rho used as sigma',
    'sigma: softplus(slice(parameters, 0, P, 2 * P))',
    'sigma: slice(parameters, 0, P, 2 * P)',
  ],
  [
    'variance of the hidden units forgotten in their second moment',
    'add(square(m), v)',
    'square(m)',
  ],
  [
    'KL reversed',
    'const ratio = scale(sigma, 1 / priorSd); // [P]\n  const squares = add(square(ratio), square(scale(mu, 1 / priorSd)));',
    'const ratio = div(constant(scalar(priorSd)), sigma);\n  const squares = add(square(ratio), square(div(mu, sigma)));',
  ],
  [
    'KL paid for every datum',
    'scale(klFromPrior(beliefs, c.priorSd), 1 / dataCount)',
    'klFromPrior(beliefs, c.priorSd)',
  ],
  ['gradient of the noise model into the hidden units', 'stopGradient(h[0])', 'h[0]'],
  [
    'gradient of the likelihood into the noise model',
    'clamp(stopGradient(unbounded)',
    'clamp(unbounded',
  ],
  [
    'outputs not weighted by their noise',
    'exp(scale(logVariance, c.betaNll))',
    'exp(scale(logVariance, 0))',
  ],
  ['slope of the noise model not limited', '-c.steepestNoiseSlope', '-Infinity'],
  // Curiosity
  ['gain without the observation noise', 'mul(variance, exp(scale(logVariance, -1)))', 'variance'],
  [
    'older gains not measured anew',
    'slots.forEach((slot, row) => (gains[slot] = measured[row]))',
    'gains[newest] = measured[0]',
  ],
  ['unit of the gains never frozen', 'if (!isFrozen) medians.push', 'medians.push'],
  ['unit from the newest gain', 'median(measured)', 'measured[0]'],
  ['unit from the last step', 'medians.slice(-c.unitWindow)', 'medians.slice(-1)'],
  [
    'units of the targets never frozen',
    'if (!isFrozen) changes.push(changeOf(transition));\n      if (!isFrozen) [center',
    'changes.push(changeOf(transition));\n      [center',
  ],
  ['bonus without clip', ', c.bonusClip)', ', Infinity)'],
  ['bonus left out of the reward', ' + c.eta * bonusOf(gains[slot], unit, c)', ''],
  // DQN
  ['random actions of one step', 'policyRng.uniform() < c.stickiness', 'false'],
  ['an episode that starts at random', 'stepsLeft] = [0, 0]', 'stepsLeft] = [0, 3]'],
  ['bootstrap at the goal', 't.terminated ? 0 : t.discount', 't.discount'],
  ['no bootstrap at the time limit', 't.terminated ?', 't.terminated || t.truncated ?'],
  [
    'n-step return across the end of an episode',
    'n === 1 || terminated || truncated ||',
    'n === 1 ||',
  ],
  ['discount of one step after n', 'discount: c.gamma * rest.discount', 'discount: c.gamma'],
  ['target from the online network', 'qValues(dqn.target, ', 'qValues(online, '],
  [
    'single in the place of double Q-learning',
    'greedyActions(online, ',
    'greedyActions(dqn.target, ',
  ],
  ['no group lasso', 'rate * c.inputLasso', '0'],
  [
    'group lasso that lets all weights fade',
    'import { competeRows }',
    'import { shrinkRows as competeRows }',
  ],
  ['group lasso without the learning rate', 'rate * c.inputLasso', 'c.inputLasso'],
  ['averaged weights not averaged', 'online.value.data, c.averageWeight)', 'online.value.data, 1)'],
];

test('a copy of the page without a fault agrees with the rest of src/', async () => {
  const { train } = await faulty('no fault', 'export const CONSTANTS', 'export const CONSTANTS');
  assert.is(firstDifference(train, 'on the plain car'), null);
});

for (const [name, right, wrong] of FAULTS) {
  test(`${name} makes the page differ from the rest of src/`, async () => {
    const { train } = await faulty(name, right, wrong);
    const differences = (Object.keys(RUNS) as RunName[]).map((run) => firstDifference(train, run));
    assert.ok(differences.some((difference) => difference !== null));
  });
}

test.run();
