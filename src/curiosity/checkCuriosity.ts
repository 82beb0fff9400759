/**
 * Holds a curiosity against the rules that every bonus should keep. Each broken rule is one sentence.
 *
 * Those of `shape`, `stream` and `state` are needed: without them a run breaks down, is not the same again, or cannot be continued.
 * The others, `fades`, `noise` and `scale`, say what a bonus is good for; one that breaks them can be trained with.
 */
import { shown } from '../env/messages.ts';
import { BrokenRule, calling, demand, isObject } from '../env/rules.ts';
import { stream, type Rng } from '../math/random/rng.ts';
import { mean } from '../math/stats/descriptive.ts';
import type { Transition } from '../replay/transition.ts';
import { checkShape, noveltyFault, strict, updateFault } from './checkShape.ts';
import type { Curiosity } from './curiosity.ts';
import { completed, type OwnCuriosity } from './ownCuriosity.ts';
import { Trial, transitionsOf, type TrialSizes } from './trial.ts';

export type CuriosityRule = 'shape' | 'stream' | 'state' | 'fades' | 'noise' | 'scale';

export interface CuriosityFault {
  readonly rule: CuriosityRule;
  /** Whether the curiosity cannot be trained with. */
  readonly isFatal: boolean;
  readonly sentence: string;
}

/** Makes a curiosity whose first parameters are drawn from a stream. */
export type CreateCuriosity = (rng: Rng) => OwnCuriosity;
type Create = (rng: Rng) => Curiosity;

/** Steps of each trial. */
const STEPS = { whole: 1000, quick: 300 };
/** Transitions that are measured at a time, if a curiosity does not say. */
const ROWS = 8;
/** Steps from one look at the novelty to the next: a twentieth of a trial. */
const LOOKS = 20;
/** Distinct transitions that are seen again and again, and others that are never seen. */
const KNOWN = 60;

/** Largest novelty of what was seen often: as a share of its own largest, or of that of what was never seen. */
const FADED = 0.5;
/** Times by which the novelty of noise may grow: in one that grows by as much at each step it is 1.8. */
const GROWN = 1.5;
/** Times by which the novelty may differ where one output has another scale. */
const ALIKE = 1.25; // 25 %

const made = (create: Create, seed = 1): Curiosity =>
  calling('making it', () => create(stream(seed, 'bnn.init')));

/**
 * @param createOwn a new curiosity each time, for transitions of these sizes
 * @throws TypeError without a function or without sizes
 */
export function checkCuriosity(
  createOwn: CreateCuriosity,
  sizes: TrialSizes,
  { isQuick = false } = {},
): CuriosityFault[] {
  checkArguments(createOwn, sizes);
  const create: Create = (rng) => strict(completed(createOwn(rng), ROWS));
  const steps = isQuick ? STEPS.quick : STEPS.whole;
  const faults: CuriosityFault[] = [];
  const check = (rule: CuriosityRule, isFatal: boolean, test: () => void): void => {
    try {
      test();
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error;
      const sentence = error.message;
      if (!faults.some((one) => one.sentence === sentence))
        faults.push({ rule, isFatal, sentence });
    }
  };
  check('shape', true, () => checkShape(made(create)));
  if (faults.length > 0) return faults; // nothing else makes sense
  check('stream', true, () => checkStream(create, sizes));
  check('state', true, () => checkState(create, sizes));
  if (faults.length > 0) return faults;
  check('fades', false, () => checkFading(create, sizes, steps));
  check('noise', false, () => checkNoise(create, sizes, steps));
  check('scale', false, () => checkScale(create, sizes, steps));
  return faults;
}

function checkArguments(createOwn: unknown, sizes: unknown): void {
  const isSize = (name: string): boolean =>
    isObject(sizes) && Number.isInteger(sizes[name]) && (sizes[name] as number) > 0;
  if (typeof createOwn === 'function' && isSize('stateSize') && isSize('actionCount')) return;
  throw new TypeError(
    `checkCuriosity: expected a function that makes a curiosity, such as (rng) => create(sizes, options, rng), and sizes, such as { stateSize: 2, actionCount: 3 }; got ${shown(createOwn)} and ${shown(sizes)}`,
  );
}

/** One step, whose numbers are checked. @returns the novelty */
function stepOf(trial: Trial, transition: Transition): number {
  const where = `step ${trial.steps + 1}`;
  const { update, novelty } = calling(where, () => trial.step(transition));
  for (const [method, fault] of [
    ['measure', noveltyFault(trial.curiosity, Float64Array.of(novelty))],
    ['learn', updateFault(trial.curiosity, update)],
  ] as const) {
    demand(fault === null, `${where}: ${method}: ${fault}.`);
  }
  return novelty;
}

/** Mixed transitions, partly predictable: change i follows from state and action, and a fifth of it is random. */
const someTransitions = (name: string, count: number, sizes: TrialSizes): Transition[] =>
  transitionsOf(name, count, sizes, (_, known, random) => 0.1 * known + 0.02 * random);

/** Steps in which every kind of call has been made, and in which a model has learnt. */
const shortSteps = (curiosity: Curiosity): number => curiosity.batchSize + 40;

function checkStream(create: Create, { stateSize, ...sizes }: TrialSizes): void {
  const trials = [made(create), made(create)].map((one) => new Trial(one, 1, stateSize));
  const count = shortSteps(trials[0].curiosity);
  for (const transition of someTransitions('stream', count, { stateSize, ...sizes })) {
    const [first, second] = trials.map((trial) => stepOf(trial, transition));
    demand(
      first === second,
      `step ${trials[0].steps}: two that were made and asked alike give novelties of ${first} and ${second}; draw only from the stream that is given.`,
    );
  }
}

function checkState(create: Create, sizes: TrialSizes): void {
  const { stateSize } = sizes;
  const first = new Trial(made(create), 1, stateSize);
  const count = shortSteps(first.curiosity);
  for (const transition of someTransitions('state', count, sizes)) stepOf(first, transition);
  const stateOf = (curiosity: Curiosity): object => calling('state', () => curiosity.state());
  const state = stateOf(first.curiosity);
  const fresh = made(create, 2); // another, whose parameters must be overwritten
  checkSameParts(state, stateOf(fresh), 'state');
  const kept = JSON.stringify(state, asList);
  calling('restore', () => fresh.restore(state));
  const second = new Trial(fresh, 1, stateSize);
  second.continueFrom(first);
  for (const transition of someTransitions('restored', 20, sizes)) {
    const [there, here] = [first, second].map((trial) => stepOf(trial, transition));
    demand(
      there === here,
      `restore: a step later its novelty is ${here}, not ${there}; state must hold everything that is remembered.`,
    );
  }
  demand(
    JSON.stringify(state, asList) === kept,
    'state: expected a copy, but what was given has changed since.',
  );
}

const asList = (_: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;

/** Only such a state can be saved. @throws BrokenRule naming the part */
function checkSameParts(state: unknown, fresh: unknown, path: string): void {
  if (ArrayBuffer.isView(state) || typeof state === 'number') {
    const isFinite = typeof state !== 'number' || Number.isFinite(state);
    demand(
      isFinite && state.constructor === (fresh as object | undefined)?.constructor,
      `${path}: expected a finite number or the same kind of typed array at all times, got ${shown(fresh)} and then ${shown(state)}.`,
    );
    return;
  }
  demand(
    typeof state === 'object' && state !== null && !Array.isArray(state) && !(state instanceof Map),
    `${path}: expected a number, a typed array or a plain object of such, got ${shown(state)}.`,
  );
  const [names, before] = [state, fresh ?? {}].map((part) => Object.keys(part).sort());
  demand(
    names.join() === before.join(),
    `${path}: expected the same parts at all times, got ${listed(before)} and then ${listed(names)}; what grows can be kept in typed arrays, which may become longer.`,
  );
  for (const [name, part] of Object.entries(state)) {
    checkSameParts(part, (fresh as Readonly<Record<string, unknown>>)[name], `${path}.${name}`);
  }
}

/** Names in a message, at most. */
const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Looks at something after each part of a trial. */
function looks(trial: Trial, transitions: readonly Transition[], look: () => number): number[] {
  const every = Math.ceil(transitions.length / LOOKS);
  const seen: number[] = [];
  for (const transition of transitions) {
    stepOf(trial, transition);
    if (trial.steps % every === 0) seen.push(look());
  }
  return seen;
}

const short = (x: number): string => String(Number(x.toPrecision(3)));

function checkFading(create: Create, sizes: TrialSizes, steps: number): void {
  const all = someTransitions('known', 8 * KNOWN, sizes);
  const known = all.filter(({ state }) => state[0] < -0.2).slice(0, KNOWN);
  const unseen = all.filter(({ state }) => state[0] > 0.2).slice(0, KNOWN);
  const trial = new Trial(made(create), 1, sizes.stateSize);
  const again = Array.from({ length: steps }, (_, n) => known[n % known.length]);
  const seen = looks(trial, again, () => Math.abs(trial.meanNovelty(known)));
  const quarters = [0, 1, 2, 3].map((n) =>
    mean(seen.slice((n * LOOKS) / 4, ((n + 1) * LOOKS) / 4)),
  );
  const [last, largest] = [quarters[3], Math.max(...quarters)];
  const never = Math.abs(trial.meanNovelty(unseen));
  demand(
    last <= FADED * Math.max(largest, never),
    `fades: the mean novelty of transitions that were seen ${Math.floor(steps / known.length)} times is ${short(last)} in the last quarter of ${steps} steps; expected at most half of ${short(largest)}, its largest in a quarter, or of ${short(never)}, that of transitions never seen.`,
  );
}

function checkNoise(create: Create, sizes: TrialSizes, steps: number): void {
  const noise = (name: string, count: number): Transition[] =>
    transitionsOf(name, count, sizes, (_, __, random) => random);
  const trial = new Trial(made(create), 1, sizes.stateSize);
  const probe = noise('probe', KNOWN);
  const seen = looks(trial, noise('noise', steps), () => trial.meanSize(probe));
  const before = Math.max(...seen.slice(0, LOOKS / 2));
  const after = mean(seen.slice((3 * LOOKS) / 4));
  demand(
    after <= GROWN * before,
    `noise: where outcomes are pure noise the mean novelty has grown to ${short(after)} after ${steps} steps; expected at most ${GROWN} times ${short(before)}, its largest in the first half.`,
  );
}

function checkScale(create: Create, sizes: TrialSizes, steps: number): void {
  const [one, other] = [1, 1 / 8].map((scale) => {
    const transitions = transitionsOf(
      'scale',
      steps,
      sizes,
      (i, known, random) => (i === 0 ? scale : 1) * (0.02 * known + 0.004 * random),
    );
    const trial = new Trial(made(create), 1, sizes.stateSize);
    const probe = transitions.slice(0, KNOWN);
    return mean(looks(trial, transitions, () => trial.meanSize(probe)).slice(LOOKS / 2));
  });
  const ratio = one === other ? 1 : one / other;
  demand(
    ratio < ALIKE && ratio > 1 / ALIKE,
    `scale: where variable 0 changes by an eighth, the mean novelty is ${short(other)} instead of ${short(one)}; expected the same within ${100 * (ALIKE - 1)} %.`,
  );
}
