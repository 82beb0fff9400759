import { checkSameLength } from '../autodiff/shape.ts';

/**
 * Average gradients m below this are set to 0, a departure from the paper: divided by at least adamEps they move no
 * parameter. Where no gradient comes any more (a unit that is never on), m would soon be the smallest of all numbers, and
 * processors take a hundred times as long with those. v falls a hundred times more slowly: it would take 700,000 updates.
 */
const NOTHING = 1e-200;

/** The settings of Adam; the defaults are those of Kingma and Ba 2015 and of PyTorch. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to √v̂ so that nothing is divided by zero; in units of the gradient. */
  readonly adamEps?: number;
}

/** The state of Adam between steps. */
export interface AdamState {
  readonly m: Float64Array;
  readonly v: Float64Array;
  readonly beta1Power: number;
  readonly beta2Power: number;
}

/**
 * Adam (Kingma and Ba 2015, Algorithm 1): each parameter moves by about the learning rate, in the
 * direction of the average gradient m, measured in units of its typical size √v.
 */
export class Adam {
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #adamEps: number;
  /** Running averages of the gradient and of its square, [P] each. */
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  // β₁ᵗ and β₂ᵗ, carried along by multiplication.
  #beta1Power = 1;
  #beta2Power = 1;

  /** @param parameterCount P */
  constructor(
    parameterCount: number,
    { beta1 = 0.9, beta2 = 0.999, adamEps = 1e-8 }: AdamOptions = {},
  ) {
    this.#beta1 = beta1;
    this.#beta2 = beta2;
    this.#adamEps = adamEps;
    this.#m = new Float64Array(parameterCount);
    this.#v = new Float64Array(parameterCount);
  }

  /** One update in place: parameters and grad are [P]. @throws RangeError if they are not */
  step(parameters: Float64Array, grad: Float64Array, learningRate: number): void {
    checkSameLength('Adam.step', parameters, grad);
    checkSameLength('Adam.step', parameters, this.#m);
    const m = this.#m;
    const v = this.#v;
    const beta1 = this.#beta1;
    const beta2 = this.#beta2;
    const adamEps = this.#adamEps;
    this.#beta1Power *= beta1;
    this.#beta2Power *= beta2;
    // Averages that started at 0 are too small by the factor 1 − βᵗ; this corrects both.
    const stepSize = learningRate / (1 - this.#beta1Power);
    const rootCorrection = 1 / Math.sqrt(1 - this.#beta2Power);
    for (let i = 0; i < parameters.length; i++) {
      const g = grad[i];
      const raw = beta1 * m[i] + (1 - beta1) * g;
      // By the size alone: the sign is unpredictable, and mispredicted branches took as long as all the rest.
      const mean = Math.abs(raw) < NOTHING ? 0 : raw;
      const square = beta2 * v[i] + (1 - beta2) * g * g;
      m[i] = mean;
      v[i] = square;
      parameters[i] -= (stepSize * mean) / (Math.sqrt(square) * rootCorrection + adamEps);
    }
  }

  /** A copy of the whole state. */
  state(): AdamState {
    return {
      m: this.#m.slice(),
      v: this.#v.slice(),
      beta1Power: this.#beta1Power,
      beta2Power: this.#beta2Power,
    };
  }

  /** Restores a copied state. @throws RangeError if it belongs to another number of parameters */
  restore(state: AdamState): void {
    if (state.m.length !== this.#m.length || state.v.length !== this.#v.length) {
      throw new RangeError(
        `Adam.restore: state of ${state.m.length} and ${state.v.length} parameters; expected ${this.#m.length}`,
      );
    }
    this.#m.set(state.m);
    this.#v.set(state.v);
    this.#beta1Power = state.beta1Power;
    this.#beta2Power = state.beta2Power;
  }
}
