/**
 * The algorithm: act, remember, update beliefs, measure novelty, update Q with reward plus bonus; and after every episode
 * evaluate the greedy policy.
 */
import { isGoal } from '../env/environment.ts';
import { resetSeed } from '../env/resetSeed.ts';
import { linearSchedule } from '../optim/schedule.ts';
import { gatherNStep } from '../replay/nStep.ts';
import type { Transition } from '../replay/transition.ts';
import { mean, standardDeviation } from '../math/stats/descriptive.ts';
import type { Bonus } from '../curiosity/bonus.ts';
import type { Curiosity, CuriosityUpdate } from '../curiosity/curiosity.ts';
import { chooseAction, epsilonOf } from './act.ts';
import { finalEvaluation, greedyEpisodes } from './evaluate.ts';
import { plannedEpisodes } from './config/continuation.ts';
import type { Config } from './config/settings.ts';
import { checkFinite, checkLayers } from './finite.ts';
import { progressOf } from './progress.ts';
import type { Run } from './run.ts';
import { shapingOf } from './shaping.ts';
import { modelFit } from './modelFit.ts';
import { finish, type Steps } from './steps.ts';
import { EpisodeTallies } from './tallies.ts';

/** The record of one training episode. Returns are not discounted; null: not measured. */
export interface EpisodeRecord {
  readonly episode: number;
  /** Environment steps so far, this episode included. */
  readonly envSteps: number;
  readonly length: number;
  readonly reachedGoal: boolean;
  /** Sum of the environment's rewards. */
  readonly extrinsicReturn: number;
  /** Sum of eta times the bonus, each as first measured; where batches are measured, of their means. */
  readonly intrinsicReturn: number;
  readonly epsilon: number;
  /** Means over the episode's updates. */
  readonly qLoss: number | null;
  /** What the updates of the model increase: of `vime` the ELBO per datum, in nats; of the others minus the loss. */
  readonly objective: number | null;
  /**
   * Novelty of the episode's transitions, each as first measured, in the unit of the curiosity (of `vime` the information
   * gain, in nats); where batches are measured, of all transitions in them.
   */
  readonly noveltyMean: number | null;
  readonly noveltyMax: number | null;
  /** R² of the model's predictions of each state variable [S] after the episode (modelFit.ts). */
  readonly modelR2: readonly (number | null)[] | null;
  /** Share of the actions that pressed the remote of a noisy TV; null without a TV. */
  readonly remoteShare: number | null;
  /** Share of `intrinsicReturn` that was earned by pressing it; null without a TV or a bonus, or if that may be negative. */
  readonly remoteBonusShare: number | null;
  /** Mean score of greedy episodes with the averaged weights, and its standard deviation; or the cells visited so far, and 0. */
  readonly evalScore: number;
  readonly evalScoreSd: number;
}

/** Plays and learns from one episode, then evaluates the greedy policy. */
export function trainEpisode(run: Run): EpisodeRecord {
  return finish(episodeSteps(run));
}

/**
 * The same as a generator that yields after each step, so that the caller can look at the run in between.
 *
 * @param choose the next action
 */
export function* episodeSteps(run: Run, choose = chooseAction): Steps<EpisodeRecord> {
  const { config, env, agent, replay, bonus } = run;
  const learningRate = linearSchedule(
    config.learningRate,
    config.learningRate * config.learningRateEnd,
    progressOf(
      { ...config, episodes: plannedEpisodes(config, run.episode) },
      { episodes: run.episode, envSteps: run.envSteps },
    ),
  );
  run.episode++;
  const seen = new EpisodeTallies();
  agent.policy.reset();
  const start = env.reset(resetSeed(config.seed, `training/${run.episode}`));
  let transition: Transition;
  let state = run.view.see(start.observation);
  let reachedGoal = false;
  do {
    const action = choose(run, state);
    const outcome = env.step(action);
    const { reward, terminated, truncated } = outcome;
    const nextState = run.view.see(outcome.observation);
    transition = { state, action, reward, nextState, terminated, truncated };
    reachedGoal ||= isGoal(env, outcome);
    const slot = replay.add(transition);
    run.envSteps++;
    seen.rewards.add(transition.reward);
    if (env.remoteActions) seen.remotes.add(env.remoteActions.includes(action) ? 1 : 0);
    run.coverage?.add(outcome.observation);
    bonus?.curiosity.update(transition);
    if (bonus?.curiosity.measured.of === 'memory') {
      updateBeliefs(run, bonus, seen);
      measure(run, bonus, slot, seen);
    }
    agent.dqn.endStep(run.envSteps);
    trainQ(run, learningRate, seen);
    yield;
    state = transition.nextState;
  } while (!transition.terminated && !transition.truncated);
  bonus?.endEpisode();
  agent.dqn.endEpisode(run.episode);

  const scores = yield* evaluation(run);
  return {
    episode: run.episode,
    envSteps: run.envSteps,
    length: seen.rewards.count,
    reachedGoal,
    extrinsicReturn: seen.rewards.sum,
    intrinsicReturn: seen.bonuses.sum,
    epsilon: epsilonOf(run, run.envSteps - 1),
    qLoss: seen.qLosses.mean,
    objective: seen.objectives.mean,
    noveltyMean: seen.novelties.mean,
    noveltyMax: seen.novelties.max,
    modelR2: modelFit(run),
    remoteShare: seen.remotes.mean,
    remoteBonusShare:
      env.remoteActions === undefined ||
      bonus?.curiosity.measured.isSigned ||
      seen.bonuses.sum === 0
        ? null
        : seen.remoteBonuses.sum / seen.bonuses.sum,
    evalScore: mean(scores),
    evalScoreSd: standardDeviation(scores),
  };
}

/** η in the reward. */
export const rewardEta = ({ act, eta }: Config): number => (act === 'optimistic-only' ? 0 : eta);

/** Factor on the environment's reward. */
export const rewardScaleOf = ({ config, env }: Run): number =>
  config.scaleReward ? (env.rewardScale?.(config.gamma) ?? 1) : 1;

/** The reward to learn from, for the transition in a slot of the replay buffer. */
function learningReward(run: Run): (slot: number) => number {
  const { config, replay, bonus } = run;
  const rewardScale = rewardScaleOf(run);
  const eta = rewardEta(config);
  const bonusOf = (slot: number): number => (bonus ? bonus.of(slot) : 0);
  // The line this project is about: reward plus curiosity.
  const rewardOf = (slot: number): number =>
    rewardScale * replay.rewards[slot] + eta * bonusOf(slot);
  return config.shaping === 0
    ? rewardOf
    : (slot) => rewardOf(slot) + config.shaping * shapingOf(run, slot);
}

/** One update of the model on a batch of its own. */
function updateBeliefs(run: Run, bonus: Bonus, seen: EpisodeTallies): void {
  const { replay, streams } = run;
  if (replay.size < bonus.curiosity.batchSize) return;
  replay.sample(bonus.slots, streams.bnnReplay);
  learnFrom(run, bonus, bonus.slots, seen);
}

/** One update of the model on the transitions in these slots. */
function learnFrom(run: Run, bonus: Bonus, slots: Int32Array, seen: EpisodeTallies): void {
  const { replay, envSteps, streams } = run;
  const { curiosity, batch } = bonus;
  replay.gather(slots, batch);
  const update = curiosity.learn(batch, replay.size, streams.bnnNoise);
  if (update !== null) checkLearning(update, curiosity, envSteps, seen);
}

/** Measures the novelty of the newest transition, and that of the next stored ones again. */
function measure(run: Run, bonus: Bonus, slot: number, seen: EpisodeTallies): void {
  const { config, replay, envSteps, streams } = run;
  const { measured } = bonus.curiosity;
  const novelty = bonus.measure(replay, slot, streams.bnnNoise);
  seen.novelties.add(checkFinite(novelty, `the ${measured.name}`, envSteps));
  checkFinite(bonus.meanMeasured, `the mean ${measured.name} measured`, envSteps);
  const reward = rewardEta(config) * bonus.of(slot);
  seen.bonuses.add(reward);
  if (isRemote(run, slot)) seen.remoteBonuses.add(reward);
}

/** The same for the batch that the Q-network is about to learn from, from which the model learns first. */
function learnAndMeasure(run: Run, bonus: Bonus, slots: Int32Array, seen: EpisodeTallies): void {
  const { config, replay, envSteps, streams } = run;
  learnFrom(run, bonus, slots, seen);
  bonus.measureSlots(replay, slots, streams.bnnNoise);
  let total = 0;
  let remoteTotal = 0;
  for (const slot of slots) {
    const { name } = bonus.curiosity.measured;
    seen.novelties.add(checkFinite(bonus.novelty(slot), `the ${name}`, envSteps));
    total += bonus.of(slot);
    if (isRemote(run, slot)) remoteTotal += bonus.of(slot);
  }
  seen.bonuses.add((rewardEta(config) * total) / slots.length);
  seen.remoteBonuses.add((rewardEta(config) * remoteTotal) / slots.length);
}

/** Whether the action of a remembered transition pressed the remote of a noisy TV. */
const isRemote = ({ env, replay }: Run, slot: number): boolean =>
  env.remoteActions?.includes(replay.actions[slot]) ?? false;

function checkLearning(
  { objective, gradNorm }: CuriosityUpdate,
  { learnt, measured }: Curiosity,
  step: number,
  seen: EpisodeTallies,
): void {
  if (!Number.isFinite(gradNorm)) {
    for (const { name, grad, layers } of learnt) {
      checkLayers(grad, layers, `the gradient of ${name}`, step);
    }
    checkFinite(gradNorm, 'the length of the gradient of the model', step);
  }
  // A curiosity that learns has an objective.
  seen.objectives.add(checkFinite(objective, `the ${measured.objective!.name}`, step));
  for (const { name, values, layers } of learnt) checkLayers(values, layers, name, step);
}

/** The updates of the Q-network that are due after this environment step. */
function trainQ(run: Run, learningRate: number, seen: EpisodeTallies): void {
  const { config, replay, envSteps } = run;
  if (envSteps < config.warmupSteps || replay.size < config.batchSize) return;
  if (envSteps % config.trainEvery !== 0) return;
  for (let n = 0; n < config.gradientSteps; n++) updateQ(run, learningRate, seen);
}

/** One update of the Q-network on remembered transitions. */
function updateQ(run: Run, learningRate: number, seen: EpisodeTallies): void {
  const { config, agent, replay, bonus, envSteps } = run;
  const { dqn, slots, batch } = agent;
  replay.sample(slots, run.streams.replay);
  if (bonus?.curiosity.measured.of === 'q-batch') learnAndMeasure(run, bonus, slots, seen);
  gatherNStep(batch, replay, slots, config, learningReward(run));
  const update = dqn.learn(batch, learningRate);
  if (!Number.isFinite(update.gradNorm)) {
    checkLayers(dqn.grad, dqn.layers, 'the gradient of the Q-loss', envSteps);
    checkFinite(update.gradNorm, 'the length of the gradient of the Q-loss', envSteps);
  }
  seen.qLosses.add(checkFinite(update.loss, 'the Q-loss', envSteps));
  checkLayers(dqn.online, dqn.layers, 'the Q-network', envSteps);
}

/**
 * Scores of greedy episodes now. Their resets depend on seed and episode number alone, not on earlier evaluations. Where the task is
 * to explore, the one score is the number of cells visited so far, and nothing is played.
 */
function* evaluation({ config, view, evaluation, coverage, episode }: Run): Steps<Float64Array> {
  if (coverage) return Float64Array.of(coverage.count);
  const { q, envs } = evaluation;
  const seed = (n: number): number => resetSeed(config.seed, `evaluation/${episode}/${n + 1}`);
  return yield* greedyEpisodes(q, envs, view, seed);
}

/** Scores of the greedy episodes at the end of a run, for the summary; or the number of cells visited. */
export function finalScores({ config, view, agent: { dqn }, coverage }: Run): Float64Array {
  if (coverage) return Float64Array.of(coverage.count);
  return finalEvaluation({ config, view, layers: dqn.layers, weights: dqn.average });
}
