/** A run: everything that learns, plays or remembers, made from a config. */
import { Dqn } from '../dqn/dqn.ts';
import { networkFunction, type NetworkFunction } from '../nn/network.ts';
import { EpsilonGreedy } from '../dqn/epsilonGreedy.ts';
import type { Environment } from '../env/environment.ts';
import { createEnvironment } from './config/config.ts';
import { View } from '../env/view.ts';
import { stream, type Rng } from '../math/random/rng.ts';
import { createNStepBatch, type NStepBatch } from '../replay/nStep.ts';
import { ReplayBuffer } from '../replay/replayBuffer.ts';
import { Bonus } from '../curiosity/bonus.ts';
import type { Curiosity } from '../curiosity/curiosity.ts';
import { ConfigError, limitOf } from './config/field.ts';
import { fields, type Config } from './config/settings.ts';
import { Coverage } from './coverage.ts';
import { createCuriosity, type Sizes } from './config/curiosities.ts';

/** A run in progress: its parts, and how far it has come. */
export interface Run {
  readonly config: Config;
  readonly env: Environment;
  /** What networks and memory see of its observations. */
  readonly view: View;
  readonly agent: Agent;
  readonly replay: ReplayBuffer;
  /** null for an agent without curiosity */
  readonly bonus: Bonus | null;
  readonly evaluation: Evaluation;
  /** What has been visited in training; null unless the task is to explore. */
  readonly coverage: Coverage | null;
  /** Replaced as a whole when a run is continued from a checkpoint. */
  streams: Streams;
  /** Episodes and environment steps so far. */
  episode: number;
  envSteps: number;
}

/** The DQN, its policy, and the buffers they work in. */
export interface Agent {
  readonly dqn: Dqn;
  readonly policy: EpsilonGreedy;
  /** The online network for one state, to act by. */
  readonly q: NetworkFunction;
  /** The batch that it learns from, and where its transitions are stored. */
  readonly slots: Int32Array;
  readonly batch: NStepBatch;
}

/** The greedy policy of the averaged weights, and the environments in which it is evaluated, all at once. */
export interface Evaluation {
  readonly q: NetworkFunction;
  readonly envs: readonly Environment[];
}

/** One random stream for each purpose: more draws from one leave the others unmoved. */
export interface Streams {
  readonly policy: Rng;
  readonly replay: Rng;
  readonly bnnReplay: Rng;
  readonly bnnNoise: Rng;
}

/** What of a run is made from its environment and its curiosity. */
interface Parts {
  readonly env: Environment;
  readonly view: View;
  readonly sizes: Sizes;
  readonly curiosity: Curiosity | null;
}

/**
 * Refuses what only the environment and the curiosity themselves can tell, before there is a run.
 *
 * @throws ConfigError if a setting is missing, the curiosity learns from more transitions than the memory can hold, or that or the environment cannot do what `act` or `shaping` needs
 */
export function checkRun(config: Config): void {
  createParts(config);
}

/** @throws ConfigError as `checkRun` does */
function createParts(config: Config): Parts {
  const missing = Object.keys(fields).find((name) => !Object.hasOwn(config, name));
  if (missing !== undefined) {
    throw new ConfigError(`expected all settings, as createConfig gives them, got no ${missing}`);
  }
  const env = createEnvironment(config);
  const view = new View(env.observationSpace, config.observation);
  const sizes = { stateSize: view.size, actionCount: env.actionSpace.n };
  const curiosity = createCuriosity(config, sizes, stream(config.seed, 'bnn.init'));
  if (curiosity && curiosity.batchSize > config.replayCapacity) {
    throw new ConfigError(
      `replayCapacity: ${config.curiosity} learns from ${curiosity.batchSize} transitions at a time, got ${config.replayCapacity}`,
    );
  }
  if (config.act !== 'greedy' && !curiosity?.anticipate) {
    throw new ConfigError(
      `act: ${config.act} needs a curiosity that measures an action before it is taken, with anticipate; ${config.curiosity} has none`,
    );
  }
  if (config.shaping !== 0 && !env.potential) {
    throw new ConfigError(
      `shaping: ${config.env} has no potential, expected 0, got ${config.shaping}`,
    );
  }
  return { env, view, sizes, curiosity };
}

/** @throws ConfigError as `checkRun` does */
export function createRun(config: Config): Run {
  const { seed } = config;
  const { env, view, sizes, curiosity } = createParts(config);
  const agent = createAgent(config, sizes);
  const { average, layers } = agent.dqn;
  return {
    config,
    env,
    view,
    agent,
    replay: new ReplayBuffer(config.replayCapacity, view.size),
    bonus:
      curiosity &&
      new Bonus(curiosity, { ...config, bonusClip: limitOf(config.bonusClip) }, view.size),
    evaluation: {
      q: networkFunction(average, layers, config.evalEpisodes),
      envs: Array.from({ length: config.evalEpisodes }, () => createEnvironment(config)),
    },
    coverage: env.exploration ? new Coverage(env.exploration) : null,
    streams: {
      policy: stream(seed, 'policy'),
      replay: stream(seed, 'replay'),
      bnnReplay: stream(seed, 'bnn.replay'),
      bnnNoise: stream(seed, 'bnn.noise'),
    },
    episode: 0,
    envSteps: 0,
  };
}

function createAgent(config: Config, { stateSize, actionCount }: Sizes): Agent {
  const sizes = [stateSize, config.hiddenWidth, config.hiddenWidth, actionCount];
  const limits = {
    huberDelta: limitOf(config.huberDelta),
    maxGradNorm: limitOf(config.maxGradNorm),
  };
  const dqn = new Dqn({ ...config, ...limits, sizes }, stream(config.seed, 'dqn.init'));
  return {
    dqn,
    policy: new EpsilonGreedy(config.randomRepeat),
    q: networkFunction(dqn.online, dqn.layers, 1),
    slots: new Int32Array(config.batchSize),
    batch: createNStepBatch(config.batchSize, stateSize),
  };
}
