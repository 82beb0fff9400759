/**
 * The curiosity of Cassie-Lim/VIME (GitHub), as that project has it: a plain network predicts a Gaussian for the next
 * state; it learns from the very batch that the Q-network is about to learn from, and the measure is how far its
 * prediction for each transition of that batch has moved, KL[p_new(s′ | s, a) ‖ p_old(s′ | s, a)].
 *
 * The state and the next state are taken as the environment shows them, the action as its number. A transition at which the
 * episode ends is left out and has novelty 0, because that project keeps no next state there. predictiveKl.ts has
 * the same measure in the setting of the other agents.
 */
import type { Rng } from '../../math/random/rng.ts';
import type { TransitionBatch } from '../../replay/transition.ts';
import type { Curiosity, CuriosityUpdate, LearntVector, Measure } from '../curiosity.ts';
import { GaussianLearner, type GaussianLearnerState } from './gaussianLearner.ts';
import { PREDICTIVE_KL_MEASURE } from './predictiveKl.ts';

const HIDDEN = 32; // units in each of two hidden layers
const LEARNING_RATE = 3e-4; // of Adam; that project's

export const CASSIE_LIM_MEASURE: Measure = { ...PREDICTIVE_KL_MEASURE, of: 'q-batch' };

export interface CassieLimOptions {
  readonly stateSize: number;
  /** Transitions in the batch of the Q-network. */
  readonly batchSize: number;
  /** Treat truncation as termination: the time limit is an end, too. */
  readonly truncationEnds: boolean;
}

export class CassieLim implements Curiosity<GaussianLearnerState> {
  readonly measured = CASSIE_LIM_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #options: CassieLimOptions;
  readonly #model: GaussianLearner;

  constructor(options: CassieLimOptions, rng: Rng) {
    const { stateSize, batchSize } = options;
    this.#options = options;
    this.batchSize = batchSize;
    this.rows = batchSize;
    this.#model = new GaussianLearner(
      {
        inputs: stateSize + 1,
        targets: stateSize,
        hidden: HIDDEN,
        batchSize,
        learningRate: LEARNING_RATE,
        rows: batchSize,
      },
      rng,
    );
    this.learnt = this.#model.learner.learnt;
  }

  update(): void {
    // There are no units to be learnt: states are taken as they are.
  }

  /**
   * One update on the transitions that do not end their episode; they fill the batch, whose size is fixed, in turn and again
   * from the first. null if there is none.
   */
  learn(batch: TransitionBatch): CuriosityUpdate | null {
    const kept = [...batch.actions.keys()].filter((row) => !this.#isEnd(batch, row));
    if (kept.length === 0) return null;
    const S = this.#options.stateSize;
    const { inputs, targets } = this.#model.learner;
    for (let row = 0; row < this.batchSize; row++) {
      const from = kept[row % kept.length];
      this.#encodeRow(batch, from, inputs, row);
      for (let i = 0; i < S; i++) targets[row * S + i] = batch.nextStates[from * S + i];
    }
    return this.#model.learn();
  }

  /** KL between the predictions after and before the last update, in nats, summed over the state; 0 at an end. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    for (let row = 0; row < out.length; row++) {
      this.#encodeRow(batch, row, this.#model.inputs, row);
    }
    this.#model.changeInto(out);
    for (let row = 0; row < out.length; row++) if (this.#isEnd(batch, row)) out[row] = 0;
  }

  #isEnd({ terminated, truncated }: TransitionBatch, row: number): boolean {
    return terminated[row] === 1 || (this.#options.truncationEnds && truncated[row] === 1);
  }

  /** Writes state and action of row `from` of a batch to a row of inputs. */
  #encodeRow(
    { states, actions }: TransitionBatch,
    from: number,
    x: Float64Array,
    row: number,
  ): void {
    const S = this.#options.stateSize;
    for (let i = 0; i < S; i++) x[row * (S + 1) + i] = states[from * S + i];
    x[row * (S + 1) + S] = actions[from];
  }

  state(): GaussianLearnerState {
    return this.#model.state();
  }

  restore(state: GaussianLearnerState): void {
    this.#model.restore(state);
  }
}
