/** A run: everything that learns, plays or remembers, made from a config. */
import { Dqn } from '../dqn/dqn.ts';
import { networkFunction, type NetworkFunction } from '../nn/network.ts';
import { EpsilonGreedy } from '../dqn/epsilonGreedy.ts';
import type { Environment } from '../env/environment.ts';
import { createEnvironment } from '../env/environments.ts';
import { stream, type Rng } from '../math/random/rng.ts';
import { createNStepBatch, type NStepBatch } from '../replay/nStep.ts';
import { ReplayBuffer } from '../replay/replayBuffer.ts';
import { createTransitionBatch, type TransitionBatch } from '../replay/transition.ts';
import { Bonus } from '../curiosity/bonus.ts';
import { ConfigError, limitOf } from './config/field.ts';
import type { Config } from './config/settings.ts';
import { createCuriosity } from './config/curiosities.ts';

/** A run in progress. */
export interface Run {
  readonly config: Config;
  readonly world: Environment;
  readonly replay: ReplayBuffer;
  readonly dqn: Dqn;
  readonly policy: EpsilonGreedy;
  /** null for an agent without curiosity */
  readonly bonus: Bonus | null;
  /** Replaced as a whole when a run goes on from a checkpoint. */
  streams: Streams;
  readonly batch: NStepBatch;
  /** Transitions to learn from: the Q-network's batch, and the model's where it has its own. */
  readonly slots: Int32Array;
  readonly modelSlots: Int32Array;
  readonly modelBatch: TransitionBatch;
  readonly act: NetworkFunction;
  readonly judge: NetworkFunction;
  readonly judgeWorlds: readonly Environment[];
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

/** @throws ConfigError if the curiosity learns from more transitions than the memory can hold */
export function createRun(config: Config): Run {
  const { seed } = config;
  const newEnvironment = (): Environment => createEnvironment(config);
  const world = newEnvironment();
  const hidden = new Array<number>(config.hiddenLayers).fill(config.hiddenWidth);
  const sizes = [world.stateSize, ...hidden, world.actionCount];
  const dqn = new Dqn(
    {
      ...config,
      sizes,
      huberDelta: limitOf(config.huberDelta),
      maxGradNorm: limitOf(config.maxGradNorm),
    },
    stream(seed, 'dqn.init'),
  );
  const curiosity = createCuriosity(config, world, stream(seed, 'bnn.init'));
  if (curiosity && curiosity.batchSize > config.replayCapacity) {
    throw new ConfigError(
      `replayCapacity: ${config.curiosity} learns from ${curiosity.batchSize} transitions at a time, got ${config.replayCapacity}`,
    );
  }
  return {
    config,
    world,
    replay: new ReplayBuffer(config.replayCapacity, world.stateSize),
    dqn,
    policy: new EpsilonGreedy(config.randomRepeat),
    bonus:
      curiosity &&
      new Bonus(curiosity, { ...config, bonusClip: limitOf(config.bonusClip) }, world.stateSize),
    streams: {
      env: stream(seed, 'env'),
      policy: stream(seed, 'policy'),
      replay: stream(seed, 'replay'),
      bnnReplay: stream(seed, 'bnn.replay'),
      bnnNoise: stream(seed, 'bnn.noise'),
    },
    batch: createNStepBatch(config.batchSize, world.stateSize),
    slots: new Int32Array(config.batchSize),
    modelSlots: new Int32Array(curiosity?.batchSize ?? 0),
    modelBatch: createTransitionBatch(curiosity?.batchSize ?? 0, world.stateSize),
    act: networkFunction(dqn.online, dqn.layers, 1),
    judge: networkFunction(dqn.average, dqn.layers, config.evalEpisodes),
    judgeWorlds: Array.from({ length: config.evalEpisodes }, newEnvironment),
    episode: 0,
    envSteps: 0,
  };
}
