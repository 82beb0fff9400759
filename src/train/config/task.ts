/** What a run has to learn: its environment with the options of its own, and by what its scores are judged. */
import { runScoreName, type Environment, type PhaseAxis } from '../../env/environment.ts';
import { changedSettings, isEnvironmentOption, optionsOf } from './config.ts';
import { makesTask } from './environments.ts';
import { isFile } from './field.ts';
import type { Config } from './settings.ts';

export interface Task {
  /** The environment, and the options but the reward in which it is not the usual one: `weak-engine, maxSteps 500`. */
  readonly name: string;
  /** What a score is, for axes and columns: `minus steps`. */
  readonly score: string;
  /** Mean score of random actions, and of the best policy; null: not known. */
  readonly random: number | null;
  readonly optimum: number | null;
  /** Scores to be reached, rising. */
  readonly milestones: readonly number[];
  /** Names of the options of an environment in a file, by which they are told from those of a bonus in a file; missing: it is in none. */
  readonly options?: readonly string[];
}

/** What is recorded of an environment, so that a run can be read without it. */
export interface EnvironmentRecord {
  readonly task: Task;
  /** Null: they have no names. */
  readonly actionNames: readonly string[] | null;
  /** [S]; missing: they have no names. */
  readonly variableNames?: readonly string[];
  /** Null: there are no maps. */
  readonly phaseSpace: PhaseRecord | null;
}

/** Two variables over which maps are drawn. */
export interface PhaseRecord {
  readonly axes: readonly [x: PhaseAxis, y: PhaseAxis];
  /** Value of the first at which a line is drawn. */
  readonly goal: number | null;
}

/** The name of an environment without the path of its file: `./envs/mine.ts` is `mine`. */
export const shortName = (env: string): string =>
  isFile(env) ? env.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '') : env;

/** `mountain-car, sparse reward`. @param reward null: the environment has no such option */
export const taskTitle = (name: string, reward: string | null): string =>
  reward === null ? name : `${name}, ${reward} reward`;

/** @param env made from the config */
export function taskOf(config: Config, env: Environment): Task {
  const options = Object.entries(changedSettings(config)).filter(
    ([name]) => isEnvironmentOption(config, name) && makesTask(config.env, name),
  );
  const name = env.name ?? shortName(config.env);
  return {
    name: [name, ...options.map(([option, value]) => `${option} ${value}`)].join(', '),
    score: runScoreName(env),
    random: env.randomScore ?? null,
    optimum: env.optimum ?? null,
    milestones: env.milestones ?? [],
    ...(isFile(config.env) && { options: Object.keys(optionsOf(config)) }),
  };
}

/** What a variable of the state is called: `position`, or without names `variable 3`. */
export const variableName = (
  { variableNames }: { readonly variableNames?: readonly string[] | undefined },
  variable: number,
): string => variableNames?.[variable] ?? `variable ${variable + 1}`;

export function environmentRecord(config: Config, env: Environment): EnvironmentRecord {
  const { actionNames, variableNames, phaseSpace } = env;
  return {
    task: taskOf(config, env),
    actionNames: actionNames ?? null,
    ...(variableNames && { variableNames }),
    phaseSpace: phaseSpace ? { axes: phaseSpace.axes, goal: phaseSpace.goal ?? null } : null,
  };
}
