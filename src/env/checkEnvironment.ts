/**
 * Tries an environment before anything is learnt in it: whether it keeps the rules of environment.ts. Each broken rule is one
 * sentence, with the step that broke it.
 */
import { stream } from '../math/random/rng.ts';
import { PROPERTY_RULES, type GivenSnapshot } from './checkProperties.ts';
import type { BoxSpace, Environment, Step } from './environment.ts';
import { shown } from './messages.ts';
import { answerOf, BrokenRule, demand, LARGEST, promiseFault } from './rules.ts';
import { sizeOf } from './view.ts';

/** Episodes that are tried, and steps of each at most. */
const SEEDS = [0, 1, 2, 4294967295];
const STEPS = 200;

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
  const huge = [...low!, ...high!].find((x) => Number.isFinite(x) && Math.abs(x) > LARGEST);
  demand(
    huge === undefined,
    `observationSpace: expected bounds of at most ${LARGEST} in size, got ${huge}; where there is none, use -Infinity and Infinity.`,
  );
  demand(
    actionSpace?.type === 'discrete' && Number.isInteger(actionSpace.n) && actionSpace.n > 0,
    `actionSpace: expected the type 'discrete' and a whole number n above 0, got ${shown(actionSpace)}.`,
  );
}

/** An episode as it was shown, with copies of its observations. */
interface Played {
  readonly seed: number;
  readonly snapshots: readonly CopiedSnapshot[];
}

interface CopiedSnapshot extends GivenSnapshot {
  readonly copy: Float64Array;
}

/**
 * @param steps     that are taken at most
 * @param meanwhile called before each of them
 */
function play(
  env: Environment,
  seed: number,
  steps: number,
  meanwhile: () => void = () => undefined,
): Played {
  const rng = stream(seed, 'check');
  const atReset = `reset(${seed})`;
  const start = answerOf(atReset, 'reset', env, () => env.reset(seed));
  const snapshots: CopiedSnapshot[] = [
    { where: atReset, shown: start, copy: start.observation.slice() },
  ];
  for (let n = 1; n <= steps; n++) {
    meanwhile();
    const action = rng.integer(env.actionSpace.n);
    const where = `step ${n} after reset(${seed}), by action ${action}`;
    const step = answerOf(where, 'step', env, () => env.step(action));
    snapshots.push({ where, shown: step, copy: step.observation.slice() });
    if (step.terminated || step.truncated) break;
  }
  return { seed, snapshots };
}

/** Array and numbers, as they were shown. */
const asText = ({ shown: given, copy }: CopiedSnapshot): string => {
  const { reward, terminated, truncated } = given as Partial<Step>;
  return JSON.stringify([...copy, reward, terminated, truncated]);
};

function checkSame(rule: string, one: Played, other: Played): void {
  const n = one.snapshots.findIndex((snapshot, i) => {
    const same = other.snapshots.at(i);
    return !same || asText(snapshot) !== asText(same);
  });
  demand(n < 0, `${one.snapshots[Math.max(0, n)].where}: ${rule}.`);
}

function checkArrays({ snapshots }: Played): void {
  const seen = new Map<ArrayBufferLike, string>();
  for (const { where, shown } of snapshots) {
    const before = seen.get(shown.observation.buffer);
    demand(
      before === undefined,
      `${where}: the observation is in the same array as that of ${before}; return a new one each time.`,
    );
    seen.set(shown.observation.buffer, where);
  }
  for (const { where, shown, copy } of snapshots) {
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
    answerOf('reset(0)', 'reset', env, () => env.reset(0));
    let isRefused: boolean;
    try {
      isRefused = promiseFault(env.step(action)) !== null; // that it is async is told elsewhere
    } catch {
      isRefused = true;
    }
    demand(
      isRefused,
      `step 1 after reset(0), by action ${action}: expected an error, there is no such action; they are 0 to ${n - 1}.`,
    );
  }
}

/**
 * Broken rules, a sentence each; empty: it keeps all that were tried.
 *
 * @param create a new environment each time
 */
export function checkEnvironment(create: () => Environment): string[] {
  if (typeof (create as unknown) !== 'function') {
    return [
      'checkEnvironment: expected a function that makes an environment, such as () => create(options).',
    ];
  }
  const env = create();
  const faults: string[] = [];
  const check = (rule: () => void): boolean => {
    try {
      rule();
      return true;
    } catch (error) {
      if (!(error instanceof BrokenRule)) throw error;
      if (!faults.includes(error.message)) faults.push(error.message);
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
    check(() => {
      const other = create();
      const meanwhile = (): void => void play(other, SEEDS[1], 1);
      checkSame(
        'the same seed gives another episode while another environment is played; each must have a state of its own',
        play(create(), first.seed, STEPS, meanwhile),
        first,
      );
    });
  }
  check(() => checkActions(env));
  const snapshots = canPlay ? played.flatMap((one) => one.snapshots) : [];
  for (const rule of Object.values(PROPERTY_RULES)) check(() => rule(env, snapshots));
  return faults;
}
