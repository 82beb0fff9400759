/**
 * Tries an environment before anything is learnt in it: whether it keeps the rules of environment.ts. Each broken rule is one
 * sentence, with the step that broke it.
 */
import { stream } from '../math/random/rng.ts';
import {
  isGoal,
  scoreOf,
  type BoxSpace,
  type Environment,
  type Start,
  type Step,
} from './environment.ts';
import { sizeOf } from './view.ts';

/** Episodes that are tried, and steps of each at most. */
const SEEDS = [0, 1, 2, 4294967295];
const STEPS = 200;

/** A rule is broken. Its message is the sentence. */
class BrokenRule extends Error {}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  const json = JSON.stringify(value) as string | undefined;
  return json ?? String(value);
}

function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new BrokenRule(sentence);
}

/** @throws BrokenRule naming where, if `call` throws anything else */
function calling<T>(where: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new BrokenRule(`${where} throws: ${messageOf(error)}.`);
  }
}

function checkSpaces({ observationSpace, actionSpace }: Partial<Environment>): void {
  const space: Partial<BoxSpace> | undefined = observationSpace;
  demand(
    space?.type === 'box',
    `observationSpace: expected the type 'box', got ${shown(space?.type)}.`,
  );
  const { low, high, shape } = space;
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isInteger(n) && n > 0);
  demand(isShape, `observationSpace.shape: expected whole numbers above 0, got ${shown(shape)}.`);
  const size = sizeOf(space as BoxSpace);
  for (const [name, bound] of [
    ['low', low],
    ['high', high],
  ] as const) {
    demand(
      bound instanceof Float64Array && bound.length === size,
      `observationSpace.${name}: expected a Float64Array of ${size} numbers, the product of the shape, got ${
        bound instanceof Float64Array ? `${bound.length} numbers` : shown(bound)
      }.`,
    );
  }
  const reversed = low!.findIndex((bound, i) => !(bound <= high![i]));
  demand(
    reversed < 0,
    `observationSpace: expected low to be at most high, got ${low?.[reversed]} and ${high?.[reversed]} for variable ${reversed}.`,
  );
  demand(
    actionSpace?.type === 'discrete' && Number.isInteger(actionSpace.n) && actionSpace.n > 0,
    `actionSpace: expected the type 'discrete' and a whole number n above 0, got ${shown(actionSpace)}.`,
  );
}

function checkObservation(where: string, { low, high }: BoxSpace, { observation }: Start): void {
  demand(
    (observation as unknown) instanceof Float64Array && observation.length === low.length,
    `${where}: expected an observation of ${low.length} numbers in a Float64Array, got ${
      (observation as unknown) instanceof Float64Array
        ? `${observation.length}`
        : shown(observation)
    }.`,
  );
  const notFinite = observation.findIndex((x) => !Number.isFinite(x));
  demand(notFinite < 0, `${where}: observation[${notFinite}] is ${observation[notFinite]}.`);
  const outside = observation.findIndex((x, i) => x < low[i] || x > high[i]);
  demand(
    outside < 0,
    `${where}: observation[${outside}] is ${observation[outside]}, outside its bounds ${low[outside]} and ${high[outside]}.`,
  );
}

function checkStep(where: string, space: BoxSpace, step: Step): void {
  demand(
    typeof step === 'object' && (step as unknown) !== null,
    `${where}: expected an object, got ${shown(step)}.`,
  );
  checkObservation(where, space, step);
  demand(
    Number.isFinite(step.reward),
    `${where}: the reward is ${shown(step.reward)}, expected a finite number.`,
  );
  for (const name of ['terminated', 'truncated'] as const) {
    demand(
      typeof step[name] === 'boolean',
      `${where}: ${name} is ${shown(step[name])}, expected true or false; a goal terminates, a time limit truncates.`,
    );
  }
}

/** An episode as it was shown, with copies of its observations. */
interface Played {
  readonly seed: number;
  readonly moments: readonly {
    readonly where: string;
    readonly shown: Step | Start;
    readonly copy: Float64Array;
  }[];
}

/** @param steps that are taken at most */
function play(env: Environment, seed: number, steps: number): Played {
  const { observationSpace: space, actionSpace } = env;
  const rng = stream(seed, 'check');
  const atReset = `reset(${seed})`;
  const start = calling(atReset, () => env.reset(seed));
  demand(
    typeof start === 'object' && (start as unknown) !== null,
    `${atReset}: expected an object, got ${shown(start)}.`,
  );
  checkObservation(atReset, space, start);
  const moments: Played['moments'][number][] = [
    { where: atReset, shown: start, copy: start.observation.slice() },
  ];
  for (let n = 1; n <= steps; n++) {
    const action = rng.integer(actionSpace.n);
    const where = `step ${n} after reset(${seed}), by action ${action}`;
    const step = calling(where, () => env.step(action));
    checkStep(where, space, step);
    demand(typeof isGoal(env, step) === 'boolean', `${where}: isGoal gives no boolean.`);
    moments.push({ where, shown: step, copy: step.observation.slice() });
    if (step.terminated || step.truncated) break;
  }
  return { seed, moments };
}

/** Array and numbers, as they were shown. */
const asText = ({ shown: moment, copy }: Played['moments'][number]): string => {
  const { reward, terminated, truncated } = moment as Partial<Step>;
  return JSON.stringify([...copy, reward, terminated, truncated]);
};

function checkSame(rule: string, one: Played, other: Played): void {
  const n = one.moments.findIndex((moment, i) => {
    const same = other.moments.at(i);
    return !same || asText(moment) !== asText(same);
  });
  demand(n < 0, `${one.moments[Math.max(0, n)].where}: ${rule}.`);
}

function checkArrays({ moments }: Played): void {
  const seen = new Map<ArrayBufferLike, string>();
  for (const { where, shown } of moments) {
    const before = seen.get(shown.observation.buffer);
    demand(
      before === undefined,
      `${where}: the observation is in the same array as that of ${before}; return a new one each time.`,
    );
    seen.set(shown.observation.buffer, where);
  }
  for (const { where, shown, copy } of moments) {
    const isKept = shown.observation.every((x, i) => x === copy[i]);
    demand(
      isKept,
      `${where}: the observation has changed afterwards; return a new array each time.`,
    );
  }
}

function checkActions(env: Environment): void {
  const { n } = env.actionSpace;
  for (const action of [n, -1, 0.5]) {
    calling('reset(0)', () => env.reset(0));
    let isRefused = false;
    try {
      env.step(action);
    } catch {
      isRefused = true;
    }
    demand(
      isRefused,
      `step 1 after reset(0), by action ${action}: expected an error, there is no such action; they are 0 to ${n - 1}.`,
    );
  }
}

function checkProperties(env: Environment): void {
  const { actionNames, milestones, optimum, randomScore, phaseSpace } = env;
  const score = calling('score.of', () => scoreOf(env).of({ steps: 1, return: 0 }));
  demand(Number.isFinite(score), `score.of: expected a finite number, got ${shown(score)}.`);
  demand(typeof scoreOf(env).name === 'string', `score.name: expected a text.`);
  demand(
    actionNames === undefined ||
      (Array.isArray(actionNames) && actionNames.length === env.actionSpace.n),
    `actionNames: expected ${env.actionSpace.n} of them, got ${shown(actionNames)}.`,
  );
  demand(
    milestones === undefined ||
      (Array.isArray(milestones) && milestones.every((m) => Number.isFinite(m))),
    `milestones: expected finite numbers, got ${shown(milestones)}.`,
  );
  for (const [name, value] of Object.entries({ optimum, randomScore })) {
    demand(
      value === undefined || Number.isFinite(value),
      `${name}: expected a finite number, got ${shown(value)}.`,
    );
  }
  if (!phaseSpace) return;
  const [x, y] = phaseSpace.axes.map(({ low, high }) => (low + high) / 2);
  const where = `phaseSpace at ${x}, ${y}`;
  const observation = calling(where, () => phaseSpace.observationAt(x, y));
  checkObservation(`${where}: observationAt`, env.observationSpace, { observation, info: {} });
  const step = calling(where, () => phaseSpace.stepFrom(x, y, 0));
  checkStep(`${where}: stepFrom, by action 0`, env.observationSpace, step);
  const place = calling(where, () => phaseSpace.placeOf(observation));
  demand(
    (place.length as number) === 2 && place.every(Number.isFinite),
    `${where}: placeOf gives ${shown(place)}, expected two numbers.`,
  );
}

/**
 * Broken rules, a sentence each; empty: it keeps all that were tried.
 *
 * @param create a new environment each time
 */
export function checkEnvironment(create: () => Environment): string[] {
  const env = create();
  const faults: string[] = [];
  const check = (rule: () => void): boolean => {
    try {
      rule();
      return true;
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error;
      faults.push(error.message);
      return false;
    }
  };
  if (!check(() => checkSpaces(env))) return faults; // nothing else makes sense
  const played: Played[] = [];
  const canPlay = check(() => {
    for (const seed of SEEDS) played.push(play(env, seed, STEPS));
  });
  if (canPlay) {
    const [first] = played;
    for (const one of played) if (!check(() => checkArrays(one))) break;
    check(() => {
      const other = create();
      checkSame(
        'the same seed gives another episode in a new environment',
        play(other, first.seed, STEPS),
        first,
      );
    });
    check(() =>
      checkSame(
        'the same seed gives another episode after others: something survives the reset',
        play(env, first.seed, STEPS),
        first,
      ),
    );
    check(() => {
      const half = create();
      play(half, SEEDS[1], 1); // not to its end
      checkSame(
        'the same seed gives another episode after one that was not played to its end',
        play(half, first.seed, STEPS),
        first,
      );
    });
  }
  check(() => checkActions(env));
  check(() => checkProperties(env));
  return faults;
}
