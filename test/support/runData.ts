import type { RunData } from '../../src/record/readBack.ts';
import { meanOfLastFifth } from '../../src/train/outcome.ts';

/** A consistent run, with the fields that are given. */
export function runOf(given: Partial<RunData> = {}): RunData {
  const evalScores = given.evalScores ?? Array.from({ length: 200 }, () => -100);
  return {
    seed: 1,
    agent: 'vime',
    reward: 'sparse',
    env: 'mountain-car',
    maxSteps: 200,
    episodes: evalScores.length,
    envSteps: 20_000,
    firstGoalEpisode: 5,
    firstGoalStep: 900,
    firstEvalAbove: { '-150': 8, '-120': 12, '-110': 20 },
    lastFifthMean: meanOfLastFifth(evalScores),
    remoteShare: null,
    remoteBonusShare: null,
    finished: true,
    finalScore: -99,
    wallSeconds: 20,
    digest: 'd'.repeat(64),
    versions: {},
    evalScores,
    settings: {},
    ...given,
  };
}
