/**
 * A small Bayesian network that fits a curve through points: y = f(x) + noise, on [−1, 1]. The same beliefs, bound and expected gain as in
 * the agent `vime`, where they can be seen at once.
 *
 * The network sees x as overlapping bumps, so that what it learns in one place says little of the others.
 */
import { Bnn } from '../../bnn/bnn.ts';
import { predictiveMoments } from '../../bnn/predictive.ts';
import { expectedGain } from '../../curiosity/vime/expectedGain.ts';
import { constant } from '../../autodiff/variable.ts';
import { zeros } from '../../autodiff/tensor.ts';
import { exp } from '../../math/numerics/exp.ts';
import { stream, type Rng } from '../../math/random/rng.ts';
import { GRID, type Curve, type Point } from './protocol.ts';

/** Standard deviation of a point around the curve. */
const NOISE = 0.05;

// Found by experiment: with four points the error bars between them are three times as long as at them.
const BUMPS = 12;
const WIDTH = 0.15;
const HIDDEN = 8;
const BATCH = 16;
const OPTIONS = {
  sizes: [BUMPS, HIDDEN, 1],
  activeInputs: 3,
  initialSigma: 0.1, // it fits first, then forgets what no point tells
  priorSd: 1,
  noise: 'fixed',
  likelihoodSd: NOISE,
  noiseFloor: NOISE,
  betaNll: 0,
  kind: 'exact',
  samples: 1,
  batchSize: BATCH,
  learningRate: 0.02,
} as const;

export class CurveModel {
  readonly #bnn: Bnn;
  readonly #rng: Rng;
  readonly #grid: Float64Array;
  readonly #gain: ReturnType<typeof expectedGain>;
  #points: readonly Point[] = [];
  #updates = 0;

  constructor(seed: number) {
    this.#bnn = new Bnn(OPTIONS, stream(seed, 'curve.init'));
    this.#rng = stream(seed, 'curve.batch');
    this.#grid = Float64Array.from({ length: GRID }, (_, i) => (2 * i) / (GRID - 1) - 1);
    const { posterior, likelihood } = this.#bnn;
    this.#gain = expectedGain(posterior, GRID, likelihood);
    this.#grid.forEach((x, row) => bumpsInto(this.#gain.x, row, x));
  }

  /** From now on it learns from these; what it believes stays. */
  set(points: readonly Point[]): void {
    this.#points = [...points];
  }

  /** So many updates, each on a batch of the points; without points nothing. */
  learn(updates: number): void {
    const points = this.#points;
    if (points.length === 0) return;
    const { inputs, targets } = this.#bnn;
    for (let n = 0; n < updates; n++) {
      for (let row = 0; row < BATCH; row++) {
        const { x, y } = points[this.#rng.integer(points.length)];
        bumpsInto(inputs, row, x);
        targets[row] = y;
      }
      this.#bnn.learn(points.length, this.#rng);
      this.#updates++;
    }
  }

  curve(): Curve {
    const x = constant(zeros([GRID, BUMPS]));
    x.value.data.set(this.#gain.x);
    const { mean, variance } = predictiveMoments(this.#bnn.posterior, x).output;
    return {
      x: this.#grid.slice(),
      mean: mean.value.data.slice(),
      model: variance.value.data.map(Math.sqrt),
      gain: this.#gain.measure(this.#rng).slice(),
      updates: this.#updates,
    };
  }
}

/** What the network sees of x, in a row of its inputs. */
function bumpsInto(inputs: Float64Array, row: number, x: number): void {
  for (let k = 0; k < BUMPS; k++) {
    const distance = (x - ((2 * k) / (BUMPS - 1) - 1)) / WIDTH;
    inputs[row * BUMPS + k] = exp(-0.5 * distance * distance);
  }
}
