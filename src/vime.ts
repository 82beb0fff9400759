/**
 * VIME on one page: a DQN agent that is rewarded for information about the dynamics of its environment.
 *
 * A Bayesian neural network predicts how the state changes. For each weight it holds a distribution: the beliefs. How much a transition
 * is expected to change them is its information gain; a bonus made from it is added to the reward. The loop, `train`, is at the end.
 *
 * VIME: Houthooft et al. 2016, arXiv:1605.09674. Where we depart from the paper, a comment says so. The rest of src/
 * computes the same, faster and with more options; test/vime.test.ts runs both side by side.
 * Shapes: B rows of a batch, S numbers in a state, A actions, H hidden units, P weights, I = S + A inputs of the network.
 * Operations compute their value at once; `gradientStep` goes through them backwards for the gradients of the parameters.
 */
import { add, div, matmul, mul, sub } from './autodiff/arithmetic.ts';
import { graphOf } from './autodiff/backward.ts';
import * as ops from './autodiff/elementwise.ts';
import { mean, sum } from './autodiff/reductions.ts';
import { concat, gather, reshape, slice } from './autodiff/shaping.ts';
import { constant, parameter, stopGradient, type Variable } from './autodiff/variable.ts';
import type { Environment, Start, Step } from './env/environment.ts';
import { createCar } from './env/car.ts';
import { resetSeed } from './env/resetSeed.ts';
import { View } from './env/view.ts';
import { Adam } from './optim/adam.ts';
import { averageInto } from './optim/average.ts';
import { gradientStep, type Optimised } from './optim/gradientStep.ts';
import { competeRows } from './optim/groupLasso.ts';
import { linearSchedule } from './optim/schedule.ts';
import { normal } from './math/random/normal.ts';
import { stream, type Rng } from './math/random/rng.ts';
import { fromArray, scalar, zeros } from './autodiff/tensor.ts';

const { clamp, exp, huber, log, normalCdf, normalPdf, relu, scale, softplus, sqrt, square } = ops;

// ------------------------------------------------------------------------------------- Constants
/** Values without a source were found by experiment. */
export const CONSTANTS = {
  seed: 1, // every random stream is derived from it
  episodes: 200, // of training
  evalEpisodes: 20, // greedy episodes after each of them
  // MountainCar with reward 1 at the goal and 0 elsewhere (VIME, 3)
  force: 0.001, // of a push, positions per step²; Gymnasium MountainCar-v0
  maxSteps: 200, // time limit, steps; Gymnasium MountainCar-v0
  tvChannels: 0, // state variables that are noise, drawn anew when the car coasts; 4, 8 or 16 for a noisy TV
  // Bayesian network
  bnnHidden: 32, // H, units; the authors' code
  bnnInputScale: 1.7, // factor on the state, whose variables lie in [−1, 1]
  bnnLearningRate: 2e-3, // of Adam
  bnnBatchSize: 32, // transitions in an update
  betaNll: 0.5, // β: the log likelihood of an output of noise ω has the weight ω^(2 β); Seitzer et al. 2022
  priorSd: 0.5, // standard deviation of the prior of each weight; the authors' code
  initialRho: -2.25216846104409, // ρ of each weight: σ = log(1 + e^ρ) = 0.1
  meansVariance: 0.49, // variance of a layer's initial outputs, by μ, for inputs of mean square 1
  lowestLogVariance: -7.824046010856292, // of the observation noise: ω = 0.02 standard deviations of a target
  highestLogVariance: 4, // ω = 7.4
  steepestNoiseSlope: 5, // largest slope of the noise model's loss by log ω²
  // Curiosity
  eta: 0.0035, // η, reward for a bonus of 1: a gain as large as the unit
  refreshRows: 64, // transitions measured at each step: the newest, and 63 of the memory in turn
  freezeAfter: 2000, // transitions after which the units of targets and gains stay as they are
  unitWindow: 500, // steps over which the unit of the gains is averaged
  bonusClip: 5, // largest bonus, before η
  // DQN
  hiddenWidth: 64, // units in each of two hidden layers
  gamma: 0.99, // γ, discount for each step
  nStep: 5, // rewards added up before bootstrapping
  replayCapacity: 100_000, // transitions
  batchSize: 64, // transitions in an update
  warmupSteps: 200, // environment steps before the first update
  learningRate: 1e-3, // of Adam, at the start
  learningRateEnd: 0.1, // share of it that is left at the end
  huberDelta: 1, // error, in units of reward, at which the loss turns from a parabola into a line
  maxGradNorm: 10, // longest gradient, 2-norm
  inputLasso: 0.2, // strength of the group lasso by which the inputs of the first layer compete
  tau: 0.02, // τ, share of the online weights mixed into the target network at each update
  averageWeight: 0.005, // share mixed into the averaged weights, which are evaluated
  epsilonStart: 0.05, // ε, probability that a random action begins if none still lasts, at first
  epsilonEnd: 0.01, // and after epsilonSteps
  epsilonSteps: 10_000, // environment steps from one to the other
  stickiness: 0.95, // probability that a random action lasts one more step, so 20 on average; after Dabney et al. 2020
};
export type Constants = Readonly<typeof CONSTANTS>;

// ----------------------------------------------------------------- Transitions and replay buffer
export interface Transition {
  readonly state: readonly number[]; // sₜ, [S]
  readonly action: number; // aₜ, 0 to A − 1
  readonly reward: number; // rₜ, the environment's, without bonus
  readonly nextState: readonly number[]; // sₜ₊₁, [S]
  readonly terminated: boolean; // the goal was reached: there is no future
  readonly truncated: boolean; // the time limit was reached: the environment would have gone on
}

/** f(0), f(1), …, f(count − 1) */
const times = <T>(count: number, f: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => f(i));

/** Slots of `count` transitions of the replay buffer, uniform with replacement. Mnih et al. 2015. */
const sample = (replay: readonly Transition[], count: number, rng: Rng): number[] =>
  times(count, () => rng.integer(replay.length));

// ------------------------------------------------------------------------------- Neural networks
type Layer = readonly [weight: Variable, bias: Variable]; // W [in, out], b [out]

/** The layers of a network of these widths, as views of one vector [P]: W₁, b₁, W₂, b₂, ... */
export function layersOf(vector: Variable, sizes: readonly number[]): Layer[] {
  let end = 0;
  return sizes.slice(1).map((outputs, n) => {
    const start = end;
    const middle = start + sizes[n] * outputs;
    end = middle + outputs;
    const weight = reshape(slice(vector, 0, start, middle), [sizes[n], outputs]);
    return [weight, slice(vector, 0, middle, end)];
  });
}

/** x W + b, [B, in] → [B, out] */
export const linear = (x: Variable, [w, b]: Layer): Variable => add(matmul(x, w), b);

/** Initial weights and biases [P], those of layer n drawn by `draw(n)`. */
const initialWeights = (sizes: readonly number[], draw: (n: number) => number): number[] =>
  sizes.slice(1).flatMap((outputs, n) => times((sizes[n] + 1) * outputs, () => draw(n)));

/** Weights that learn, and their optimiser. */
export const optimised = (values: readonly number[]): Optimised => ({
  parameters: parameter(fromArray(values)),
  optimiser: new Adam(values.length),
});

const matrix = (rows: readonly (readonly number[])[]): Variable =>
  constant(fromArray(rows.flat(), [rows.length, rows[0].length])); // [rows, columns]

// --------------------------------------------------------- Beliefs: mean-field Bayesian network
/** q(θ; φ) = Πᵢ N(θᵢ; μᵢ, σᵢ²), a Gaussian for each weight (VIME, 2.5), and the observation noise. */
export interface Beliefs {
  readonly sizes: readonly [inputs: number, hidden: number, outputs: number]; // I, H, S
  readonly phi: Optimised; // φ = (μ, ρ), [2 P]
  readonly noise: Optimised; // weights of log ω² = (E[h], x) W + b, [(H + I + 1) S]
}

/** Before any data: small random μ, every σ equal, ω = 1. */
function createBeliefs(S: number, A: number, c: Constants, rng: Rng): Beliefs {
  const [I, H] = [S + A, c.bnnHidden];
  const nonZero = [S + 1, H]; // inputs of each layer that are not 0: one action is 1, the others 0
  const draw = (n: number): number => Math.sqrt(c.meansVariance / nonZero[n]) * normal(1, rng)[0];
  const mu = initialWeights([I, H, S], draw);
  const phi = optimised([...mu, ...mu.map(() => c.initialRho)]);
  return { sizes: [I, H, S], phi, noise: optimised(new Array((H + I + 1) * S).fill(0)) };
}

/** μ and σ = log(1 + e^ρ) of every weight, [P] each. VIME, 2.5. */
export function posterior({ phi: { parameters } }: Beliefs) {
  const P = parameters.value.size / 2;
  return { mu: slice(parameters, 0, 0, P), sigma: softplus(slice(parameters, 0, P, 2 * P)) };
}

/** Of a layer's random numbers, [B, width] each. */
type Moments = readonly [mean: Variable, variance: Variable];

/**
 * Moments of x W + b with independent x, W and b: E[x] μ + μ_b and E[x²] σ² + Var[x] μ² + σ_b².
 * Departure: the paper draws the outputs (VIME, 2.5). With one hidden layer their moments have a closed form.
 */
export function linearMoments([m, v]: Moments, mu: Layer, sigmaSquared: Layer): Moments {
  const bySigma = linear(add(square(m), v), sigmaSquared); // E[x²] σ² + σ_b², [B, out]
  const byInput = matmul(v, square(mu[0])); // Var[x] μ², [B, out]
  return [linear(m, mu), add(bySigma, byInput)];
}

/** Moments of h = max(z, 0) for z ~ N(m, v). Frey and Hinton 1999. */
function rectifiedMoments([m, v]: Moments): Moments {
  const s = sqrt(v); // [B, H], as all here
  const cdf = normalCdf(div(m, s)); // Φ(m / s)
  const first = add(mul(m, cdf), mul(s, normalPdf(div(m, s)))); // E[h] = m Φ + s Φ′
  const second = add(mul(m, first), mul(v, cdf)); // E[h²] = m E[h] + v Φ
  return [first, sub(second, square(first))];
}

/** What the network sees: scaled state, one-hot action, [B, I]; what it predicts: standardised change of the state, [B, S]. */
export type Data = Readonly<Record<'x' | 'y', Variable>>;

/** sₜ₊₁ − sₜ, [S] */
const changeOf = ({ state, nextState }: Transition): number[] =>
  nextState.map((next, i) => next - state[i]);

/** Mean and standard deviation of the changes of the state, [N, S] → [S] each: targets divided by it have equal weight. */
function changeUnits(changes: Variable): readonly [center: Variable, sd: Variable] {
  const center = mean(changes, 0);
  const variance = mean(square(sub(changes, center)), 0);
  return [center, clamp(sqrt(variance), 1e-6, Infinity)]; // what never changes has deviation 0
}

/**
 * Prediction of f(x; θ) under q, its moments in closed form, and log ω² of the observation noise: y = f(x; θ) + ω ε.
 * Departure: the paper fixes ω. Here log ω² is linear in E[h] and x (Nix and Weigend 1994): what is noise soon has a large ω², and
 * then there is next to nothing to learn from it. `stopGradient` keeps both apart: `loss` changes φ only, `noiseLoss` the noise only.
 */
export function predict(beliefs: Beliefs, x: Variable, c: Constants) {
  const [I, H, S] = beliefs.sizes;
  const { mu, sigma } = posterior(beliefs);
  const [mu1, mu2] = layersOf(mu, beliefs.sizes);
  const [sigmaSquared1, sigmaSquared2] = layersOf(square(sigma), beliefs.sizes);
  const known: Moments = [x, constant(zeros([x.value.shape[0], I]))]; // of variance 0
  const h = rectifiedMoments(linearMoments(known, mu1, sigmaSquared1)); // [B, H]
  const [m, variance] = linearMoments(h, mu2, sigmaSquared2); // of f, [B, S]
  const [noiseLayer] = layersOf(beliefs.noise.parameters, [H + I, S]);
  const unbounded = linear(concat([stopGradient(h[0]), x], 1), noiseLayer); // [B, S]
  const logVariance = clamp(stopGradient(unbounded), c.lowestLogVariance, c.highestLogVariance); // log ω²
  return { m, variance, logVariance, unbounded };
}

/** KL[q ‖ N(0, priorSd²)] = Σ ½ (σ² + μ²) / priorSd² − log(σ / priorSd) − ½, in nats, []. VIME, 2.3. */
export function klFromPrior(beliefs: Beliefs, priorSd: number): Variable {
  const { mu, sigma } = posterior(beliefs);
  const ratio = scale(sigma, 1 / priorSd); // [P]
  const squares = add(square(ratio), square(scale(mu, 1 / priorSd))); // [P]
  return sum(sub(sub(scale(squares, 0.5), log(ratio)), constant(scalar(0.5))));
}

/**
 * Losses []. `loss` is minus the evidence lower bound E_q[log p(D | θ)] − KL[q(θ; φ) ‖ p(θ)] (VIME, 2.3) per datum: the batch stands
 * for all `dataCount` data. E_q[log p] of an output is −½ (E[(y − f)²] / ω² + log ω² + log 2π). Departure: here it has the weight ω^(2 β),
 * so that outputs of little noise do not outweigh all others. With β > 0 the sum is no lower bound.
 */
export function losses(beliefs: Beliefs, { x, y }: Data, dataCount: number, c: Constants) {
  const { m, variance, logVariance, unbounded } = predict(beliefs, x, c);
  const squaredError = add(square(sub(m, y)), variance); // E[(y − f)²] = (y − E f)² + Var f, [B, S]
  const relativeError = mul(squaredError, exp(scale(logVariance, -1))); // E[(y − f)²] / ω², [B, S]
  const terms = add(add(relativeError, logVariance), constant(scalar(1.8378770664093453))); // + log 2π
  const likelihood = scale(sum(mul(exp(scale(logVariance, c.betaNll)), terms)), -0.5); // Σ ω^(2 β) E_q[log p], []
  const B = x.value.shape[0];
  const loss = sub(scale(klFromPrior(beliefs, c.priorSd), 1 / dataCount), scale(likelihood, 1 / B));
  // The slope of −E_q[log p] by log ω² is ½ (1 − E[(y − f)²] / ω²). `noiseLoss` has the same slope, but at least −steepestNoiseSlope, so
  // that one outcome cannot overturn the estimate, and 0 where a step would lead log ω² further out of its bounds.
  const slopes = Array.from(unbounded.value.data, (raw, i) => {
    const slope = Math.max(0.5 - 0.5 * relativeError.value.data[i], -c.steepestNoiseSlope);
    const isOutward = slope > 0 ? raw < c.lowestLogVariance : raw > c.highestLogVariance;
    return isOutward ? 0 : slope / B;
  });
  const noiseLoss = sum(mul(constant(fromArray(slopes, unbounded.value.shape)), unbounded));
  return { loss, noiseLoss };
}

/** One step of Adam down both losses. Returns minus `loss` before the step. */
function updateBeliefs(beliefs: Beliefs, data: Data, dataCount: number, c: Constants): number {
  const { loss, noiseLoss } = losses(beliefs, data, dataCount, c);
  gradientStep(graphOf(add(loss, noiseLoss)), [beliefs.phi, beliefs.noise], c.bnnLearningRate);
  return -loss.value.data[0];
}

// -------------------------------------------------------- Curiosity: information gain and bonus
/**
 * Expected information gain of states and actions, in nats, [B]: the mutual information of outcome and weights (VIME, 2.2), how far the
 * outcome is expected to move the beliefs, E_y D_KL[p(θ | y) ‖ p(θ)]. For Gaussian predictions it is
 * H[y] − H[y | θ] = ½ log(Var f + ω²) − ½ log ω² = ½ log(1 + Var f / ω²), summed over outputs (OPAX: Sukhija et al. 2023).
 * Departure: the paper measures the outcome that came, D_KL[q(θ; φₜ₊₁) ‖ q(θ; φₜ)]
 * (curiosity/vime/informationGain.ts), which grows with the squared error and so pays for noise much longer.
 */
export function expectedGains(beliefs: Beliefs, x: Variable, c: Constants): number[] {
  const { variance, logVariance } = predict(beliefs, x, c);
  const ratio = mul(variance, exp(scale(logVariance, -1))); // Var f / ω², [B, S]
  return [...sum(scale(log(add(ratio, constant(scalar(1)))), 0.5), 1).value.data];
}

/**
 * gain / unit, at most `bonusClip`. Departure: the paper's unit is the mean of the medians of a fixed number of trajectories (VIME, 2.5).
 * Ours is the median of the gains measured in a step, averaged over `unitWindow` steps and fixed after `freezeAfter`: a unit that fell
 * with the gains would keep the bonus of noise near 1.
 */
const bonusOf = (gain: number, unit: number, c: Constants): number =>
  unit > 0 ? Math.min(gain / unit, c.bonusClip) : 0;

/** The middle value, or the mean of the two middle ones. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(values.length - 1) >> 1] + sorted[values.length >> 1]) / 2;
}

// ----------------------------------------------------------------- DQN: n-step double Q-learning
export interface Dqn {
  readonly sizes: readonly number[]; // S, 64, 64, A
  readonly online: Optimised; // weights that learn, [P]
  readonly target: Variable; // a slow copy, for the targets, [P]
  readonly average: Variable; // a slower copy, for evaluation, [P]
}

/** Weights and biases uniform in ±1/√inputs, PyTorch's default. */
function createDqn(S: number, A: number, c: Constants, rng: Rng): Dqn {
  const sizes = [S, c.hiddenWidth, c.hiddenWidth, A];
  const weights = initialWeights(sizes, (n) => (2 * rng.uniform53() - 1) / Math.sqrt(sizes[n]));
  const copy = (): Variable => constant(fromArray(weights));
  return { sizes, online: optimised(weights), target: copy(), average: copy() };
}

/** Q(s, a) of every action: linear layers with ReLU between, [B, S] → [B, A]. */
function qValues(weights: Variable, { sizes }: Dqn, states: Variable): Variable {
  const [first, second, last] = layersOf(weights, sizes);
  return linear(relu(linear(relu(linear(states, first)), second)), last);
}

/** The best action for each state, the lowest on a tie, [B]. */
function greedyActions(weights: Variable, dqn: Dqn, states: Variable): number[] {
  const A = dqn.sizes[3];
  const values = qValues(stopGradient(weights), dqn, states).value.data; // [B, A]
  return times(values.length / A, (row) => {
    const q = values.subarray(row * A, (row + 1) * A);
    return q.indexOf(Math.max(...q));
  });
}

/** m ≤ n steps as one: reward is R = Σᵢ γⁱ rₜ₊ᵢ, i < m; nextState is sₜ₊ₘ; discount is γᵐ. */
type NStepTransition = Transition & { readonly discount: number };

/**
 * One step of Adam down the Huber loss of Q(s, a) − y, where y = R + γᵐ Q⁻(s′, argmaxₐ Q(s′, a)); y = R at the goal, but not at the
 * time limit, where the episode is cut and the task would go on. The online network Q selects the next action, the target network Q⁻
 * evaluates it (double DQN, van Hasselt et al. 2016). Both copies then move towards the online weights. Returns the loss before the step.
 */
function updateQ(dqn: Dqn, batch: readonly NStepTransition[], rate: number, c: Constants): number {
  const [S, H, , A] = dqn.sizes;
  const online = dqn.online.parameters;
  const nextStates = matrix(batch.map(({ nextState }) => nextState)); // [B, S]
  const best = greedyActions(online, dqn, nextStates); // argmaxₐ Q(s′, a), [B]
  const nextValues = qValues(dqn.target, dqn, nextStates).value.data; // Q⁻(s′, ·), [B, A]
  const future = best.map((action, row) => nextValues[row * A + action]); // [B]
  const tdTargets = batch.map((t, row) => t.reward + (t.terminated ? 0 : t.discount * future[row])); // y, [B]
  const values = qValues(online, dqn, matrix(batch.map(({ state }) => state))); // Q(s, ·), [B, A]
  const actions = Int32Array.from(batch, ({ action }) => action); // [B]
  const tdErrors = sub(gather(values, actions), constant(fromArray(tdTargets))); // Q(s, a) − y, [B]
  const loss = mean(huber(tdErrors, c.huberDelta)); // []
  gradientStep(graphOf(loss), [dqn.online], rate, c.maxGradNorm);
  // Group lasso: the weights of each input in W₁ shrink by rate · inputLasso in norm, then W₁ is scaled to its old norm: inputs compete.
  competeRows(online.value.data.subarray(0, S * H), H, rate * c.inputLasso);
  averageInto(dqn.target.value.data, online.value.data, c.tau);
  averageInto(dqn.average.value.data, online.value.data, c.averageWeight);
  return loss.value.data[0];
}

// ------------------------------------------------------------------------------------- The loop
/** An observation as networks see it, each variable in [−1, 1], [S]. */
const see = (env: Environment, observation: Float64Array): number[] =>
  Array.from(new View(env.observationSpace, 'scaled').see(observation));

/** VIME, Algorithm 1, with DQN. Yields what each step of the environment did; null: nothing yet. */
export function* train(c: Constants = CONSTANTS) {
  const env = createCar({ ...c, reward: 'sparse' });
  const [S, A] = [env.observationSpace.low.length, env.actionSpace.n];
  const rngs = ['policy', 'replay', 'bnn.replay'].map((purpose) => stream(c.seed, purpose));
  const [policyRng, replayRng, bnnReplayRng] = rngs;
  const beliefs = createBeliefs(S, A, c, stream(c.seed, 'bnn.init'));
  const dqn = createDqn(S, A, c, stream(c.seed, 'dqn.init'));
  const replay: Transition[] = []; // by slot; when it is full, the newest replaces the oldest
  const gains: number[] = []; // information gain by slot, as last measured, in nats
  const changes: number[][] = []; // of the state in the first transitions, [≤ freezeAfter, S]
  let [center, sd] = changeUnits(constant(zeros([1, S]))); // of the targets, [S]; fixed after freezeAfter steps
  const medians: number[] = []; // of the gains measured in each of the first `freezeAfter` steps, in nats
  let unit = 0; // of the bonus: the mean of the last `unitWindow` of them
  let [newest, cursor, envSteps] = [-1, 0, 0]; // slots of the newest transition and of the next to be measured again; steps so far

  // The line this project is about (VIME, 2.2): reward + η bonus.
  const rewardOf = (slot: number): number =>
    replay[slot].reward + c.eta * bonusOf(gains[slot], unit, c);

  const encode = (slots: readonly number[]): Data => {
    const batch = slots.map((slot) => replay[slot]);
    const inputs = batch.map(({ state, action }) => [
      ...state.map((s) => c.bnnInputScale * s),
      ...times(A, (a) => Number(a === action)),
    ]);
    return { x: matrix(inputs), y: div(sub(matrix(batch.map(changeOf)), center), sd) };
  };

  /** n steps from a slot on, fewer if the episode ends (goal or time limit) or at the newest transition. Sutton and Barto 2018, 7.1. */
  const nSteps = (slot: number, n: number): NStepTransition => {
    const { state, action, terminated, truncated } = replay[slot];
    const one = { ...replay[slot], reward: rewardOf(slot), discount: c.gamma };
    if (n === 1 || terminated || truncated || slot === newest) return one;
    const rest = nSteps((slot + 1) % c.replayCapacity, n - 1);
    const reward = one.reward + c.gamma * rest.reward;
    return { ...rest, state, action, reward, discount: c.gamma * rest.discount };
  };

  for (let episode = 1; episode <= c.episodes; episode++) {
    const progress = (episode - 1) / c.episodes;
    const rate = linearSchedule(c.learningRate, c.learningRate * c.learningRateEnd, progress);
    let state = see(env, env.reset(resetSeed(c.seed, `training/${episode}`)).observation);
    let [randomAction, stepsLeft] = [0, 0]; // the random action, and the steps that it still lasts
    for (let isOver = false; !isOver; stepsLeft = Math.max(0, stepsLeft - 1)) {
      // Act: greedily, unless a random action lasts on or, with probability ε, begins. Departure: the paper's policy draws all its actions.
      const epsilon = linearSchedule(c.epsilonStart, c.epsilonEnd, envSteps / c.epsilonSteps);
      if (stepsLeft === 0 && policyRng.uniform() < epsilon) {
        [randomAction, stepsLeft] = [policyRng.integer(A), 1];
        while (policyRng.uniform() < c.stickiness) stepsLeft++;
      }
      const [greedy] = greedyActions(dqn.online.parameters, dqn, matrix([state]));
      const action = stepsLeft > 0 ? randomAction : greedy;
      const { observation, reward, terminated, truncated } = env.step(action);
      const nextState = see(env, observation);
      const transition = { state, action, reward, nextState, terminated, truncated };

      // Remember.
      newest = envSteps % c.replayCapacity;
      replay[newest] = transition;
      envSteps++;
      const isFrozen = envSteps > c.freezeAfter;
      if (!isFrozen) changes.push(changeOf(transition));
      if (!isFrozen) [center, sd] = changeUnits(matrix(changes));

      // Update the beliefs on a batch from memory.
      let objective: number | null = null;
      if (replay.length >= c.bnnBatchSize) {
        const data = encode(sample(replay, c.bnnBatchSize, bnnReplayRng));
        objective = updateBeliefs(beliefs, data, replay.length, c);
      }

      // Measure the newest transition, and others in turn again. Departure: the paper measures each once.
      const slots = [newest, ...times(c.refreshRows - 1, (i) => (cursor + i) % replay.length)];
      const measured = expectedGains(beliefs, encode(slots).x, c);
      slots.forEach((slot, row) => (gains[slot] = measured[row]));
      cursor = (cursor + c.refreshRows - 1) % replay.length;
      if (!isFrozen) medians.push(median(measured));
      unit = mean(constant(fromArray(medians.slice(-c.unitWindow)))).value.data[0];
      const [gain, bonus] = [gains[newest], bonusOf(gains[newest], unit, c)];

      // Update Q on another batch, from reward + η bonus.
      let qLoss: number | null = null;
      if (envSteps >= c.warmupSteps && replay.length >= c.batchSize) {
        const batch = sample(replay, c.batchSize, replayRng).map((slot) => nSteps(slot, c.nStep));
        qLoss = updateQ(dqn, batch, rate, c);
      }

      state = transition.nextState;
      isOver = terminated || truncated;
      const greedyLength = isOver ? evaluate(dqn, episode, c) : null; // steps, once an episode
      yield { episode, transition, objective, gain, bonus, qLoss, greedyLength, beliefs, dqn };
    }
  }
}

/** Mean length of greedy episodes by the averaged weights (Polyak and Juditsky 1992), in steps. */
function evaluate(dqn: Dqn, episode: number, c: Constants): number {
  const env = createCar({ ...c, reward: 'sparse' });
  let steps = 0;
  for (let i = 0; i < c.evalEpisodes; i++) {
    let now: Start & Partial<Step> = env.reset(resetSeed(c.seed, `evaluation/${episode}/${i + 1}`));
    for (; !now.terminated && !now.truncated; steps++) {
      const [action] = greedyActions(dqn.average, dqn, matrix([see(env, now.observation)]));
      now = env.step(action);
    }
  }
  return steps / c.evalEpisodes;
}
