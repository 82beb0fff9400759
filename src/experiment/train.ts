/**
 * The whole run: act, remember, update beliefs, learn from reward plus curiosity, and look how good the greedy
 * policy is after every episode.
 */
import { Dqn, qFunction, type QFunction } from '../dqn/dqn.ts';
import { epsilonGreedy } from '../dqn/epsilonGreedy.ts';
import { MountainCar } from '../env/mountainCar.ts';
import { linearSchedule } from '../optim/schedule.ts';
import { stream, type Rng } from '../random/rng.ts';
import { createBatch, gatherNStep, type Batch } from '../replay/nStep.ts';
import { ReplayBuffer } from '../replay/replayBuffer.ts';
import { mean, standardDeviation } from '../stats/summary.ts';
import { Vime } from '../vime/vime.ts';
import type { Config } from './config.ts';
import { greedyLengths } from './evaluate.ts';
import { checkBeliefs, checkFinite, checkLayers } from './finite.ts';

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

/** A run in progress. */
export interface Run {
  readonly config: Config;
  readonly world: MountainCar;
  readonly replay: ReplayBuffer;
  readonly dqn: Dqn;
  /** null for the agent without curiosity */
  readonly vime: Vime | null;
  /** Replaced as a whole when a run goes on from a checkpoint. */
  streams: Streams;
  readonly batch: Batch;
  readonly slots: Int32Array;
  readonly act: QFunction;
  readonly judge: QFunction;
  readonly judgeWorlds: readonly MountainCar[];
  episode: number;
  envSteps: number;
}

/** One random stream for each purpose: more draws from one leave the others unmoved. */
export interface Streams {
  readonly env: Rng;
  readonly policy: Rng;
  readonly replay: Rng;
  readonly bnnReplay: Rng;
  readonly bnnNoise: Rng;
}

export function createRun(config: Config): Run {
  const { seed } = config;
  const newWorld = (): MountainCar => new MountainCar(config);
  const world = newWorld();
  const hidden = new Array<number>(config.hiddenLayers).fill(config.hiddenWidth);
  const sizes = [world.stateSize, ...hidden, world.actionCount];
  const dqn = new Dqn({ ...config, sizes }, stream(seed, 'dqn.init'));
  const vimeOptions = {
    ...config,
    hidden: config.bnnHidden,
    inputScale: config.bnnInputScale,
    batchSize: config.bnnBatchSize,
    learningRate: config.bnnLearningRate,
  };
  return {
    config,
    world,
    replay: new ReplayBuffer(config.replayCapacity, world.stateSize),
    dqn,
    vime:
      config.agent === 'vime'
        ? new Vime(vimeOptions, world.stateSize, world.actionCount, stream(seed, 'bnn.init'))
        : null,
    streams: {
      env: stream(seed, 'env'),
      policy: stream(seed, 'policy'),
      replay: stream(seed, 'replay'),
      bnnReplay: stream(seed, 'bnn.replay'),
      bnnNoise: stream(seed, 'bnn.noise'),
    },
    batch: createBatch(config.batchSize, world.stateSize),
    slots: new Int32Array(config.batchSize),
    act: qFunction(dqn.online, dqn.layers, 1),
    judge: qFunction(dqn.average, dqn.layers, config.evalEpisodes),
    judgeWorlds: Array.from({ length: config.evalEpisodes }, newWorld),
    episode: 0,
    envSteps: 0,
  };
}

/** Sum, count and maximum of something measured now and then. */
class Tally {
  #sum = 0;
  #count = 0;
  #max = -Infinity;

  add(value: number): void {
    this.#sum += value;
    this.#count++;
    if (value > this.#max) this.#max = value;
  }

  get mean(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  get max(): number | null {
    return this.#count === 0 ? null : this.#max;
  }
}

/** Plays and learns from one episode, then evaluates the greedy policy. */
export function trainEpisode(run: Run): EpisodeRecord {
  const { config, world, replay, vime, streams } = run;
  // In units of 1 − gamma a reward of −1 for ever is worth −1, so that one eta serves both rewards.
  const rewardScale = config.reward === 'dense' ? 1 - config.gamma : 1;
  const bonus = (slot: number): number => (vime ? vime.bonus(replay, slot) : 0);

  // The line this project is about: what the agent learns from is reward plus curiosity.
  const rewardOf = (slot: number): number =>
    rewardScale * replay.rewards[slot] + config.eta * bonus(slot);

  const state = new Float64Array(world.stateSize);
  const nextState = new Float64Array(world.stateSize);
  const qLoss = new Tally();
  const elbo = new Tally();
  const gains = new Tally();
  const learningRate = linearSchedule(
    config.learningRate,
    config.learningRate * config.finalLearningRate,
    run.episode / config.episodes,
  );
  run.episode++;
  let extrinsicReturn = 0;
  let intrinsicReturn = 0;
  let length = 0;

  world.reset(streams.env);
  world.observe(nextState);
  for (;;) {
    state.set(nextState);
    const epsilon = linearSchedule(
      config.epsilonStart,
      config.epsilonEnd,
      run.envSteps / config.epsilonSteps,
    );
    const greedyValues = (): Float64Array => {
      run.act.states.set(state);
      return run.act.evaluate();
    };
    const action = epsilonGreedy(epsilon, world.actionCount, greedyValues, streams.policy);
    const { reward, terminated, truncated } = world.step(action);
    world.observe(nextState);
    const slot = replay.add(state, action, reward, nextState, terminated, truncated);
    run.envSteps++;
    length++;
    extrinsicReturn += reward;

    if (vime) {
      vime.observe(replay);
      if (run.envSteps >= config.bnnWarmupSteps && replay.size >= config.bnnBatchSize) {
        elbo.add(learnBeliefs(run, vime));
      }
      const gain = vime.measure(replay, streams.bnnNoise);
      gains.add(checkFinite(gain, 'the information gain (KL)', run.envSteps));
      checkFinite(replay.meanGain, 'the mean information gain (KL) in memory', run.envSteps);
      intrinsicReturn += config.eta * bonus(slot);
    }
    if (run.envSteps >= config.warmupSteps && replay.size >= config.batchSize) {
      replay.sample(run.slots, streams.replay);
      gatherNStep(run.batch, replay, run.slots, config.nStep, config.gamma, rewardOf);
      qLoss.add(learnValues(run, learningRate));
    }
    if (terminated || truncated) {
      vime?.endEpisode();
      const lengths = evaluateRun(run);
      return {
        episode: run.episode,
        envSteps: run.envSteps,
        length,
        reachedGoal: terminated,
        extrinsicReturn,
        intrinsicReturn,
        epsilon,
        qLoss: qLoss.mean,
        elbo: elbo.mean,
        klMean: gains.mean,
        klMax: gains.max,
        evalReturn: -mean(lengths),
        evalSd: standardDeviation(lengths),
      };
    }
  }
}

/** One update of the model on remembered transitions. @returns the ELBO before it */
function learnBeliefs(run: Run, vime: Vime): number {
  const { envSteps, streams } = run;
  const { posterior } = vime.bnn;
  const update = vime.learn(run.replay, streams.bnnReplay, streams.bnnNoise);
  if (!Number.isFinite(update.gradNorm)) {
    checkBeliefs(posterior.phi.grad!.data, posterior, 'the gradient of the ELBO', envSteps);
    checkFinite(update.gradNorm, 'the length of the gradient of the ELBO', envSteps);
  }
  checkFinite(update.elbo, 'the ELBO', envSteps);
  checkBeliefs(posterior.phi.value.data, posterior, 'the model', envSteps);
  return update.elbo;
}

/** One update of the Q-network on the batch. @returns the loss before it */
function learnValues({ dqn, batch, envSteps }: Run, learningRate: number): number {
  const update = dqn.learn(batch, learningRate);
  if (!Number.isFinite(update.gradNorm)) {
    checkLayers(dqn.grad, dqn.layers, 'the gradient of the Q-loss', envSteps);
    checkFinite(update.gradNorm, 'the length of the gradient of the Q-loss', envSteps);
  }
  checkFinite(update.loss, 'the Q-loss', envSteps);
  checkLayers(dqn.online, dqn.layers, 'the Q-network', envSteps);
  checkLayers(dqn.target, dqn.layers, 'the target network', envSteps);
  return update.loss;
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
