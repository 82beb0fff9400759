/** Rules for what an environment may tell of itself, a rule for each property. */
import {
  isGoal,
  scoreOf,
  type Environment,
  type EnvironmentProperties,
  type PhaseAxis,
  type Start,
  type Step,
} from './environment.ts';
import { shown } from './messages.ts';
import { answerOf, calling, demand, isObject, isPair, isText } from './rules.ts';

/** A point of an episode: what the environment gave there, by `reset` or `step`, and when. */
export interface GivenSnapshot {
  readonly where: string;
  readonly shown: Start | Step;
}

/**
 * Whether a property is what environment.ts says, or is not there.
 *
 * @param snapshots of some episodes
 * @throws BrokenRule if it is not
 */
type PropertyRule = (env: Environment, snapshots: readonly GivenSnapshot[]) => void;

/** @throws BrokenRule unless the property is an object, or is not there */
const demandObject = (name: keyof EnvironmentProperties, value: unknown): void =>
  demand(
    value === undefined || isObject(value),
    `${name}: expected an object, got ${shown(value)}.`,
  );

/* They take `unknown`: an environment in a file may hold anything. */
const isFinite = (value: unknown): boolean => Number.isFinite(value);

const finite =
  (name: 'optimum' | 'randomScore'): PropertyRule =>
  ({ [name]: value }) =>
    demand(
      value === undefined || isFinite(value),
      `${name}: expected a finite number, got ${shown(value)}.`,
    );

export const PROPERTY_RULES: { readonly [Name in keyof EnvironmentProperties]-?: PropertyRule } = {
  name: ({ name }) =>
    demand(name === undefined || isText(name), `name: expected a text, got ${shown(name)}.`),

  score: (env) => {
    demandObject('score', env.score);
    answerOf('score.of', 'score.of', env, () => scoreOf(env).of({ steps: 1, return: 0 }));
    const { name } = scoreOf(env);
    demand(isText(name), `score.name: expected a text, got ${shown(name)}.`);
  },

  isGoal: (env, snapshots) => {
    for (const { where, shown: given } of snapshots) {
      if (!('reward' in given)) continue;
      const { reward, terminated } = given;
      demand(
        env.isGoal !== undefined || terminated || reward <= 0,
        `${where}: the reward is ${reward} and the episode goes on; where not only the goal is rewarded, isGoal must tell what it is, or () => false that there is none.`,
      );
      answerOf(`${where}: isGoal`, 'isGoal', env, () => isGoal(env, given));
    }
  },

  optimum: finite('optimum'),
  randomScore: finite('randomScore'),

  milestones: ({ milestones }) =>
    demand(
      milestones === undefined ||
        (Array.isArray(milestones) &&
          milestones.every((one, i) => isFinite(one) && !(i > 0 && one <= milestones[i - 1]))),
      `milestones: expected finite numbers that rise, got ${shown(milestones)}.`,
    ),

  rewardScale: (env) => {
    if (env.rewardScale === undefined) return;
    answerOf('rewardScale', 'rewardScale', env, () => env.rewardScale!(0.99));
  },

  potential: (env, snapshots) => {
    if (env.potential === undefined) return;
    for (const { where, shown: given } of snapshots) {
      answerOf(`${where}: potential`, 'potential', env, () => env.potential!(given.observation));
    }
  },

  actionNames: ({ actionNames, actionSpace: { n } }) =>
    demand(
      actionNames === undefined ||
        (Array.isArray(actionNames) && actionNames.length === n && actionNames.every(isText)),
      `actionNames: expected ${n} texts, got ${shown(actionNames)}.`,
    ),

  variableNames: ({ variableNames, observationSpace: { low } }) =>
    demand(
      variableNames === undefined ||
        (Array.isArray(variableNames) &&
          variableNames.length === low.length &&
          variableNames.every(isText)),
      `variableNames: expected ${low.length} texts, got ${shown(variableNames)}.`,
    ),

  phaseSpace: (env, snapshots) => {
    const { phaseSpace } = env;
    demandObject('phaseSpace', phaseSpace);
    if (phaseSpace === undefined) return;
    const axes: unknown = calling('phaseSpace.axes', () => phaseSpace.axes);
    demand(
      Array.isArray(axes) && axes.length === 2 && axes.every(isAxis),
      `phaseSpace.axes: expected two, each with a name, low below high and a list of ticks, got ${shown(axes)}.`,
    );
    const { goal } = phaseSpace;
    demand(
      goal === undefined || isFinite(goal),
      `phaseSpace.goal: expected a finite number, got ${shown(goal)}.`,
    );
    const checkPlace = (where: string, observation: Float64Array): void => {
      answerOf(`${where}: placeOf`, 'phaseSpace.placeOf', env, () =>
        phaseSpace.placeOf(observation),
      );
    };
    const [x, y] = phaseSpace.axes.map(({ low, high }) => (low + high) / 2);
    const where = `phaseSpace at ${x}, ${y}`;
    const observation = answerOf(`${where}: observationAt`, 'phaseSpace.observationAt', env, () =>
      phaseSpace.observationAt(x, y),
    );
    answerOf(`${where}: stepFrom, by action 0`, 'phaseSpace.stepFrom', env, () =>
      phaseSpace.stepFrom(x, y, 0),
    );
    checkPlace(where, observation);
    for (const { where, shown: given } of snapshots) checkPlace(where, given.observation);
  },

  picture: (env, snapshots) => {
    const { picture } = env;
    demandObject('picture', picture);
    if (picture === undefined) return;
    const [low, high]: unknown[] = calling('picture', () => [picture.low, picture.high]);
    demand(
      isPair(low) && isPair(high) && low.every((bound, axis) => bound < high[axis]),
      `picture: expected two finite numbers each for low and high, low below high, got ${shown(low)} and ${shown(high)}.`,
    );
    for (const { where, shown: given } of snapshots) {
      const { observation } = given;
      for (const [action, before] of [
        [null, []],
        [0, [{ observation, action: 0 }]],
      ] as const) {
        answerOf(`${where}: picture.draw`, 'picture.draw', env, () =>
          picture.draw(observation, action, before),
        );
      }
    }
  },

  exploration: (env, snapshots) => {
    const { exploration } = env;
    demandObject('exploration', exploration);
    if (exploration === undefined) return;
    const cells = calling('exploration.cells', () => exploration.cells);
    demand(
      Number.isInteger(cells) && cells > 0,
      `exploration.cells: expected a whole number above 0, got ${shown(cells)}.`,
    );
    for (const { where, shown: given } of snapshots) {
      answerOf(`${where}: exploration.cellOf`, 'exploration.cellOf', env, () =>
        exploration.cellOf(given.observation),
      );
    }
  },

  remoteActions: ({ remoteActions, actionSpace: { n } }) =>
    demand(
      remoteActions === undefined ||
        (Array.isArray(remoteActions) &&
          remoteActions.every((one) => Number.isInteger(one) && one >= 0 && one < n)),
      `remoteActions: expected a list of actions, 0 to ${n - 1}, got ${shown(remoteActions)}.`,
    ),
};

function isAxis(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, low, high, ticks } = value as Partial<PhaseAxis>;
  return (
    isText(name) &&
    isFinite(low) &&
    isFinite(high) &&
    low! < high! &&
    Array.isArray(ticks) &&
    ticks.every(isFinite)
  );
}
