/**
 * The algorithm: act, remember, update beliefs, learn from reward plus curiosity; and after every episode look
 * how good the greedy policy is.
 */
import { qFunction } from '../dqn/dqn.ts';
import { epsilonGreedy } from '../dqn/epsilonGreedy.ts';
import type { Step } from '../env/environment.ts';
import { MountainCar } from '../env/mountainCar.ts';
import { linearSchedule } from '../optim/schedule.ts';
import { stream } from '../random/rng.ts';
import { gatherNStep } from '../replay/nStep.ts';
import { mean, standardDeviation } from '../stats/summary.ts';
import type { Vime } from '../vime/vime.ts';
import { greedyLengths } from './evaluate.ts';
import { checkBeliefs, checkFinite, checkLayers } from './finite.ts';
import type { Run } from './run.ts';

/** What one training episode was like. Returns are not discounted; null: not measured. */
export interface EpisodeRecord {
  readonly episode: number;
  /** Environment steps so far, this episode included. */
  readonly envSteps: number;
  readonly length: number;
  readonly reachedGoal: boolean;
  /** Sum of the environment's rewards. */
  readonly extrinsicReturn: number;
  /** Sum of eta times the bonus, each as first measured. */
  readonly intrinsicReturn: number;
  readonly epsilon: number;
  /** Means over the episode's updates. */
  readonly qLoss: number | null;
  readonly elbo: number | null;
  /** Information gain of the episode's transitions as they happened, in nats. */
  readonly klMean: number | null;
  readonly klMax: number | null;
  /** Minus the mean length of greedy episodes with the averaged weights, and its standard deviation. */
  readonly evalReturn: number;
  readonly evalSd: number;
}

/**
 * Plays and learns from one episode, then evaluates the greedy policy.
 *
 * @param onStep called after each step; it may look at the run
 */
export function trainEpisode(run: Run, onStep?: () => void): EpisodeRecord {
  const { config, world, vime } = run;
  const learningRate = linearSchedule(
    config.learningRate,
    config.learningRate * config.finalLearningRate,
    run.episode / config.episodes,
  );
  run.episode++;
  const seen = new EpisodeTallies();
  world.reset(run.streams.env);
  world.observe(run.nextState);
  let step: Step;
  do {
    step = act(run);
    seen.rewards.add(step.reward);
    if (vime) beCurious(run, vime, seen);
    learn(run, learningRate, seen);
    onStep?.();
  } while (!step.terminated && !step.truncated);
  vime?.endEpisode(run.replay, run.episode, run.streams.bnnNoise);

  const lengths = evaluateRun(run);
  return {
    episode: run.episode,
    envSteps: run.envSteps,
    length: seen.rewards.count,
    reachedGoal: step.terminated,
    extrinsicReturn: seen.rewards.sum,
    intrinsicReturn: seen.bonuses.sum,
    epsilon: epsilonOf(run, run.envSteps - 1),
    qLoss: seen.qLosses.mean,
    elbo: seen.elbos.mean,
    klMean: seen.gains.mean,
    klMax: seen.gains.max,
    evalReturn: -mean(lengths),
    evalSd: standardDeviation(lengths),
  };
}

/** The reward to learn from, for the transition in a slot of the replay buffer. */
function learningReward({ config, replay, vime }: Run): (slot: number) => number {
  // In units of 1 − gamma a reward of −1 for ever is worth −1, so that one eta serves both rewards.
  const rewardScale = config.reward === 'dense' ? 1 - config.gamma : 1;
  const bonus = (slot: number): number => (vime ? vime.bonus(replay, slot) : 0);

  // The line this project is about: reward plus curiosity.
  return (slot) => rewardScale * replay.rewards[slot] + config.eta * bonus(slot);
}

/** Share of random actions at environment step `step`, counted from 0. */
function epsilonOf({ config }: Run, step: number): number {
  return linearSchedule(config.epsilonStart, config.epsilonEnd, step / config.epsilonSteps);
}

/** One step in the world, remembered. */
function act(run: Run): Step {
  const { world, replay, state, nextState } = run;
  state.set(nextState);
  const greedyValues = (): Float64Array => {
    run.act.states.set(state);
    return run.act.evaluate();
  };
  const epsilon = epsilonOf(run, run.envSteps);
  const action = epsilonGreedy(epsilon, world.actionCount, greedyValues, run.streams.policy);
  const step = world.step(action);
  world.observe(nextState);
  replay.add(state, action, step.reward, nextState, step.terminated, step.truncated);
  run.envSteps++;
  return step;
}

/** One update of the model on remembered transitions, and what the newest one (and others) would teach it. */
function beCurious(run: Run, vime: Vime, seen: EpisodeTallies): void {
  const { config, replay, envSteps, streams } = run;
  vime.observe(replay);
  if (envSteps >= config.bnnWarmupSteps && replay.size >= config.bnnBatchSize) {
    const { posterior } = vime.bnn;
    const update = vime.learn(replay, streams.bnnReplay, streams.bnnNoise);
    if (!Number.isFinite(update.gradNorm)) {
      checkBeliefs(posterior.phi.grad!.data, posterior, 'the gradient of the ELBO', envSteps);
      checkFinite(update.gradNorm, 'the length of the gradient of the ELBO', envSteps);
    }
    seen.elbos.add(checkFinite(update.elbo, 'the ELBO', envSteps));
    checkBeliefs(posterior.phi.value.data, posterior, 'the model', envSteps);
  }
  const gain = vime.measure(replay, streams.bnnNoise);
  seen.gains.add(checkFinite(gain, 'the information gain (KL)', envSteps));
  checkFinite(replay.meanGain, 'the mean information gain (KL) in memory', envSteps);
  seen.bonuses.add(config.eta * vime.bonus(replay, replay.newest));
}

/** One update of the Q-network on remembered transitions. */
function learn(run: Run, learningRate: number, seen: EpisodeTallies): void {
  const { config, replay, batch, slots, dqn, envSteps } = run;
  if (envSteps < config.warmupSteps || replay.size < config.batchSize) return;
  replay.sample(slots, run.streams.replay);
  gatherNStep(batch, replay, slots, config.nStep, config.gamma, learningReward(run));
  const update = dqn.learn(batch, learningRate);
  if (!Number.isFinite(update.gradNorm)) {
    checkLayers(dqn.grad, dqn.layers, 'the gradient of the Q-loss', envSteps);
    checkFinite(update.gradNorm, 'the length of the gradient of the Q-loss', envSteps);
  }
  seen.qLosses.add(checkFinite(update.loss, 'the Q-loss', envSteps));
  checkLayers(dqn.online, dqn.layers, 'the Q-network', envSteps);
}

/** What is measured during an episode. */
class EpisodeTallies {
  readonly rewards = new Tally();
  readonly bonuses = new Tally();
  readonly qLosses = new Tally();
  readonly elbos = new Tally();
  readonly gains = new Tally();
}

/** Sum, count and maximum of something measured now and then. */
class Tally {
  sum = 0;
  count = 0;
  #max = -Infinity;

  add(value: number): void {
    this.sum += value;
    this.count++;
    if (value > this.#max) this.#max = value;
  }

  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  get max(): number | null {
    return this.count === 0 ? null : this.#max;
  }
}

/** Lengths of greedy episodes now. The starts depend on the episode number alone, not on earlier evaluations. */
function evaluateRun(run: Run): Float64Array {
  const rng = stream(run.config.seed, `evaluation/${run.episode}`);
  return greedyLengths(run.judge, run.judgeWorlds, rng);
}

/** Lengths of greedy episodes from fresh starts, for the summary. */
export function finalLengths(run: Run): Float64Array {
  const { config, dqn } = run;
  const worlds = Array.from({ length: config.finalEpisodes }, () => new MountainCar(config));
  const q = qFunction(dqn.average, dqn.layers, config.finalEpisodes);
  return greedyLengths(q, worlds, stream(config.seed, 'final evaluation'));
}
