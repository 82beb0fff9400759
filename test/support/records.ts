import type { EpisodeRecord } from '../../src/train/train.ts';

/** A record of an episode that did not reach the goal, with the fields that are given. */
export function recordOf(given: Partial<EpisodeRecord>): EpisodeRecord {
  return {
    episode: 1,
    envSteps: 200,
    length: 200,
    reachedGoal: false,
    extrinsicReturn: 0,
    intrinsicReturn: 0.5,
    epsilon: 0.05,
    qLoss: 0.1,
    objective: -1,
    noveltyMean: 0.2,
    noveltyMax: 0.3,
    modelR2: null,
    remoteShare: null,
    remoteBonusShare: null,
    evalScore: -200,
    evalScoreSd: 0,
    ...given,
  };
}
