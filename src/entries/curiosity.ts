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
  Quantity,
} from '../curiosity/curiosity.ts';
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
export { CassieLim } from '../curiosity/rivals/cassieLim.ts';
export { Counts } from '../curiosity/rivals/counts.ts';
export { LearningProgress } from '../curiosity/rivals/lpm.ts';
export { PredictionError } from '../curiosity/rivals/predictionError.ts';
export { PredictiveKl } from '../curiosity/rivals/predictiveKl.ts';
export { RandomNetworkDistillation } from '../curiosity/rivals/rnd.ts';
export type { RivalSizes } from '../curiosity/rivals/learner.ts';

// What they take and return.
export { ReplayBuffer } from '../replay/replayBuffer.ts';
export {
  createTransitionBatch,
  type Transition,
  type TransitionBatch,
} from '../replay/transition.ts';
export { stream, type Rng, type RngState } from '../math/random/rng.ts';
