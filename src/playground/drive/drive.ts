/** A drive from a place in the phase space, step by step. */
import type { Environment, PhaseSpace } from '../../env/environment.ts';
import type { Options } from '../../train/config/environments.ts';
import type { Config } from '../../train/config/settings.ts';

/** The two variables of the phase space. */
export type Place = readonly [x: number, y: number];

/** Steps of a drive, half a minute of them. */
const MOST = 1000;

/** Steps of a drive, at most: those of an episode, if they are not too many. */
export const longestDrive = (config: Config): number =>
  Math.min(MOST, Number((config as unknown as Options)['maxSteps'] ?? MOST));

/** The actions of one who drives: left, none and right, by their names, or the first, the middle and the last. */
export function drivenActions({
  actionNames = [],
  actionSpace,
}: Pick<Environment, 'actionNames' | 'actionSpace'>): readonly [
  left: number,
  none: number,
  right: number,
] {
  const [left, right] = ['left', 'right'].map((name) => actionNames.indexOf(name));
  const ends = left < 0 || right < 0 ? [0, actionSpace.n - 1] : [left, right];
  return [ends[0], Math.floor((ends[0] + ends[1]) / 2), ends[1]];
}

export class Drive {
  readonly places: Place[];
  readonly actions: number[] = [];
  #isOver = false;
  #reachedGoal = false;
  readonly #most: number;

  /** @param most steps, at most */
  constructor(at: Place, most: number) {
    this.places = [at];
    this.#most = most;
  }

  get place(): Place {
    return this.places[this.places.length - 1];
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get reachedGoal(): boolean {
    return this.#reachedGoal;
  }

  /** One step; after the last nothing happens. */
  step(phaseSpace: PhaseSpace, action: number): void {
    if (this.#isOver) return;
    const { observation, terminated } = phaseSpace.stepFrom(...this.place, action);
    this.actions.push(action);
    this.places.push(phaseSpace.placeOf(observation));
    this.#reachedGoal = terminated;
    this.#isOver = terminated || this.actions.length === this.#most;
  }
}
