import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunData } from '../../../src/record/readBack.ts';
import type { Options } from '../../../src/train/config/environments.ts';
import { compareRuns } from '../../../src/report/tables/comparison.ts';
import { normalise } from '../../../src/math/stats/normalise.ts';
import { assertClose } from '../../support/close.ts';
import { scaleOf } from '../../../src/report/runs/environments.ts';
import { runOf } from '../../support/runData.ts';
import { assertRefused } from '../../support/throws.ts';

/** A run of `episodes` evaluations that are −200 before episode `learnt`, and `level` from then on. */
function learner(
  agent: string,
  seed: number,
  learnt: number | null,
  level = -100,
  episodes = 100,
  settings: Options = {},
): RunData {
  const evalScores = Array.from({ length: episodes }, (_, i) =>
    learnt !== null && i + 1 >= learnt ? level : -200,
  );
  return runOf({ agent, seed, evalScores, firstGoalEpisode: learnt, settings });
}

const RUNS = [
  learner('vime', 1, 5),
  learner('vime', 2, 7, -104),
  learner('vime', 3, 60, -108),
  learner('vime', 4, 9, -112),
  learner('dqn', 2, null),
  learner('dqn', 1, 50, -100),
  learner('dqn', 5, 90, -110),
];
const comparison = compareRuns(RUNS);
const [group] = comparison.groups;
const [vime, dqn] = group.agents;

test('groups and agents stand in the order in which they appear, seeds ascending', () => {
  const { groups } = compareRuns([
    runOf({ reward: 'sparse', agent: 'rnd' }),
    runOf({ reward: 'dense', agent: 'dqn' }),
    runOf({ reward: 'sparse', agent: 'dqn' }),
  ]);
  assert.equal(
    groups.map(({ reward, agents }) => [reward, ...agents.map(({ agent }) => agent)]),
    [
      ['sparse', 'rnd', 'dqn'],
      ['dense', 'dqn'],
    ],
  );
  assert.equal(dqn.seeds, [1, 2, 5]);
});

test('seeds that an agent was not run on are named', () => {
  assert.equal(group.seeds, [1, 2, 3, 4, 5]);
  assert.equal(vime.missingSeeds, [5]);
  assert.equal(dqn.missingSeeds, [3, 4]);
});

test('times are quantiles over all seeds, those that never get there among them', () => {
  assert.is(vime.firstGoal.median.value, 7);
  assert.is(vime.firstGoal.p90, 60);
  assert.is(vime.firstGoal.worst, 60);
  assert.is(vime.firstGoal.failures, 0);
  assert.is(dqn.firstGoal.median.value, 90);
  assert.is(dqn.firstGoal.worst, null);
  assert.is(dqn.firstGoal.failures, 1);
});

test('the share waiting falls at each first goal', () => {
  assert.equal(vime.firstGoal.waiting.at, [5, 7, 9, 60]);
  assert.equal(vime.firstGoal.waiting.value, [0.75, 0.5, 0.25, 0]);
  assertClose(dqn.firstGoal.waiting.value, [2 / 3, 1 / 3], 'share waiting');
});

test('the threshold is that of the environment', () => {
  // Seed 4 of vime drives at −112.
  assert.equal(vime.firstAbove.waiting.at, [5, 7, 60]);
  assert.is(vime.firstAbove.failures, 1);
  const evalScores = [-400, -221, -220, -219, -218];
  const weak = runOf({ env: 'weak-engine', evalScores });
  assert.is(compareRuns([weak]).groups[0].agents[0].firstAbove.median.value, 3);
});

test('the last fifth is told as interquartile mean, mean and worst', () => {
  assert.is(vime.lastFifth.iqm.value, -106); // of −100, −104, −108, −112
  assert.is(vime.lastFifth.mean, -106);
  assert.is(vime.lastFifth.worst, -112);
  assert.is(vime.lastFifth.iqm.interval, null); // four seeds
  const five = compareRuns([...RUNS, learner('vime', 5, 9, -106)]).groups[0].agents[0];
  const { low, high } = five.lastFifth.iqm.interval!;
  assert.ok(low >= -112 && low < -106 && high > -106 && high <= -100, `${low} ${high}`);
});

test('sample efficiency is a score, and null where runs are too short', () => {
  const [at50, at100, at200] = vime.efficiency;
  assert.equal([at50.episode, at100.episode, at200.episode], [50, 100, 200]);
  // After episode 50 seed 3 has not learnt: −100, −104, −112, −200, of which the outer two are dropped.
  assertClose([at50.normalisedScore!.value], [normalise(-108, scaleOf(group)!)], 'score after 50');
  assert.is(at200.normalisedScore, null);
});

test('the profile is the share of seeds above each score', () => {
  const { at, value } = vime.profile!;
  assert.is(at.length, 51);
  assert.equal([at[0], value[0]], [0, 1]);
  assert.equal([at[50], value[50]], [1, 0]);
  // Scores .977, .938, .899, .860
  assert.is(value[at.indexOf(0.9)], 0.5);
});

test('vime is compared with every other agent', () => {
  assert.is(group.reference, 'vime');
  assert.is(vime.against, null);
  const { reference, sameSeeds, difference, betterEnd, soonerAbove, soonerGoal } = dqn.against!;
  assert.equal([reference, sameSeeds], ['vime', false]);
  // dqn: −100, −200 and −150.5. vime: −100 wins 2½, the other three win 2 each.
  assertClose([betterEnd.value], [8.5 / 12], 'better end');
  assertClose([difference.value], [-106 - (-100 - 200 - 150.5) / 3], 'difference');
  // First goals: vime 5, 7, 60, 9; dqn 50, 90, never. Good evaluations: vime never with seed 4.
  assertClose([soonerGoal.value], [11 / 12], 'sooner goal');
  assertClose([soonerAbove.value], [8.5 / 12], 'sooner above');
  assert.is(
    compareRuns([runOf({ agent: 'rnd' }), runOf({ agent: 'dqn' })]).groups[0].reference,
    null,
  );
});

test('the learning curve has a point and an interval for each episode', () => {
  const five = compareRuns([...RUNS, learner('vime', 5, 100, -106)]).groups[0].agents[0];
  const { at, value, ...band } = five.learning;
  const [low, high] = [band.low!, band.high!];
  assert.equal([at.length, value.length, low.length, high.length], [100, 100, 100, 100]);
  assert.equal([at[0], value[0], low[0], high[0]], [1, -200, -200, -200]);
  assert.is(value[5], -200); // seed 1 alone has learnt; it is dropped
  assert.is(value[99], -106);
  at.forEach((_, i) => assert.ok(low[i] <= value[i] && value[i] <= high[i]));
});

test('an interval does not depend on who else is compared, nor on the order of the runs', () => {
  const alone = compareRuns(RUNS.filter(({ agent }) => agent === 'vime').reverse());
  const [again] = alone.groups[0].agents;
  assert.equal(
    { ...again, against: null, missingSeeds: [] },
    { ...vime, against: null, missingSeeds: [] },
  );
});

test('agents that were run everywhere are compared over all, each environment counted apart', () => {
  const two = compareRuns([
    runOf({ agent: 'vime', evalScores: [-97.66] }),
    runOf({ agent: 'dqn', evalScores: [-200] }),
    runOf({ agent: 'vime', env: 'weak-engine', evalScores: [-400] }),
  ]);
  assert.equal(
    two.overall.map(({ agent, runs, normalisedScore }) => ({ agent, runs, normalisedScore })),
    [{ agent: 'vime', runs: 2, normalisedScore: { value: 0.5, interval: null } }],
  );
  assert.equal(comparison.overall, []);
});

for (const [what, runs, message] of [
  ['an unknown environment', [runOf({ env: 'moon' })], /^env: expected .*, got "moon"$/],
  ['an unknown agent', [runOf({ agent: 'sarsa' })], /^agent: expected .*, got "sarsa"$/],
] as const) {
  test(`${what} is refused`, () => {
    assertRefused(() => compareRuns(runs), message);
  });
}

test('an agent whose recipe is longer has all of its episodes', () => {
  const usual = [learner('vime', 1, 5, -100, 200), learner('original', 1, 5, -100, 500)];
  const [{ agents, comparedUpTo }] = compareRuns(usual).groups;
  assert.equal(
    agents.map(({ episodes }) => episodes),
    [200, 500],
  );
  assert.is(comparedUpTo, null);
});

test('runs that end after so many steps are one group, compared up to its own shortest run', () => {
  const runs = [
    learner('vime', 1, 5, -100, 200),
    learner('sb3-zoo', 1, 5, -100, 900),
    learner('sb3-zoo', 2, 5, -100, 1000),
  ];
  const [{ agents, comparedUpTo }] = compareRuns(runs).groups;
  assert.equal(
    agents.map(({ label, episodes, seeds }) => [label, episodes, seeds.length]),
    [
      ['vime', 200, 1],
      ['sb3-zoo', 900, 2],
    ],
  );
  assert.is(comparedUpTo, null);
});

test('other runs are compared up to the length they share', () => {
  const runs = [learner('vime', 1, 90, -100, 150), learner('vime', 2, 120, -100, 200)];
  const [{ agents, comparedUpTo }] = compareRuns([...runs, learner('dqn', 1, 5, -110, 100)]).groups;
  assert.is(comparedUpTo, 100);
  assert.equal(
    agents.map(({ label, episodes, learning }) => [label, episodes, learning.at.length]),
    [
      ['vime, episodes 150', 100, 100],
      ['vime, episodes 200', 100, 100],
      ['dqn', 100, 100],
    ],
  );
  const [early, late] = agents;
  assert.is(early.lastFifth.mean, (9 * -200 + 11 * -100) / 20);
  assert.is(late.lastFifth.mean, -200);
  assert.equal([early.firstGoal.worst, late.firstGoal.worst], [90, null]);
  assert.equal([early.firstAbove.worst, late.firstAbove.worst], [90, null]);
});

test('runs of equal length are compared whole, whatever their agents are used to', () => {
  const runs = [learner('vime', 1, 5, -100, 300), learner('original', 1, 5, -100, 300)];
  assert.is(compareRuns(runs).groups[0].comparedUpTo, null);
});

test('runs are grouped by every setting that differs, and called after it', () => {
  const eager = (seed: number) => learner('vime', seed, 5, -100, 100, { eta: 0.3 });
  const [{ agents, reference }] = compareRuns([...RUNS, eager(1), eager(2)]).groups;
  assert.equal(
    agents.map(({ label, seeds, settings }) => [label, seeds.length, settings]),
    [
      ['vime, eta 0.0035', 4, { episodes: 100 }],
      ['dqn', 3, { episodes: 100 }],
      ['vime, eta 0.3', 2, { episodes: 100, eta: 0.3 }],
    ],
  );
  assert.is(reference, 'vime, eta 0.0035'); // with fewer changed settings than the other
  // Its figures are those it has alone, but for the settings it is called after.
  assert.equal(agents[0].firstGoal, vime.firstGoal);
});

test('the reference is the agent as it is, of one agent too', () => {
  const settings = { eta: 0.3 };
  const [both] = compareRuns([runOf({ settings }), runOf()]).groups;
  assert.is(both.reference, 'vime, eta 0.0035');
  assert.equal(
    both.agents.map(({ against }) => against?.reference),
    ['vime, eta 0.0035', undefined],
  );
  assert.is(compareRuns([runOf({ settings })]).groups[0].reference, null);
  const three = compareRuns([runOf({ agent: 'rnd' }), runOf({ settings }), runOf()]);
  assert.is(three.groups[0].reference, 'vime, eta 0.0035');
  const [one] = compareRuns([runOf({ agent: 'dqn' }), runOf({ settings })]).groups;
  assert.is(one.reference, 'vime'); // the only one, whatever its settings
  const two = [{ eta: 0.3 }, { eta: 0.1 }].map((changed) => runOf({ settings: changed }));
  const equal = compareRuns([runOf({ agent: 'dqn' }), ...two]);
  assert.is(equal.groups[0].reference, 'vime, eta 0.3'); // of equal ones the first
});

test('where the optimum is not known nothing is normalised, and all else is there', () => {
  const runs = [runOf({}, { maxSteps: 90 }), runOf({ agent: 'dqn' }, { maxSteps: 90 })];
  const { groups, overall } = compareRuns([...runs, runOf(), runOf({ agent: 'dqn' })]);
  const [unknown, known] = groups;
  assert.equal([known.optimum, unknown.optimum], [-97.66, null]);
  assert.is(unknown.agents[0].profile, null);
  assert.ok(unknown.agents[0].efficiency.every(({ normalisedScore }) => normalisedScore === null));
  assert.is(unknown.agents[0].lastFifth.mean, -100);
  assert.ok(known.agents[0].profile !== null);
  assert.equal(overall, [], 'scores of both cannot be pooled');
});

test('another time limit makes another environment', () => {
  const evalScores = [-500, -300];
  const { groups } = compareRuns([runOf(), runOf({ evalScores }, { maxSteps: 500 })]);
  assert.equal(
    groups.map(({ env, random, optimum }) => [env, random, optimum]),
    [
      ['mountain-car', -200, -97.66],
      ['mountain-car, maxSteps 500', -500, -97.66],
    ],
  );
});

test('nothing of fewer than five seeds has an interval, and of five all has', () => {
  const compared = (seeds: number): string => {
    const runs = Array.from({ length: seeds }, (_, n) => [
      runOf({ seed: n + 1 }),
      runOf({ agent: 'dqn', seed: n + 1 }),
    ]);
    return JSON.stringify(compareRuns(runs.flat()).groups[0].agents);
  };
  for (const seeds of [1, 2, 4]) {
    assert.not.match(compared(seeds), /"low":[^n]|"high":[^n]|"interval":[^n]/);
  }
  assert.not.match(compared(5), /"low":null,|"interval":null/);
});

test.run();
