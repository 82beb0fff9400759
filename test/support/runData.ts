import { AGENTS, type AgentName } from '../../src/train/config/agents.ts';
import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { ENVIRONMENTS, type Options } from '../../src/train/config/environments.ts';
import { taskOf } from '../../src/train/config/task.ts';
import type { RunData } from '../../src/record/readBack.ts';
import { meanOfLastFifth } from '../../src/train/outcome.ts';

/** Fields of a run, and settings in which it is not as its agent is. */
interface Given extends Partial<Omit<RunData, 'config'>> {
  readonly settings?: Options;
}

/**
 * A consistent run, with the fields that are given.
 *
 * @param options of the environment that are not the usual ones
 */
export function runOf({ settings, ...given }: Given = {}, options: Options = {}): RunData {
  const { seed = 1, agent = 'vime', env = 'mountain-car', reward = 'sparse' } = given;
  const evalScores = given.evalScores ?? Array.from({ length: 200 }, () => -100);
  // What is not known is refused when it is read, not here.
  const known = {
    env: Object.hasOwn(ENVIRONMENTS, env) ? env : 'mountain-car',
    agent: Object.hasOwn(AGENTS, agent) ? agent : 'vime',
  };
  const ofRun = { ...settings, ...options, ...known, seed, reward };
  const isOfSteps = createConfig(ofRun).steps !== 'none';
  const config = createConfig(isOfSteps ? ofRun : { episodes: evalScores.length, ...ofRun });
  return {
    seed,
    agent,
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
    config: { ...config, env, agent: agent as AgentName },
  };
}
