/** Steps src/vime.ts, the algorithm on one page, beside the rest of src/ and finds the first number that differs. */
import { createConfig } from '../../src/train/config/config.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { CAR_OPTIONS } from '../../src/env/car.ts';
import { isFieldName } from '../../src/train/config/settings.ts';
import { episodeSteps } from '../../src/train/train.ts';
import { CONSTANTS, type Constants, type train } from '../../src/vime.ts';
import { vimeOf } from './tinyRun.ts';

/** Small networks, a memory that runs full, episodes that reach the goal (the push is strong) and episodes that do not. */
const SMALL = {
  seed: 1,
  episodes: 40,
  evalEpisodes: 3,
  force: 0.008,
  maxSteps: 30,
  hiddenWidth: 16,
  bnnHidden: 8,
  bnnBatchSize: 16,
  batchSize: 16,
  warmupSteps: 40,
  replayCapacity: 350,
  refreshRows: 4,
  freezeAfter: 300,
  epsilonStart: 0.5,
  epsilonEnd: 0.2,
  epsilonSteps: 400,
};

/** Runs of a few hundred steps; the unit of the gains freezes after 300. */
export const RUNS = {
  'on the plain car': { ...SMALL, tvChannels: 0 },
  'in front of a noisy TV': { ...SMALL, tvChannels: 2, seed: 7 },
} as const;

export type RunName = keyof typeof RUNS;

const STEPS = 420;
/** All weights are compared after so many steps, and at the end of an episode. */
const WEIGHTS_EVERY = 10;

/** Where sums run in another order the last bits differ, and learning carries that on; measured: below 2e-10. */
const RELATIVE = 1e-9;
const ABSOLUTE = 1e-12;

/** What is compared of a step: numbers by name. Those in `exact` must be equal, the others close. */
interface ComparedStep {
  readonly exact: Readonly<Record<string, readonly (number | null)[]>>;
  readonly close: Readonly<Record<string, ArrayLike<number | null>>>;
  readonly terminated: boolean;
  readonly truncated: boolean;
}

const isWeightStep = (step: number, isOver: boolean): boolean =>
  isOver || step % WEIGHTS_EVERY === 0;

/** The losses of the updates that a run makes from now on; null after a step without one. */
function watchLosses(run: Run): { objective: number | null; qLoss: number | null } {
  const losses: { objective: number | null; qLoss: number | null } = {
    objective: null,
    qLoss: null,
  };
  const { dqn } = run.agent;
  const { bnn } = vimeOf(run);
  const [learnQ, learnBeliefs] = [dqn.learn.bind(dqn), bnn.learn.bind(bnn)];
  dqn.learn = (...args) => {
    const update = learnQ(...args);
    losses.qLoss = update.loss;
    return update;
  };
  bnn.learn = (...args) => {
    const update = learnBeliefs(...args);
    losses.objective = update.objective;
    return update;
  };
  return losses;
}

/** Whether a constant of the page is a setting, or an option of the car. */
export const isSetting = (name: string): boolean =>
  isFieldName(name) || Object.hasOwn(CAR_OPTIONS, name);

/** The steps of a run of the rest of src/. */
function mainSteps(constants: Constants): ComparedStep[] {
  const settings = Object.entries(constants).filter(([name]) => isSetting(name));
  const run = createRun(createConfig(Object.fromEntries(settings)));
  const losses = watchLosses(run);
  const { replay, bonus } = run;
  const { dqn } = run.agent;
  const { posterior, noiseModel } = vimeOf(run).bnn;
  const S = replay.stateSize;
  const compared: ComparedStep[] = [];
  while (compared.length < STEPS) {
    const steps = episodeSteps(run);
    for (let isOver = false; !isOver && compared.length < STEPS;) {
      losses.objective = null;
      losses.qLoss = null;
      steps.next();
      const slot = replay.newest;
      const [terminated, truncated] = [replay.terminated[slot] === 1, replay.truncated[slot] === 1];
      isOver = terminated || truncated;
      const greedyLength: (number | null)[] = [null];
      const at = {
        objective: [losses.objective],
        'Q-loss': [losses.qLoss],
        gain: [bonus!.novelty(slot)],
        bonus: [bonus!.of(slot)],
      };
      const weights = isWeightStep(compared.length + 1, isOver) && {
        phi: posterior.phi.value.data.slice(),
        'noise model': noiseModel!.parameters.value.data.slice(),
        'online network': dqn.online.slice(),
        'target network': dqn.target.slice(),
        'averaged network': dqn.average.slice(),
      };
      const exact = {
        action: [replay.actions[slot]],
        reward: [replay.rewards[slot]],
        state: [...replay.states.slice(slot * S, (slot + 1) * S)],
        'next state': [...replay.nextStates.slice(slot * S, (slot + 1) * S)],
        'greedy length': greedyLength,
      };
      if (isOver) {
        let evaluation = steps.next();
        while (!evaluation.done) evaluation = steps.next();
        greedyLength[0] = -evaluation.value.evalScore;
      }
      compared.push({ exact, close: { ...at, ...weights }, terminated, truncated });
    }
  }
  return compared;
}

/** The same of the page. */
function* pageSteps(page: typeof train, constants: Constants): Generator<ComparedStep, undefined> {
  let count = 0;
  for (const step of page(constants)) {
    count++;
    const { action, reward, state, nextState, terminated, truncated } = step.transition;
    const { beliefs, dqn } = step;
    const weights = isWeightStep(count, terminated || truncated) && {
      phi: beliefs.phi.parameters.value.data,
      'noise model': beliefs.noise.parameters.value.data,
      'online network': dqn.online.parameters.value.data,
      'target network': dqn.target.value.data,
      'averaged network': dqn.average.value.data,
    };
    yield {
      exact: {
        action: [action],
        reward: [reward],
        state,
        'next state': nextState,
        'greedy length': [step.greedyLength],
      },
      close: {
        objective: [step.objective],
        'Q-loss': [step.qLoss],
        gain: [step.gain],
        bonus: [step.bonus],
        ...weights,
      },
      terminated,
      truncated,
    };
  }
}

const recorded = new Map<RunName, readonly ComparedStep[]>();

/** The steps of the rest of src/, computed once. */
export function expectedSteps(name: RunName): readonly ComparedStep[] {
  const steps = recorded.get(name) ?? mainSteps({ ...CONSTANTS, ...RUNS[name] });
  recorded.set(name, steps);
  return steps;
}

const isClose = (a: number | null, b: number | null): boolean =>
  a === b || (a !== null && b !== null && Math.abs(a - b) <= RELATIVE * Math.abs(b) + ABSOLUTE);

/** What differs first between a page and the rest of src/, in words; null if nothing does. */
export function firstDifference(page: typeof train, name: RunName): string | null {
  const steps = pageSteps(page, { ...CONSTANTS, ...RUNS[name] });
  for (const [n, expected] of expectedSteps(name).entries()) {
    const { value: actual, done } = steps.next();
    if (done) return `step ${n + 1}: the page ends`;
    for (const kind of ['exact', 'close'] as const) {
      for (const [what, numbers] of Object.entries(expected[kind])) {
        const got = actual[kind][what];
        const agree = kind === 'exact' ? Object.is : isClose;
        if (got.length !== numbers.length)
          return `step ${n + 1}: ${what} has ${got.length} numbers`;
        for (let i = 0; i < numbers.length; i++) {
          if (agree(got[i], numbers[i])) continue;
          return `step ${n + 1}: ${what} ${i} is ${got[i]} on the page, ${numbers[i]} in the rest of src/`;
        }
      }
    }
  }
  return null;
}
