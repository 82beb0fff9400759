import type { EpisodeRecord } from '../../src/train/train.ts';

/** A record of an uneventful episode, but for what is given. */
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
    elbo: -1,
    klMean: 0.2,
    klMax: 0.3,
    evalReturn: -200,
    evalSd: 0,
    ...given,
  };
}
