/**
 * How an action is chosen while the agent learns. Evaluation is always greedy (evaluate.ts). The setting `act`:
 *
 * - `greedy`: by Q(s, a). Curiosity acts by way of the reward, so only on actions like those that were taken before.
 * - `optimistic`: by Q(s, a) + η û(s, a), where û is the bonus that the action is expected to earn. That counts for actions not yet tried,
 *   too. Q has learnt from the bonus of the past, so what was taken before counts twice.
 * - `optimistic-only`: the same, but the bonus is not a part of the reward.
 *
 * One η serves both places, for both are the same bonus in the same unit of reward.
 */
import { EPSILON_DECAY } from '../dqn/epsilonGreedy.ts';
import { exponentialSchedule, linearSchedule } from '../optim/schedule.ts';
import type { Run } from './run.ts';

/** Probability that a random action begins at environment step `step`, counted from 0, unless one lasts on. */
export function epsilonOf({ config }: Run, step: number): number {
  const { epsilonSchedule, epsilonStart, epsilonEnd, epsilonSteps } = config;
  return epsilonSchedule === 'exponential'
    ? exponentialSchedule(epsilonStart, epsilonEnd, EPSILON_DECAY, step)
    : linearSchedule(epsilonStart, epsilonEnd, step / epsilonSteps);
}

/** The next action: a random one that lasts on or, with probability epsilon, begins; else the one of the largest value. @param state [S] */
export function chooseAction(run: Run, state: Float64Array): number {
  const { env, agent, streams } = run;
  const epsilon = epsilonOf(run, run.envSteps);
  const values = (): Float64Array => actionValues(run, state);
  return agent.policy.choose(epsilon, env.actionSpace.n, values, streams.policy);
}

/** What each action is worth by the online network and, for optimistic agents, by its bonus, [A]; good until the next call. */
function actionValues({ config, agent, bonus, streams }: Run, state: Float64Array): Float64Array {
  agent.q.inputs.set(state);
  const values = agent.q.evaluate();
  if (config.act === 'greedy' || !bonus?.curiosity.anticipate) return values;
  const novelties = bonus.curiosity.anticipate(state, streams.bnnNoise);
  return values.map((value, action) => value + config.eta * bonus.ofNovelty(novelties[action]));
}
