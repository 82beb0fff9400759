/**
 * `vime/curiosity`: how new a transition is to a model, by information gain and by other measures, and the bonus made of it.
 *
 * @module vime/curiosity
 */
export type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
  NoiseLayout,
  Quantity,
} from '../curiosity/curiosity.ts';
export {
  checkCuriosity,
  type CreateCuriosity,
  type CuriosityFault,
  type CuriosityRule,
} from '../curiosity/checkCuriosity.ts';
export { completed, type OwnCuriosity } from '../curiosity/ownCuriosity.ts';
export type { TrialSizes } from '../curiosity/trial.ts';
export { CuriosityError, guardedCuriosity } from '../curiosity/guard.ts';
export { Bonus, type BonusOptions, type BonusState } from '../curiosity/bonus.ts';
export { BonusUnit, type UnitKind, type UnitState } from '../curiosity/bonusUnit.ts';
export { Standardiser, type StandardiserState } from '../curiosity/standardiser.ts';
export { Transitions, type TransitionOptions } from '../curiosity/transitions.ts';

export {
  Vime,
  VIME_CONSTANTS,
  type GainKind,
  type VimeOptions,
  type VimeState,
} from '../curiosity/vime/vime.ts';
export { expectedGain } from '../curiosity/vime/expectedGain.ts';
export { batchGain, type BatchGain } from '../curiosity/vime/batchGain.ts';
export {
  beliefUpdate,
  type BeliefUpdate,
  type BeliefUpdateOptions,
  type GainMeter,
  type StepKind,
} from '../curiosity/vime/informationGain.ts';

export { AleatoricMapping } from '../curiosity/rivals/ama.ts';
export type { ChangeModelState } from '../curiosity/rivals/changeModel.ts';
export { CassieLim, type CassieLimOptions } from '../curiosity/rivals/cassieLim.ts';
export { Counts, type CountsState } from '../curiosity/rivals/counts.ts';
export type { GaussianLearnerState } from '../curiosity/rivals/gaussianLearner.ts';
export type { LearnerState, RivalModel, RivalSizes } from '../curiosity/rivals/learner.ts';
export { LearningProgress, type LpmState } from '../curiosity/rivals/lpm.ts';
export { PredictionError } from '../curiosity/rivals/predictionError.ts';
export { PredictiveKl, type PredictiveKlState } from '../curiosity/rivals/predictiveKl.ts';
export { RandomNetworkDistillation, type RndState } from '../curiosity/rivals/rnd.ts';

// What they take and return.
export { ReplayBuffer } from '../replay/replayBuffer.ts';
export {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../replay/transition.ts';
export { stream, type Rng, type RngState } from '../math/random/rng.ts';
