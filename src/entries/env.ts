/**
 * `vime/env`: the interface of environments, what checks them, and those that come with the package.
 *
 * @module vime/env
 */
export {
  CELLS_VISITED,
  isGoal,
  MINUS_STEPS,
  RETURN,
  runScoreName,
  scoreOf,
  type BoxSpace,
  type CoreEnvironment,
  type DiscreteSpace,
  type Environment,
  type EnvironmentProperties,
  type EpisodeTotals,
  type Exploration,
  type Info,
  type Ink,
  type PhaseAxis,
  type PhaseSpace,
  type Picture,
  type Score,
  type Shape,
  type Snapshot,
  type Start,
  type Step,
} from '../env/environment.ts';
export {
  circle,
  filled,
  line,
  rectangle,
  type Point,
  type Points,
} from '../env/pictures/shapes.ts';
export { checkEnvironment } from '../env/checkEnvironment.ts';
export { EnvironmentError, guarded } from '../env/guard.ts';
export { resetSeed } from '../env/resetSeed.ts';
export { View, type ObservationKind } from '../env/view.ts';

export { MountainCar, type MountainCarOptions, type RewardKind } from '../env/mountainCar.ts';
export { NoisyTv } from '../env/noisyTv.ts';
export { CartpoleSwingup, type CartpoleSwingupOptions } from '../env/cartpoleSwingup.ts';
export { DeepSea, type DeepSeaOptions } from '../env/deepSea.ts';
export { StochasticCar, type StochasticCarOptions } from '../env/stochasticCar.ts';

export { stream, type Rng, type RngState } from '../math/random/rng.ts';
