/**
 * Every setting of a run, in one table: its default, its range and what it does. The command line, the
 * checks, `--help` and config.json are all made from it. The groups are those of `--help`; a config is flat.
 * It also holds the options of its environment, which has a table of its own (environments.ts).
 */

import { LIKELIHOOD_KINDS } from '../../bnn/likelihood.ts';
import { NOISE_KINDS } from '../../bnn/observationNoise.ts';
import { UNIT_KINDS } from '../../curiosity/bonusUnit.ts';
import { TARGET_UPDATES } from '../../dqn/dqn.ts';
import { EPSILON_DECAY, REPEAT_KINDS, STICKINESS } from '../../dqn/epsilonGreedy.ts';
import { CURIOSITY_NAMES } from './curiosities.ts';
import { ENVIRONMENTS } from './environments.ts';
import {
  choice,
  choiceOrFile,
  flag,
  limit,
  number,
  TINY,
  whole,
  type Field,
  type FieldValue,
} from './field.ts';

const MANY = 1e9;

type Fields = Readonly<Record<string, Field>>;

const RUN = {
  seed: whole(1, [0, Number.MAX_SAFE_INTEGER], 'Every random stream is derived from it.'),
  episodes: whole(
    200,
    [1, 1e6],
    'Training episodes. The learning rate falls over all of them, so that a shorter run also begins differently.',
  ),
  steps: limit(
    'none',
    [1, MANY],
    'Environment steps after which no further episode begins. Then the learning rate falls over them, if they end the run.',
  ),
  agent: choice(
    'vime',
    [
      'vime',
      'vime-gain',
      'vime-paper',
      'dqn',
      'dqn-sticky',
      'dqn-shaped',
      'predictive-kl',
      'prediction-error',
      'rnd',
      'ama',
      'lpm',
      'counts',
      'original',
      'original-dqn',
      'sb3-zoo',
    ],
    'Way of exploring. It changes the defaults of some settings below.',
  ),
  evalEpisodes: whole(20, [1, 1e4], 'Greedy episodes after each training episode.'),
  finalEpisodes: whole(100, [1, 1e4], 'Greedy episodes at the end.'),
} as const satisfies Fields;

const ENVIRONMENT = {
  env: choiceOrFile(
    'mountain-car',
    Object.keys(ENVIRONMENTS),
    'Environment. A weak-engine has half the force and twice the time limit; a noisy-tv also has 4, 8 or 16 state variables of noise, which change when the car coasts. Its options are listed below.',
  ),
  observation: choice(
    'scaled',
    ['scaled', 'raw'],
    'What networks see of the observation: variables with finite bounds scaled to [-1, 1] (scaled), or all as they are (raw).',
  ),
} as const satisfies Fields;

const Q_LEARNING = {
  hiddenWidth: whole(64, [1, 1024], 'Units in each of the two hidden layers of the Q-network.'),
  gamma: number(0.99, [0, 1], 'Discount for each step.'),
  scaleReward: flag(
    true,
    'Multiply the reward by the scale that the environment gives, so that one eta suits its rewards: a step of the car with the dense reward then costs 1 - gamma.',
  ),
  shaping: number(
    0,
    [0, 1e6],
    'Weight of a shaped reward: gamma times the potential of the next state minus that of the state, in an environment that has a potential; for the car its energy.',
  ),
  nStep: whole(5, [1, 1000], 'Rewards added up before bootstrapping.'),
  learningRate: number(1e-3, [TINY, 1], 'Learning rate of Adam at the start.'),
  learningRateEnd: number(
    0.1,
    [0, 1],
    'Learning rate at the end of the run, as a share of learningRate; it falls in a straight line.',
  ),
  batchSize: whole(64, [1, 1e4], 'Transitions in an update.'),
  replayCapacity: whole(100_000, [1, 1e7], 'Transitions that the replay buffer holds.'),
  warmupSteps: whole(200, [0, MANY], 'Environment steps before the first update.'),
  trainEvery: whole(
    1,
    [1, MANY],
    'Environment steps from one training of the Q-network to the next.',
  ),
  gradientSteps: whole(1, [1, 1e4], 'Updates of the Q-network in each training.'),
  doubleDqn: flag(
    true,
    'Let the online network select the next action and the target network evaluate it.',
  ),
  huberDelta: limit(
    1,
    [TINY, MANY],
    'Error at which the loss turns from quadratic to linear; none is half the squared error.',
  ),
  maxGradNorm: limit(10, [TINY, MANY], 'Norm to which longer gradients are clipped.'),
  inputLasso: number(
    0.2,
    [0, 1e6],
    'Strength of a group lasso on the first layer: after each update the weights of every input shrink by learningRate times this in norm, to 0 where they are smaller; then all are scaled back to their common norm, so that inputs compete.',
  ),
  targetUpdate: choice(
    'soft',
    TARGET_UPDATES,
    'How the target network follows the online network: a share tau is mixed in at each update (soft), or all weights are copied after every targetEvery updates, environment steps or episodes.',
  ),
  tau: number(
    0.02,
    [0, 1],
    'Share of the online weights mixed into the target network at each update, for targetUpdate soft.',
  ),
  targetEvery: whole(
    1,
    [1, MANY],
    'Updates, environment steps or episodes from one copy of the online weights to the next, for targetUpdate updates, steps and episodes.',
  ),
  truncationEnds: flag(
    false,
    'Treat the time limit as the end of the episode in targets (a common mistake).',
  ),
  averageWeight: number(
    0.005,
    [TINY, 1],
    'Share mixed into the averaged weights that are evaluated.',
  ),
  epsilonSchedule: choice(
    'linear',
    ['linear', 'exponential'],
    `How epsilon falls: in a straight line over epsilonSteps (linear), or by a factor of ${EPSILON_DECAY} at each step, as in Cassie-Lim/VIME (exponential).`,
  ),
  epsilonStart: number(
    0.05,
    [0, 10],
    'Probability, at first, that a random action begins in a step in which none lasts on. Above 1 acts as 1.',
  ),
  epsilonEnd: number(0.01, [0, 1], 'The least that this probability falls to.'),
  epsilonSteps: whole(
    10_000,
    [1, MANY],
    'Environment steps from epsilonStart to epsilonEnd, for epsilonSchedule linear.',
  ),
  randomRepeat: choice(
    'geometric',
    REPEAT_KINDS,
    `How long a random action lasts: one step (once), after each step one more with probability ${STICKINESS} (geometric), or n steps with probability in proportion to 1/n^2 (zeta).`,
  ),
} as const satisfies Fields;

const CURIOSITY = {
  curiosity: choiceOrFile(
    'expected-gain',
    CURIOSITY_NAMES,
    'What is measured of a transition: for VIME the information gain that is expected before the outcome is seen (expected-gain), or that of the observed outcome (information-gain).',
  ),
  eta: number(0.0035, [0, 1e12], 'Reward for a bonus of 1.'),
  act: choice(
    'greedy',
    ['greedy', 'optimistic', 'optimistic-only'],
    'How an action is chosen that is not random: by the largest Q-value (greedy), or by the largest Q-value plus eta times the expected bonus (optimistic), for a curiosity that needs no outcome; optimistic-only leaves the bonus out of the reward. Evaluation is greedy.',
  ),
  refreshRows: whole(
    64,
    [1, 1e4],
    'Transitions measured at each step: the newest, and others of the memory in turn.',
  ),
  bonusUnit: choice(
    'frozen',
    UNIT_KINDS,
    'The novelty that makes a bonus of 1: a median of those in memory, averaged over 500 steps (moving), the same kept from step freezeAfter on (frozen), the mean of the last ten episode medians when the transition is collected, as in the paper (collected), or 1 (none).',
  ),
  bonusRoot: flag(false, 'Take the square root of the novelty in its unit.'),
  bonusClip: limit(5, [TINY, MANY], 'Largest bonus, before eta.'),
} as const satisfies Fields;

/** Of the environment; Bayesian for VIME. */
const MODEL = {
  bnnHidden: whole(32, [1, 1024], 'Hidden units.'),
  bnnLearningRate: number(2e-3, [TINY, 1], 'Learning rate of Adam.'),
  bnnBatchSize: whole(32, [1, 1e4], 'Transitions in an update.'),
  priorSd: number(0.5, [TINY, MANY], 'Standard deviation of the prior of each weight.'),
  initialSigma: number(0.1, [1e-6, 3], 'Standard deviation of each weight at the start.'),
  noise: choice(
    'learned',
    NOISE_KINDS,
    'Observation noise of the model: a standard deviation of likelihoodSd (fixed), or learned as a function of the input (learned).',
  ),
  likelihoodSd: number(
    0.3,
    [1e-3, 1e3],
    'Standard deviation of the fixed noise, in units of the standardised targets.',
  ),
  betaNll: number(
    0.5,
    [0, 1],
    'With learned noise, the weight of each output in the loss is (its noise sd)^(2 betaNll); with 0 the loss is minus the evidence lower bound, with 1 all outputs count alike.',
  ),
  likelihood: choice(
    'exact',
    LIKELIHOOD_KINDS,
    'How the expected log-likelihood is computed: in closed form (exact), by local reparameterisation, or from drawn weights.',
  ),
  freezeAfter: whole(
    2000,
    [1, MANY],
    'Transitions after which the scale of the targets of the model, and with bonusUnit frozen the unit of the bonus, no longer change.',
  ),
} as const satisfies Fields;

export const fields = { ...RUN, ...ENVIRONMENT, ...Q_LEARNING, ...CURIOSITY, ...MODEL };

/** Settings by the group under which `--help` lists them. */
export const FIELD_GROUPS: Readonly<Record<string, Fields>> = {
  'Run settings': RUN,
  Environment: ENVIRONMENT,
  'Q-learning': Q_LEARNING,
  Curiosity: CURIOSITY,
  'Model of the environment': MODEL,
};

export type Config = { readonly [K in keyof typeof fields]: FieldValue<(typeof fields)[K]> };
export type FieldName = keyof Config;

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name);
