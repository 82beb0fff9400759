/**
 * Agents by name: what each sets otherwise than the defaults. All are the same DQN with the same replay buffer,
 * networks and evaluation (except `original`, `original-dqn` and `sb3-zoo`, which are whole recipes); they differ in how they explore:
 * by a bonus, by how long a random action lasts, or both. So `dqn` differs from `vime` in two things; `--agent vime --eta 0` has no bonus
 * and random actions that last, `dqn-sticky` also more of them at first.
 */
import { EPSILON_DECAY } from '../../dqn/epsilonGreedy.ts';
import { fields, type Config } from './settings.ts';

export type AgentName = Config['agent'];

export const AGENT_NAMES: readonly AgentName[] = fields.agent.choices;

/** No bonus, and random actions of one step. */
const PLAIN = { curiosity: 'none', eta: 0, randomRepeat: 'once' } as const;

/**
 * The recipe of Cassie-Lim/VIME (GitHub): its networks, learning rates, exploration and memory, and what matters of its
 * code: truncation is treated as termination, the target network is copied after every episode, networks see the state
 * unscaled, and a step costs 1. `original-dqn` is the same without the bonus.
 * The reward of that project is the dense one (`--reward dense`; the agents leave it as it is set), the weight of its
 * bonus 0.1: its notebook also names a BETA of 10, but never uses it.
 * Departures: batches are drawn with replacement, and all is float64.
 */
const ORIGINAL_DQN = {
  ...PLAIN,
  episodes: 500,
  evalEpisodes: 10,
  learningRate: 2e-3,
  learningRateEnd: 1,
  nStep: 1,
  replayCapacity: 10_000,
  warmupSteps: 64,
  doubleDqn: false,
  huberDelta: 'none',
  maxGradNorm: 'none',
  targetUpdate: 'episodes',
  targetEvery: 1,
  truncationEnds: true,
  observation: 'raw',
  scaleReward: false,
  inputLasso: 0,
  averageWeight: 1,
  epsilonSchedule: 'exponential',
  epsilonStart: 2 * EPSILON_DECAY, // the factor falls before the first action
  epsilonEnd: 0.1,
} as const;

/**
 * The DQN that rl-baselines3-zoo tuned for MountainCar-v0 (its hyperparams/dqn.yml) with the defaults of stable-baselines3 in
 * the rest: double Q-learning is not in it, networks see the state unscaled, a step costs 1 (`--reward dense`), the time
 * limit does not end an episode, and the network that learns is the one that is evaluated.
 * Departures: actions follow epsilon, at least 0.96 of them random, before step 1,000, where all are random there; the
 * run ends with the episode that reaches step 120,000, not within it; all is float64.
 */
const SB3_ZOO = {
  ...PLAIN,
  steps: 120_000,
  episodes: 1500, // never reached: the shortest episodes take 83 steps
  hiddenWidth: 256,
  gamma: 0.98,
  scaleReward: false,
  nStep: 1,
  learningRate: 4e-3,
  learningRateEnd: 1,
  batchSize: 128,
  replayCapacity: 10_000,
  warmupSteps: 1001, // it learns once there are more than 1,000 steps
  trainEvery: 16,
  gradientSteps: 8,
  doubleDqn: false,
  inputLasso: 0,
  targetUpdate: 'steps',
  targetEvery: 600,
  averageWeight: 1,
  observation: 'raw',
  epsilonStart: 1,
  epsilonEnd: 0.07,
  epsilonSteps: 24_000, // a fifth of the run
} as const;

export const AGENTS: Readonly<Record<AgentName, Partial<Config>>> = {
  vime: {},
  'vime-gain': { curiosity: 'information-gain', bonusRoot: true, eta: 0.003 },
  'vime-paper': {
    noise: 'fixed',
    likelihood: 'local',
    refreshRows: 1,
    curiosity: 'information-gain',
    bonusUnit: 'collected',
    bonusClip: 'none',
  },
  dqn: PLAIN,
  'dqn-sticky': { ...PLAIN, randomRepeat: 'geometric', epsilonStart: 0.1 },
  'dqn-shaped': { ...PLAIN, shaping: 0.1 },
  'predictive-kl': { curiosity: 'predictive-kl', bonusUnit: 'moving', bonusRoot: true, eta: 0.001 },
  'prediction-error': { curiosity: 'prediction-error', bonusRoot: true, eta: 0.003 },
  rnd: { curiosity: 'rnd', bonusRoot: true, eta: 0.003 },
  ama: { curiosity: 'ama', eta: 0.001 },
  lpm: { curiosity: 'lpm', eta: 0.001 },
  counts: { curiosity: 'counts', bonusUnit: 'none', bonusRoot: true, eta: 0.003 },
  original: {
    ...ORIGINAL_DQN,
    curiosity: 'cassie-lim',
    eta: 0.1,
    bonusUnit: 'none',
    bonusClip: 'none',
  },
  'original-dqn': ORIGINAL_DQN,
  'sb3-zoo': SB3_ZOO,
};
