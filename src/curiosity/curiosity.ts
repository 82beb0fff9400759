/**
 * What every kind of curiosity has in common: a model of something, and a measure of how new a transition is to it.
 *
 * VIME is one (vime.ts); its rivals are in rivals/. To add another, implement this interface and add a line to
 * train/config/curiosities.ts. How the measure becomes a reward is the same for all (bonus.ts).
 */
import type { Layer } from '../nn/layers.ts';
import type { Rng } from '../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../replay/transition.ts';

/** What one update of the model did. */
export interface CuriosityUpdate {
  /** What learning raises: the evidence lower bound, or minus a loss; before the update. */
  readonly objective: number;
  /** 2-norm of the gradient. */
  readonly gradNorm: number;
}

/** A vector that is learnt, and where the layers of a network lie in it. */
export interface LearntVector {
  /** For messages: `the model, mu`. */
  readonly name: string;
  /** In weights.safetensors: `bnn.0.weight_mu` has the prefix `bnn` and the suffix `_mu`. */
  readonly prefix: string;
  readonly suffix: string;
  readonly layers: readonly Layer[];
  /** [P] each */
  readonly values: Float64Array;
  readonly grad: Float64Array;
}

/** A quantity in words, for messages, charts and pages. */
export interface Quantity {
  /** `information gain` */
  readonly name: string;
  /** `nats` */
  readonly unit: string;
  /** What it is, in one sentence or two. */
  readonly meaning: string;
}

/** What a kind of curiosity measures of a transition, and what else there is to show of its model. */
export interface Measure extends Quantity {
  /**
   * Which transitions are measured. `memory`: the newest one as it happens, and those in memory again in turn; the model learns
   * from batches of its own. `q-batch`: those of the batch that the Q-network is about to learn from, after the model
   * has learnt from the same batch.
   */
  readonly of: 'memory' | 'q-batch';
  /** Whether it may be negative, so that shares of a bonus mean nothing. Default: no. */
  readonly isSigned?: true;
  /** What learning raises; null if nothing is learnt. */
  readonly objective: Quantity | null;
  /** How uncertain the model is of its predictions; null if it does not know. */
  readonly uncertainty: Quantity | null;
  /** Whether it needs no outcome: then the curiosity has `anticipate`. Default: no. */
  readonly anticipates?: true;
}

/** What one needs beside the vectors of a model of the changes of state to rebuild its predictions. */
export interface ModelLayout {
  /** Its inputs are the S state variables, as networks see them, times this, and then the A actions, one-hot. */
  readonly inputScale: number;
  /** Its targets are the S changes of state, each minus this mean and divided by this standard deviation; [S] each. */
  readonly targetMean: readonly number[];
  readonly targetSd: readonly number[];
  /** Of its observation noise; none: it has none, or it is an output of the network itself. */
  readonly noise?: NoiseLayout;
}

/** Standard deviation of observation noise, in units of the targets; or bounds of its log ω², which is linear in hidden units and inputs. */
export type NoiseLayout =
  | { readonly kind: 'fixed'; readonly sd: number }
  | { readonly kind: 'learned'; readonly low: number; readonly high: number };

/**
 * A model of something, and a measure of the novelty of a transition. It sees transitions and batches of them, never
 * where they are stored.
 *
 * @typeParam State everything it remembers between episodes, as plain objects of arrays and numbers
 */
export interface Curiosity<State extends object = object> {
  readonly measured: Measure;
  readonly learnt: readonly LearntVector[];
  /** Transitions in a batch to learn from; 0 if there is no model to learn. */
  readonly batchSize: number;
  /** Transitions in a batch to measure. */
  readonly rows: number;
  /** Updates what every transition counts for once: units of the targets, visits. Called for each as it happens, and changes none. */
  update(transition: Transition): void;
  /**
   * One update of the model on a batch of remembered transitions; null if there is no model to learn.
   *
   * @param batch      of `batchSize` transitions
   * @param remembered how many there are in memory, which the batch stands for
   * @param rng        for updates that draw
   */
  learn(batch: TransitionBatch, remembered: number, rng: Rng): CuriosityUpdate | null;
  /**
   * The novelty of each transition of a batch to the model as it is now.
   *
   * @param batch of `rows` transitions
   * @param out   [B] in the unit of `measured`; some kinds may go below 0
   * @param rng   for measures that draw
   */
  measure(batch: TransitionBatch, out: Float64Array, rng: Rng): void;
  /**
   * The novelty of each action in a state, before one is taken; only where `measured.anticipates`.
   *
   * @param state [S]
   * @param rng   for measures that draw
   * @returns     [A] ≥ 0, in the unit of `measured`; good until the next call
   */
  readonly anticipate?: (state: Float64Array, rng: Rng) => Float64Array;
  /**
   * How uncertain the model is of its prediction for each transition because the weights are not known; only where
   * `measured.uncertainty` says what that is.
   *
   * @param batch of any number of transitions
   * @param out   [B] standard deviations, ≥ 0
   */
  modelUncertainty?(batch: TransitionBatch, out: Float64Array): void;
  /**
   * What the model predicts of the changes of the state, and what they were, both standardised; only of models that predict them.
   *
   * @param batch     of any number of transitions
   * @param predicted [B, S]
   * @param observed  [B, S]
   */
  predict?(batch: TransitionBatch, predicted: Float64Array, observed: Float64Array): void;
  /** How the inputs and targets of the first of `learnt` are made; only of models of the changes of state. */
  layout?(): ModelLayout;
  /** A copy of the whole state. */
  state(): State;
  /** Restores a copied state. @throws RangeError if it belongs to a model of another size */
  restore(state: State): void;
}
