/**
 * Curiosity: a Bayesian network that predicts what the world will do next, and the bonus for transitions that
 * would change its mind.
 *
 * The model sees the state and the action and predicts the change of the state. Each environment step it (1)
 * learns from a batch of remembered transitions and (2) measures anew what the newest transition and a few
 * older ones, taken in turn, would still teach it. So the bonus of an old transition fades as the model comes
 * to know that part of the world, at a cost for each step that does not grow with the memory.
 */
import { Bnn, type BnnState, type BnnUpdate } from '../bnn/bnn.ts';
import type { LikelihoodKind } from '../bnn/likelihood.ts';
import type { Rng } from '../random/rng.ts';
import type { ReplayBuffer } from '../replay/replayBuffer.ts';
import { batchGain } from './batchGain.ts';
import {
  descentGain,
  type GainDirection,
  type GainMeter,
  type StepKind,
} from './informationGain.ts';
import { gainBonus, RecentMedians, type KlScaleKind, type MediansState } from './klScale.ts';
import { Standardiser, type StandardiserState } from './standardiser.ts';

export interface VimeOptions {
  readonly hidden: number;
  readonly inputScale: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly priorSd: number;
  readonly initialSigma: number;
  readonly likelihoodSd: number;
  readonly likelihood: LikelihoodKind;
  readonly samples: number;
  /** Transitions after which the units of the targets stay fixed. */
  readonly freezeAfter: number;
  /** Stored transitions whose gain is measured anew at each step, the newest included. */
  readonly refreshRows: number;
  /** Episodes from one refresh of the whole memory to the next; 0: never, the rolling one is enough. */
  readonly wholeRefreshEvery: number;
  /** By the second-order form for a whole batch, or by real gradient steps, one transition at a time. */
  readonly gainMethod: 'second-order' | 'descent';
  /** For `descent`: which KL, and the steps taken. To second order both directions are equal. */
  readonly gainDirection: GainDirection;
  readonly gainStepKind: StepKind;
  readonly gainSteps: number;
  readonly gainStepSize: number;
  readonly klScale: KlScaleKind;
  readonly bonusRoot: boolean;
  readonly bonusClip: number;
}

/** Everything curiosity remembers between episodes and steps. */
export interface VimeState {
  readonly bnn: BnnState;
  readonly standardiser: StandardiserState;
  readonly medians: MediansState;
  /** The stored transition whose turn it is to be measured anew. */
  readonly cursor: number;
}

export class Vime {
  readonly bnn: Bnn;
  readonly standardiser: Standardiser;
  readonly #options: VimeOptions;
  readonly #actionCount: number;
  readonly #gain: GainMeter;
  readonly #medians = new RecentMedians();
  readonly #slots: Int32Array;
  readonly #change: Float64Array;
  #cursor = 0;

  constructor(options: VimeOptions, stateSize: number, actionCount: number, rng: Rng) {
    this.#options = options;
    this.#actionCount = actionCount;
    this.bnn = new Bnn(
      {
        ...options,
        kind: options.likelihood,
        sizes: [stateSize + actionCount, options.hidden, stateSize],
        activeInputs: stateSize + 1,
      },
      rng,
    );
    this.standardiser = new Standardiser(stateSize, options.freezeAfter);
    const { posterior } = this.bnn;
    const likelihood = { ...options, kind: options.likelihood };
    this.#gain =
      options.gainMethod === 'second-order'
        ? batchGain(posterior, options.refreshRows, likelihood)
        : descentGain(posterior, options.refreshRows, {
            ...likelihood,
            optimiser: options.gainStepKind,
            stepSize: options.gainStepSize,
            steps: options.gainSteps,
            direction: options.gainDirection,
          });
    this.#slots = new Int32Array(options.batchSize);
    this.#change = new Float64Array(stateSize);
  }

  /** Takes note of the newest transition: what changes of state are usual. */
  observe(replay: ReplayBuffer): void {
    const S = replay.stateSize;
    const start = replay.newest * S;
    for (let i = 0; i < S; i++) {
      this.#change[i] = replay.nextStates[start + i] - replay.states[start + i];
    }
    this.standardiser.observe(this.#change);
  }

  /** One update of the beliefs on a batch of remembered transitions. */
  learn(replay: ReplayBuffer, sampling: Rng, noise: Rng): BnnUpdate {
    replay.sample(this.#slots, sampling);
    for (let row = 0; row < this.#slots.length; row++) {
      this.#encode(replay, this.#slots[row], row, this.bnn.inputs, this.bnn.targets);
    }
    return this.bnn.learn(replay.size, noise);
  }

  /**
   * Measures the information gain of the newest transition, and of the next few in turn around the memory,
   * and stores it there.
   *
   * @returns the gain of the newest transition, in nats
   */
  measure(replay: ReplayBuffer, noise: Rng): number {
    const { refreshRows, klScale } = this.#options;
    const newest = replay.newest;
    const slotOf = (row: number): number =>
      row === 0 ? newest : (this.#cursor + row - 1) % replay.size;
    const gains = this.#measureSlots(replay, slotOf, noise);
    this.#cursor = (this.#cursor + refreshRows - 1) % replay.size;
    if (klScale === 'medians') this.#medians.observe(gains[0]);
    return gains[0];
  }

  /** Measures and stores the gain of the transition in slot `slotOf(row)`, for each row of a batch. */
  #measureSlots(replay: ReplayBuffer, slotOf: (row: number) => number, noise: Rng): Float64Array {
    const { refreshRows } = this.#options;
    for (let row = 0; row < refreshRows; row++) {
      this.#encode(replay, slotOf(row), row, this.#gain.x, this.#gain.y);
    }
    const gains = this.#gain.measure(noise);
    for (let row = 0; row < refreshRows; row++) replay.setGain(slotOf(row), gains[row]);
    return gains;
  }

  /** Closes an episode; every `wholeRefreshEvery` of them measures all stored gains anew. */
  endEpisode(replay: ReplayBuffer, episode: number, noise: Rng): void {
    this.#medians.endEpisode();
    const { wholeRefreshEvery } = this.#options;
    if (wholeRefreshEvery > 0 && episode % wholeRefreshEvery === 0) this.measureAll(replay, noise);
  }

  /** Measures the information gain of every stored transition at the present beliefs, and stores it there. */
  measureAll(replay: ReplayBuffer, noise: Rng): void {
    const { refreshRows } = this.#options;
    for (let start = 0; start < replay.size; start += refreshRows) {
      this.#measureSlots(replay, (row) => (start + row) % replay.size, noise);
    }
  }

  /** The bonus of a stored transition, about 1 for a typical one; eta turns it into reward. */
  bonus(replay: ReplayBuffer, slot: number): number {
    return this.bonusOf(replay.gains[slot], replay);
  }

  /** The bonus for any gain, in units of what is typical of a memory. */
  bonusOf(gain: number, replay: ReplayBuffer): number {
    const { klScale, bonusRoot, bonusClip } = this.#options;
    const scale = klScale === 'mean' ? replay.meanGain : this.#medians.value;
    return gainBonus(gain, scale, bonusRoot, bonusClip);
  }

  /** A copy of the whole state. */
  state(): VimeState {
    return {
      bnn: this.bnn.state(),
      standardiser: this.standardiser.state(),
      medians: this.#medians.state(),
      cursor: this.#cursor,
    };
  }

  /** Goes on from a copied state. @throws RangeError if it belongs to a model of another size */
  restore(state: VimeState): void {
    this.bnn.restore(state.bnn);
    this.standardiser.restore(state.standardiser);
    this.#medians.restore(state.medians);
    this.#cursor = state.cursor;
  }

  /** Writes a transition as the model sees it: scaled state and one-hot action, standardised change. */
  #encode(replay: ReplayBuffer, slot: number, row: number, x: Float64Array, y: Float64Array): void {
    const S = replay.stateSize;
    const A = this.#actionCount;
    const start = slot * S;
    const into = row * (S + A);
    for (let i = 0; i < S; i++) {
      const change = replay.nextStates[start + i] - replay.states[start + i];
      x[into + i] = this.#options.inputScale * replay.states[start + i];
      y[row * S + i] =
        (change - this.standardiser.mean[i]) / this.standardiser.standardDeviation(i);
    }
    for (let a = 0; a < A; a++) x[into + S + a] = replay.actions[slot] === a ? 1 : 0;
  }
}
