/**
 * Curiosity as a change of prediction: a plain network predicts a Gaussian for the change of the state, and the measure is
 * the KL divergence between its predictions after and before its last update, KL[p_new(s′ | s, a) ‖ p_old(s′ | s, a)].
 *
 * This is the measure of Cassie-Lim/VIME (GitHub), in the setting of the other agents here, so that it can be compared with
 * them; cassieLim.ts has it as that project does. There is no posterior: the network has no beliefs that could change, only
 * outputs. Nor does the measure fade as the network learns: Adam's steps keep their length, and each of them changes the outputs.
 */
import type { Rng } from '../../math/random/rng.ts';
import type { Transition, TransitionBatch } from '../../replay/transition.ts';
import type {
  Curiosity,
  CuriosityUpdate,
  LearntVector,
  Measure,
  ModelLayout,
} from '../curiosity.ts';
import type { StandardiserState } from '../standardiser.ts';
import { Transitions } from '../transitions.ts';
import { GaussianLearner, LOG_LIKELIHOOD, type GaussianLearnerState } from './gaussianLearner.ts';
import { RIVAL_MODEL, type RivalSizes } from './learner.ts';

export interface PredictiveKlState {
  readonly learner: GaussianLearnerState;
  readonly standardiser: StandardiserState;
}

export const PREDICTIVE_KL_MEASURE: Measure = {
  name: 'change of prediction',
  unit: 'nats',
  meaning:
    'The KL divergence between what the network predicts for a transition after and before its latest update.',
  of: 'memory',
  objective: LOG_LIKELIHOOD,
  uncertainty: null,
};

export class PredictiveKl implements Curiosity<PredictiveKlState> {
  readonly measured = PREDICTIVE_KL_MEASURE;
  readonly learnt: readonly LearntVector[];
  readonly batchSize: number;
  readonly rows: number;
  readonly #transitions: Transitions;
  readonly #model: GaussianLearner;
  readonly #unread: Float64Array;

  constructor(sizes: RivalSizes, rng: Rng, model = RIVAL_MODEL) {
    const { stateSize, rows } = sizes;
    this.#transitions = new Transitions({ ...sizes, ...model });
    const inputs = this.#transitions.inputSize;
    this.#model = new GaussianLearner({ ...model, inputs, targets: stateSize, rows }, rng);
    this.learnt = this.#model.learner.learnt;
    this.batchSize = model.batchSize;
    this.rows = rows;
    this.#unread = new Float64Array(rows * stateSize);
  }

  update(transition: Transition): void {
    this.#transitions.update(transition);
  }

  learn(batch: TransitionBatch): CuriosityUpdate {
    const { inputs, targets } = this.#model.learner;
    this.#transitions.encode(batch, inputs, targets);
    return this.#model.learn();
  }

  /** KL between the predictions after and before the last update, in nats, summed over the state. */
  measure(batch: TransitionBatch, out: Float64Array): void {
    this.#transitions.encode(batch, this.#model.inputs, this.#unread);
    this.#model.changeInto(out);
  }

  layout(): ModelLayout {
    return this.#transitions.layout();
  }

  state(): PredictiveKlState {
    return { learner: this.#model.state(), standardiser: this.#transitions.state() };
  }

  restore(state: PredictiveKlState): void {
    this.#model.restore(state.learner);
    this.#transitions.restore(state.standardiser);
  }
}
