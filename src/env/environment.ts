/**
 * An environment: Gymnasium's convention (`reset`, `step`, spaces) in TypeScript, and what else may be known of it.
 *
 * All that is random in an episode follows from the seed given to `reset`: two episodes from the same seed, by the same
 * actions, are the same, whatever was played before and whatever else is played meanwhile.
 */

/** Observations: flat arrays with a lower and an upper bound for each variable. */
export interface BoxSpace {
  readonly type: 'box';
  /** Bounds of each variable [S]; −Infinity and Infinity where there is none. An observation may be outside by rounding. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Sizes whose product is S, the numbers in an observation. */
  readonly shape: readonly number[];
}

/** Actions: 0 .. n − 1. */
export interface DiscreteSpace {
  readonly type: 'discrete';
  readonly n: number;
}

/** Whatever else an environment wants to tell; training does not use it. */
export type Info = Readonly<Record<string, unknown>>;

/** How an episode begins. */
export interface Start {
  /** [S], a new array each time. */
  readonly observation: Float64Array;
  readonly info: Info;
}

/** What one step gives back. */
export interface Step {
  /** [S], a new array each time. */
  readonly observation: Float64Array;
  readonly reward: number;
  /** The task ended, such as at a goal: there is no future, so nothing is bootstrapped. */
  readonly terminated: boolean;
  /**
   * The time limit was reached: the task would have gone on, so the future still counts. One that is in a file of its own ends
   * within 100,000 steps.
   */
  readonly truncated: boolean;
  readonly info: Info;
}

/** A whole episode, to be scored. */
export interface EpisodeTotals {
  readonly steps: number;
  /** Sum of the rewards, not discounted. */
  readonly return: number;
}

/** How good an episode was: larger is better. */
export interface Score {
  /** For axes and columns: `minus steps`. */
  readonly name: string;
  of(episode: EpisodeTotals): number;
}

/** One variable of a phase space. */
export interface PhaseAxis {
  readonly name: string;
  /** Where the name alone does not tell. */
  readonly unit?: string;
  readonly low: number;
  readonly high: number;
  /** Numbers along the axis. */
  readonly ticks: readonly number[];
}

/** What there is to be explored, where that is the task: cells of a grid over some variables. */
export interface Exploration {
  /** 0 .. cells − 1, whether they can be reached or not. */
  readonly cells: number;
  /** The cell that an observation lies in. */
  readonly cellOf: (observation: Float64Array) => number;
}

/** Two variables over which maps are drawn. None of these functions changes the environment. */
export interface PhaseSpace {
  readonly axes: readonly [x: PhaseAxis, y: PhaseAxis];
  /** Value of the first variable at which a line is drawn, such as the goal. */
  readonly goal?: number;
  /** The two variables of an observation. */
  placeOf(observation: Float64Array): readonly [x: number, y: number];
  /** The observation at a place, [S]; what the place does not tell has a fixed value. */
  observationAt(x: number, y: number): Float64Array;
  /** What an action does there. */
  stepFrom(x: number, y: number, action: number): Step;
}

/** Colours of a picture by what they mean: of the agent, of what it stands on, of the goal, of lines and of all else. */
export type Ink = 'agent' | 'ground' | 'goal' | 'line' | 'plain';

/** A line from point to point, or the area inside. */
export interface Shape {
  readonly ink: Ink;
  readonly isFilled: boolean;
  /** Right and up, in units of the picture. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A point of an episode: what is observed there, and what is done. */
export interface Snapshot {
  readonly observation: Float64Array;
  /** What is done here; null: nothing, as after the end, or it is not known. */
  readonly action: number | null;
}

/** Draws what is observed. */
export interface Picture {
  /** Lower left and upper right corner. */
  readonly low: readonly [x: number, y: number];
  readonly high: readonly [x: number, y: number];
  /**
   * From the back to the front; helpers are in pictures/shapes.ts.
   *
   * @param action what is done next; null: nothing
   * @param before the episode up to here, as far as it is known: some snapshots may be missing, or all
   */
  readonly draw: (
    observation: Float64Array,
    action: number | null,
    before: readonly Snapshot[],
  ) => readonly Shape[];
}

/** What must be known of an environment to learn in it. */
export interface CoreEnvironment {
  readonly observationSpace: BoxSpace;
  readonly actionSpace: DiscreteSpace;
  /** Starts an episode. @param seed a whole number below 2³² */
  reset(seed: number): Start;
  /** Takes an action and moves on. @throws RangeError if there is no such action */
  step(action: number): Step;
}

/** What may be known of it besides; everything works without. Rules: checkProperties.ts. */
export interface EnvironmentProperties {
  /** Default: that of its file. */
  readonly name?: string | undefined;
  /** Default: the return. */
  readonly score?: Score | undefined;
  /**
   * Whether a step has reached the goal. Default: it terminated the episode with a reward above 0. Where other steps are rewarded,
   * too, that tells nothing of a goal (a pole that falls after many rewarded steps): such an environment must have its own. So must one
   * whose goal has a reward of 0 or less (each step costs 1): it would never be reached.
   */
  isGoal?(step: Step): boolean;
  /** Mean score of the best policy. */
  readonly optimum?: number | undefined;
  /** Mean score of random actions: nothing is reached by chance. */
  readonly randomScore?: number | undefined;
  /** Scores to be reached, rising. */
  readonly milestones?: readonly number[] | undefined;
  /** Factor on the reward that the agent learns from, given its discount: it makes rewards of such a size that one eta suits all. Default: 1. */
  rewardScale?(gamma: number): number;
  /** How near an observation is to the goal, by some rule; what a shaped reward pays for (train/shaping.ts). */
  potential?: ((observation: Float64Array) => number) | undefined;
  /** [n] */
  readonly actionNames?: readonly string[] | undefined;
  /** [S], of the variables in an observation. */
  readonly variableNames?: readonly string[] | undefined;
  readonly phaseSpace?: PhaseSpace | undefined;
  readonly picture?: Picture | undefined;
  /** The score of a run is then how many cells it has visited in training, instead of that of greedy episodes. */
  readonly exploration?: Exploration | undefined;
  /** The actions that draw the pictures of a noisy TV anew. */
  readonly remoteActions?: readonly number[] | undefined;
}

export interface Environment extends CoreEnvironment, EnvironmentProperties {}

/** Whether a step has reached the goal. */
export const isGoal = (env: Environment, step: Step): boolean =>
  env.isGoal ? env.isGoal(step) : step.terminated && step.reward > 0;

export const RETURN: Score = { name: 'return', of: (episode) => episode.return };
export const MINUS_STEPS: Score = { name: 'minus steps', of: ({ steps }) => -steps };

/** Name of the score of a run whose task is to explore. */
export const CELLS_VISITED = 'cells visited';

/** How good an episode was. */
export const scoreOf = (env: Environment): Score => env.score ?? RETURN;

/** What the scores of a run are: of its greedy episodes, or where the task is to explore, of the run. */
export const runScoreName = (env: Environment): string =>
  env.exploration ? CELLS_VISITED : scoreOf(env).name;
