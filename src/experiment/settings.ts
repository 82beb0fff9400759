/**
 * Every setting of a run, in one flat table: its default, its range and what it does. The command line, the
 * checks, `--help` and config.json are all made from it.
 */

import { WORLDS, type WorldName } from '../env/worlds.ts';
import { AGENT_NAMES } from './agents.ts';
import { choice, flag, number, TINY, whole, type Field, type FlagField } from './field.ts';

const MANY = 1e9;

export const fields = {
  // The run
  seed: whole(1, [0, Number.MAX_SAFE_INTEGER], 'every random stream is derived from it'),
  episodes: whole(200, [1, 1e6], 'training episodes'),
  agent: choice(
    'vime',
    AGENT_NAMES,
    'a way of exploring: it sets some of the settings below, which can be set otherwise',
  ),
  reward: choice('sparse', ['sparse', 'dense'], 'sparse: 1 at the goal. dense: -1 each step'),
  evalEpisodes: whole(20, [1, 1e4], 'greedy episodes after each training episode'),
  finalEpisodes: whole(100, [1, 1e4], 'greedy episodes at the end'),

  // The world
  world: choice(
    'mountain-car',
    Object.keys(WORLDS) as WorldName[],
    'weak-engine: half the force, twice the time. noisy-tv: and a picture that changes when the car coasts, of 4, 8 or 16 variables',
  ),
  force: number(WORLDS['mountain-car'].force, [0, 1], 'of a push, positions per step squared'),
  maxSteps: whole(
    WORLDS['mountain-car'].maxSteps,
    [1, MANY],
    'steps after which an episode is cut',
  ),
  tvChannels: whole(0, [0, 1000], 'state variables that are noise, drawn anew when the car coasts'),
  observation: choice(
    'scaled',
    ['scaled', 'raw'],
    'what networks see of position and velocity: from -1 to 1, or as they are',
  ),

  // Q-learning
  hiddenWidth: whole(64, [1, 1024], 'units in each hidden layer of the Q-network'),
  hiddenLayers: whole(2, [1, 8], 'hidden layers of the Q-network'),
  gamma: number(0.99, [0, 1], 'discount for each step'),
  scaleReward: flag(true, 'dense: learn from gamma - 1 for each step, so that eta means the same'),
  nStep: whole(3, [1, 1000], 'rewards added up before bootstrapping'),
  learningRate: number(1e-3, [TINY, 1], 'of Adam, at the start'),
  finalLearningRate: number(0.1, [0, 1], 'what is left of it at the end, as a share'),
  batchSize: whole(64, [1, 1e4], 'transitions in an update'),
  replayCapacity: whole(100_000, [1, 1e7], 'transitions remembered'),
  warmupSteps: whole(200, [0, MANY], 'environment steps before the first update'),
  doubleDqn: flag(true, 'the online network chooses the next action, the target network judges it'),
  huberDelta: number(1, [TINY, MANY], 'error at which the loss turns from a parabola into a line'),
  maxGradNorm: number(10, [TINY, MANY], 'longest gradient'),
  tau: number(0.02, [0, 1], 'share of the online weights mixed into the target at each update'),
  targetCopyEvery: whole(0, [0, MANY], 'if above 0: copy the target after so many updates instead'),
  targetCopyEpisodes: whole(0, [0, MANY], 'if above 0: copy it after so many episodes instead'),
  truncationEnds: flag(false, 'take the time limit for the end of the world (a common mistake)'),
  averageWeight: number(
    0.005,
    [TINY, 1],
    'share mixed into the averaged weights that are evaluated',
  ),
  epsilonStart: number(0.05, [0, 10], 'share of random actions at first; above 1 is as good as 1'),
  epsilonEnd: number(0.01, [0, 1], 'and after epsilonSteps'),
  epsilonSteps: whole(10_000, [1, MANY], 'environment steps from one to the other'),
  epsilonDecay: number(
    1,
    [0, 1],
    'if below 1: factor on it at each step instead, down to epsilonEnd',
  ),
  randomRepeat: choice(
    'once',
    ['once', 'geometric', 'zeta'],
    'how long a random action lasts: one step, longer with probability stickiness, or n steps as n^-2',
  ),
  stickiness: number(0.95, [0, 1], 'chance of one more step, for randomRepeat geometric'),

  // Curiosity
  curiosity: choice(
    'information-gain',
    ['none', 'information-gain', 'predictive-kl', 'prediction-error', 'rnd', 'counts'],
    'what is measured of a transition; information-gain is VIME',
  ),
  eta: number(0.003, [0, 1e12], 'reward for a transition whose measure is typical'),
  bonusOf: choice(
    'memory',
    ['memory', 'batch'],
    'memory: gains are stored, and measured anew in turn. batch: the model learns from the batch that the Q-network is about to learn from, and is measured on it',
  ),
  countBins: whole(20, [1, 1e4], 'counts: cells along each state variable'),
  gainMethod: choice(
    'second-order',
    ['second-order', 'descent'],
    'closed form for a batch, or real gradient steps on one transition at a time',
  ),
  gainDirection: choice(
    'gain',
    ['gain', 'compression'],
    'KL[new||old] or KL[old||new]; they differ only with gainMethod descent',
  ),
  gainStepKind: choice('natural', ['natural', 'sgd', 'adam'], 'descent: the kind of step'),
  gainSteps: whole(1, [1, 1000], 'descent: steps on each transition'),
  gainStepSize: number(0.01, [TINY, 10], 'descent: lambda'),
  refreshRows: whole(64, [1, 1e4], 'stored gains measured anew at each step, the newest included'),
  wholeRefreshEvery: whole(
    0,
    [0, MANY],
    'if above 0: measure all stored gains anew after so many episodes, too',
  ),
  klScale: choice(
    'frozen',
    ['mean', 'frozen', 'medians', 'none'],
    'typical gain: mean of the buffer; the same, kept from step freezeAfter on; mean of the last ten episode medians (the paper); 1',
  ),
  bonusRoot: flag(true, 'take the square root of the gain in typical units'),
  bonusClip: number(5, [TINY, MANY], 'largest bonus, before eta'),

  // The model of the world, Bayesian for VIME
  bnnHidden: whole(32, [1, 1024], 'hidden units'),
  bnnInputScale: number(1.7, [TINY, 100], 'factor on the state as networks see it'),
  bnnActions: choice('one-hot', ['one-hot', 'number'], 'how it sees the action'),
  bnnTargets: choice(
    'change',
    ['change', 'next-state'],
    'what it predicts: the change of state, standardised, or the next state as it is',
  ),
  bnnLearningRate: number(2e-3, [TINY, 1], 'of Adam'),
  bnnBatchSize: whole(32, [1, 1e4], 'transitions in an update'),
  bnnWarmupSteps: whole(
    50,
    [0, MANY],
    'environment steps before the first update; with bonusOf batch it is warmupSteps',
  ),
  priorSd: number(0.5, [TINY, MANY], 'standard deviation of the prior of each weight'),
  initialSigma: number(0.1, [1e-6, 3], 'standard deviation of each weight at the start'),
  noise: choice(
    'learned',
    ['fixed', 'learned'],
    'noise expected in what is predicted, in its units: likelihoodSd, or learned for each input',
  ),
  likelihoodSd: number(0.3, [1e-3, 1e3], 'its standard deviation, if fixed'),
  noiseFloor: number(0.02, [TINY, 1], 'least standard deviation, if learned'),
  likelihood: choice(
    'exact',
    ['exact', 'local', 'weight'],
    'expected log-likelihood: closed form, local reparameterisation, or drawn weights',
  ),
  samples: whole(10, [1, 1000], 'draws for local and weight'),
  freezeAfter: whole(
    2000,
    [1, MANY],
    'transitions after which the units of the targets, and with klScale frozen of the gain, stay as they are',
  ),
} as const satisfies Record<string, Field>;

type ValueOf<F> = F extends { readonly choices: readonly (infer C)[] }
  ? C
  : F extends FlagField
    ? boolean
    : number;

export type Config = { readonly [K in keyof typeof fields]: ValueOf<(typeof fields)[K]> };
export type FieldName = keyof Config;

/** Some settings by name. */
export type Settings = Partial<Config>;

/** Settings that records of older versions lack: then there was nothing but what is now their default. */
export const LATER_FIELDS = [
  'observation',
  'scaleReward',
  'bonusOf',
  'bnnActions',
  'bnnTargets',
] as const satisfies readonly FieldName[];

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name);
