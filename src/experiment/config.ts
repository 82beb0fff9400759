/**
 * Every setting of a run, in one flat table: its default, its range and what it does. The command line, the
 * checks, `--help` and config.json are all made from it.
 */

import { AGENT_NAMES, AGENTS, type AgentName } from './agents.ts';
import { WORLDS, type WorldName } from '../env/worlds.ts';

interface NumberField {
  readonly kind: 'number' | 'whole';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly help: string;
}

interface FlagField {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly help: string;
}

interface ChoiceField<C extends string> {
  readonly kind: 'choice';
  readonly default: C;
  readonly choices: readonly C[];
  readonly help: string;
}

export type Field = NumberField | FlagField | ChoiceField<string>;

function number(value: number, [min, max]: readonly [number, number], help: string): NumberField {
  return { kind: 'number', default: value, min, max, help };
}

function whole(value: number, [min, max]: readonly [number, number], help: string): NumberField {
  return { kind: 'whole', default: value, min, max, help };
}

function flag(value: boolean, help: string): FlagField {
  return { kind: 'flag', default: value, help };
}

function choice<const C extends string>(
  value: NoInfer<C>,
  choices: readonly C[],
  help: string,
): ChoiceField<C> {
  return { kind: 'choice', default: value, choices, help };
}

const TINY = Number.MIN_VALUE; // the smallest number above 0: a bound for "greater than 0"
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
    'weak-engine: half the force, twice the time. noisy-tv: and a picture that changes when the car coasts',
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
  learningRate: number(1e-3, [TINY, MANY], 'of Adam, at the start'),
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
  eta: number(0.003, [0, 1e12], 'reward for a typical information gain'),
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
  gainStepSize: number(0.01, [TINY, MANY], 'descent: lambda'),
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
  bnnInputScale: number(1.7, [TINY, MANY], 'factor on the state, which lies in [-1, 1]'),
  bnnActions: choice('one-hot', ['one-hot', 'number'], 'how it sees the action'),
  bnnTargets: choice(
    'change',
    ['change', 'next-state'],
    'what it predicts: the change of state, standardised, or the next state as it is',
  ),
  bnnLearningRate: number(2e-3, [TINY, MANY], 'of Adam'),
  bnnBatchSize: whole(32, [1, 1e4], 'transitions in an update'),
  bnnWarmupSteps: whole(50, [0, MANY], 'environment steps before the first update'),
  priorSd: number(0.5, [TINY, MANY], 'standard deviation of the prior of each weight'),
  initialSigma: number(0.1, [1e-300, MANY], 'standard deviation of each weight at the start'),
  noise: choice(
    'learned',
    ['fixed', 'learned'],
    'noise expected in the (standardised) change of state: likelihoodSd, or learned for each input',
  ),
  likelihoodSd: number(0.3, [TINY, MANY], 'its standard deviation, if fixed'),
  noiseFloor: number(0.02, [TINY, 1], 'least standard deviation, if learned'),
  likelihood: choice(
    'exact',
    ['exact', 'local', 'weight'],
    'expected log-likelihood: closed form, local reparameterisation, or drawn weights',
  ),
  samples: whole(10, [1, 1000], 'draws for local and weight'),
  freezeAfter: whole(2000, [1, MANY], 'transitions that set the units of the targets'),
} as const satisfies Record<string, Field>;

type ValueOf<F> = F extends { readonly choices: readonly (infer C)[] }
  ? C
  : F extends FlagField
    ? boolean
    : number;

export type Config = { readonly [K in keyof typeof fields]: ValueOf<(typeof fields)[K]> };
export type FieldName = keyof Config;

/** Settings that records of older versions lack: then there was nothing but what is now their default. */
export const LATER_FIELDS = [
  'observation',
  'scaleReward',
  'bonusOf',
  'bnnActions',
  'bnnTargets',
] as const satisfies readonly FieldName[];

/** A setting that cannot be used. Its message is one line, for the person who gave the setting. */
export class ConfigError extends Error {}

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(fields, name);

/** What the field accepts, in words. */
export function accepted(field: Field): string {
  switch (field.kind) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return `${field.choices.slice(0, -1).join(', ')} or ${field.choices.at(-1)}`;
    default: {
      const noun = field.kind === 'whole' ? 'a whole number' : 'a number';
      if (field.min === TINY) return `${noun} above 0 and at most ${field.max}`;
      return `${noun} from ${field.min} to ${field.max}`;
    }
  }
}

function isValid(field: Field, value: unknown): boolean {
  switch (field.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && field.choices.includes(value);
    default:
      return (
        typeof value === 'number' &&
        value >= field.min &&
        value <= field.max &&
        (field.kind === 'number' || Number.isInteger(value))
      );
  }
}

/** A value as a message shows it: as JSON, unless that is long. */
export function shown(value: unknown): string {
  const isDeep = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (isDeep) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'string' && value.length > 60)
    return `${JSON.stringify(value.slice(0, 60))}...`;
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

/** The first setting in which two configs differ, or null. */
export function firstDifference(a: Config, b: Config): FieldName | null {
  return (Object.keys(fields) as FieldName[]).find((name) => a[name] !== b[name]) ?? null;
}

/** The value a piece of text stands for, as yet unchecked; the text itself where it stands for none. */
function fromText(field: Field, text: string): unknown {
  if (field.kind === 'choice') return text;
  if (field.kind === 'flag') return text === 'true' ? true : text === 'false' ? false : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** @throws ConfigError if the text is not a value of the field */
export function parseField(name: FieldName, text: string): Config[FieldName] {
  const value = fromText(fields[name], text);
  checkField(name, value);
  return value;
}

function checkField(name: FieldName, value: unknown): asserts value is Config[FieldName] {
  const field: Field = fields[name];
  if (!isValid(field, value)) {
    throw new ConfigError(`${name}: expected ${accepted(field)}, got ${shown(value)}`);
  }
}

/**
 * A whole config from some settings and, for the rest, what the agent and the world set and the defaults.
 *
 * @throws ConfigError if a name is unknown, a value is out of its range, or two do not go together
 */
export function createConfig(settings: { readonly [name: string]: unknown } = {}): Config {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) values[name] = field.default;
  for (const name of ['world', 'agent'] as const) {
    if (settings[name] !== undefined) checkField(name, settings[name]);
  }
  const { force, maxSteps, tvChannels } =
    WORLDS[(settings['world'] ?? values['world']) as WorldName];
  const agent = AGENTS[(settings['agent'] ?? values['agent']) as AgentName];
  Object.assign(values, { force, maxSteps, tvChannels }, agent);
  for (const [name, value] of Object.entries(settings)) {
    if (!isFieldName(name)) throw new ConfigError(`no setting is called ${shown(name)}`);
    checkField(name, value);
    values[name] = value;
  }
  const config = values as Config;
  checkTogether(config);
  return config;
}

function checkTogether(config: Config): void {
  const { curiosity, eta, batchSize, bnnBatchSize, replayCapacity } = config;
  if (curiosity === 'none' && eta !== 0) {
    throw new ConfigError(
      `eta: the agent ${config.agent} has no curiosity, expected 0, got ${eta}`,
    );
  }
  if (batchSize > replayCapacity) {
    throw new ConfigError(
      `batchSize: expected at most replayCapacity, ${replayCapacity}, got ${batchSize}`,
    );
  }
  if (curiosity !== 'none' && bnnBatchSize > replayCapacity) {
    throw new ConfigError(
      `bnnBatchSize: expected at most replayCapacity, ${replayCapacity}, got ${bnnBatchSize}`,
    );
  }
  if (config.bonusOf === 'batch') checkBatch(config);
  if (curiosity === 'counts' && config.observation === 'raw') {
    throw new ConfigError('observation: counts needs scaled, got raw; its cells lie in [-1, 1]');
  }
  if (config.gainDirection === 'compression' && config.gainMethod === 'second-order') {
    throw new ConfigError(
      'gainDirection: to second order compression equals gain; use it with gainMethod descent',
    );
  }
  if (config.noise === 'learned' && config.likelihood !== 'exact') {
    throw new ConfigError(
      `noise: learned noise needs likelihood exact, got ${config.likelihood}; use --noise fixed`,
    );
  }
}

/** What the Q-network's batch has to be for the model to learn from it and be measured on it. */
function checkBatch({ nStep, batchSize, bnnBatchSize, refreshRows }: Config): void {
  if (nStep !== 1) {
    throw new ConfigError(`nStep: expected 1 with bonusOf batch, got ${nStep}`);
  }
  for (const [name, rows] of Object.entries({ bnnBatchSize, refreshRows })) {
    if (rows !== batchSize) {
      throw new ConfigError(
        `${name}: expected batchSize, ${batchSize}, with bonusOf batch, got ${rows}`,
      );
    }
  }
}
