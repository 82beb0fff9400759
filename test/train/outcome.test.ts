import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { outcomeOf } from '../../src/train/outcome.ts';
import { assertClose } from '../support/close.ts';
import { recordOf } from '../support/records.ts';

const PLAIN = { milestones: [-150, -120, -110], random: -200 } as const;

test('a run without an episode reached nothing', () => {
  assert.equal(outcomeOf([], PLAIN), {
    episodes: 0,
    envSteps: 0,
    firstGoalEpisode: null,
    firstGoalStep: null,
    firstEvalAbove: { '-150': null, '-120': null, '-110': null },
    lastFifthMean: null,
    remoteShare: null,
    remoteBonusShare: null,
  });
});

test('an evaluation that is no better than random actions has reached no milestone', () => {
  const records = [-100, -100, -99.5].map((evalScore, i) =>
    recordOf({ episode: i + 1, evalScore }),
  );
  assert.equal(outcomeOf(records, { ...PLAIN, random: -100 }).firstEvalAbove, {
    '-150': 3,
    '-120': 3,
    '-110': 3,
  });
});

test('shares of the remote are over all steps and all of the bonus', () => {
  const outcome = outcomeOf(
    [
      recordOf({ length: 300, remoteShare: 0.5, intrinsicReturn: 0.1, remoteBonusShare: 1 }),
      recordOf({ length: 100, remoteShare: 0.1, intrinsicReturn: 0.3, remoteBonusShare: 0.2 }),
      recordOf({ length: 100, remoteShare: 0.1, intrinsicReturn: 0, remoteBonusShare: null }),
    ],
    PLAIN,
  );
  assertClose([outcome.remoteShare!], [(150 + 10 + 10) / 500], 'actions');
  assertClose([outcome.remoteBonusShare!], [(0.1 + 0.06) / 0.4], 'bonus');
});

test('an environment without milestones has reached none, one with a random score unknown all that are below', () => {
  const records = [-400, -230, -200].map((evalScore, i) => recordOf({ episode: i + 1, evalScore }));
  assert.equal(outcomeOf(records, { milestones: [], random: null }).firstEvalAbove, {});
  const { firstEvalAbove } = outcomeOf(records, { milestones: [-450, -300, -220], random: null });
  assert.equal(firstEvalAbove, { '-450': 1, '-300': 2, '-220': 3 });
});

test('firsts are firsts: later goals and milestones, and falling back, change nothing', () => {
  const evaluations = [-200, -150, -151, -119.5, -140, -110, -105];
  const records = evaluations.map((evalScore, i) =>
    recordOf({
      episode: i + 1,
      envSteps: 100 * (i + 1),
      reachedGoal: i === 2 || i === 5,
      evalScore,
    }),
  );
  assert.equal(outcomeOf(records, PLAIN), {
    episodes: 7,
    envSteps: 700,
    firstGoalEpisode: 3,
    firstGoalStep: 300,
    firstEvalAbove: { '-150': 2, '-120': 4, '-110': 6 },
    lastFifthMean: -107.5, // the last two of seven: a fifth, rounded up
    remoteShare: null,
    remoteBonusShare: null,
  });
});

for (const [count, fifth] of [
  [1, 1],
  [4, 1],
  [5, 1],
  [6, 2],
  [10, 2],
  [200, 40],
]) {
  test(`the last fifth of ${count} evaluations is the last ${fifth}`, () => {
    const records = Array.from({ length: count }, (_, i) =>
      recordOf({ episode: i + 1, evalScore: i < count - fifth ? -200 : -100 }),
    );
    assert.is(outcomeOf(records, PLAIN).lastFifthMean, -100);
    records[count - fifth] = recordOf({ evalScore: -100 - fifth });
    assert.is(outcomeOf(records, PLAIN).lastFifthMean, -101);
  });
}

test.run();
