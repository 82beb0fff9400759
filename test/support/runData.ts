import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { ENVIRONMENTS, type Options } from '../../src/train/config/environments.ts';
import { taskOf } from '../../src/train/config/task.ts';
import type { RunData } from '../../src/record/readBack.ts';
import { meanOfLastFifth } from '../../src/train/outcome.ts';

/**
 * A consistent run, with the fields that are given.
 *
 * @param options of the environment that are not the usual ones
 */
export function runOf(given: Partial<RunData> = {}, options: Options = {}): RunData {
  const { env = 'mountain-car', reward = 'sparse', settings = {} } = given;
  // An environment that is not known is refused when it is read, not here.
  const known = Object.hasOwn(ENVIRONMENTS, env) ? env : 'mountain-car';
  const config = createConfig({ env: known, reward, ...options });
  const evalScores = given.evalScores ?? Array.from({ length: 200 }, () => -100);
  return {
    seed: 1,
    agent: 'vime',
    env,
    reward,
    task: taskOf(config, createEnvironment(config)),
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
    ...given,
    settings: { ...settings, ...options },
  };
}
