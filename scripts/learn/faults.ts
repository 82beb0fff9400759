/**
 * Faults for the exercises in which a changed line is to be found: what is put into the learner's copy of a file, and what a run
 * then does. Each `find` stands in its file exactly once.
 */
import type { Topic } from './exercise.ts';

/** What a run records of an episode, or what is computed of it afterwards. */
export type Series =
  | 'value'
  | 'evalScore'
  | 'qLoss'
  | 'objective'
  | 'noveltyMean'
  | 'intrinsicReturn'
  | 'uncertainty'
  | 'sigma';

export interface Fault {
  readonly name: string;
  readonly topic: Topic;
  /** What is seen, in one line; it gives nothing away. */
  readonly title: string;
  /** From `src/`. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** What the curves show, in words. */
  readonly symptom: string;
  /** Settings of the run that shows it. */
  readonly run: Readonly<Record<string, unknown>>;
  readonly series: readonly Series[];
  /** Whether the states that were visited are shown, too. */
  readonly hasMap?: true;
  readonly hints: readonly string[];
  /** What the fault was. */
  readonly said: string;
}

/** Small enough for some seconds. */
const SMALL = { seed: 1, evalEpisodes: 1, finalEpisodes: 1, inputLasso: 0, learningRateEnd: 1 };

/** The car, far from the goal, at a cost of 1 a step. */
const COSTLY = {
  ...SMALL,
  agent: 'dqn',
  reward: 'dense',
  scaleReward: false,
  gamma: 0.9,
  warmupSteps: 64,
  learningRate: 5e-3,
  tau: 0.1,
};

/** A small sea, whose treasure chance soon finds. */
const SEA = { ...SMALL, env: 'deep-sea', warmupSteps: 64, hiddenWidth: 32 };

/** An agent with its curiosity, in its first episodes; what the defaults may come to be does not matter. */
const CURIOUS = {
  ...SMALL,
  agent: 'vime',
  nStep: 8,
  betaNll: 1,
  randomRepeat: 'once',
  episodes: 10,
};

export const FAULTS = [
  {
    name: 'debug-stairs',
    topic: 'values',
    title: 'Values that do not wait for the copy',
    file: 'dqn/dqn.ts',
    find: 'targetNext = networkFunction(this.target,',
    replace: 'targetNext = networkFunction(this.online,',
    symptom:
      'The car is far from the goal, and each step costs 1. The target network is copied after every 200 updates only, so that between two copies a value can fall by no more than 1: the right curve is a staircase. The values of this agent fall to −90 within a quarter of the run.',
    run: {
      ...COSTLY,
      gamma: 0.99,
      nStep: 1,
      targetUpdate: 'updates',
      targetEvery: 200,
      learningRate: 1e-2,
      maxSteps: 30,
      episodes: 60,
    },
    series: ['value'],
    hints: [
      'The target of a value is r + γ times the value of the next state. Which network has to say what the next state is worth?',
      'There are three vectors of weights: those that learn, those for the targets, and an average. Look at who reads which.',
      'The graphs of both networks for the next states are built in the constructor of Dqn.',
    ],
    said: 'The target came from the network that learns. It then moves with every update, and values chase themselves: here it is only fast, with other settings it diverges.',
  },
  {
    name: 'debug-treasure',
    topic: 'returns',
    title: 'One treasure, and a value of two',
    file: 'replay/nStep.ts',
    find: 'if (replay.terminated[slot] || replay.truncated[slot] || slot === newest) break;',
    replace: 'if (slot === newest) break;',
    symptom:
      'The environment deep-sea (docs/environments.md) with three rows: an episode has three steps, and at its end there may be a treasure worth 1. Nothing else is worth more than 0, so no value can be above 1. Up to six rewards are added before bootstrapping. The values of this agent go on to almost 2, although it plays as well as the other.',
    run: {
      ...SEA,
      agent: 'dqn',
      size: 3,
      nStep: 6,
      epsilonStart: 0.5,
      epsilonSteps: 400,
      learningRate: 1e-2,
      tau: 0.1,
      episodes: 300,
    },
    series: ['value', 'evalScore'],
    hints: [
      'A value of 2 is two treasures. How could a return hold more than one?',
      'Six steps are two episodes of this sea. What ends the sum of rewards?',
      'The walk through the memory is the inner loop of gatherNStep.',
    ],
    said: 'The sum of rewards ran on across the end of the episode, into the next one in memory.',
  },
  {
    name: 'debug-values',
    topic: 'returns',
    title: 'Values that stop halfway',
    file: 'replay/nStep.ts',
    find: 'isEnd = replay.terminated[slot] || (truncationEnds && replay.truncated[slot])',
    replace: 'isEnd = replay.terminated[slot] || replay.truncated[slot]',
    symptom:
      'The car is far from the goal. Each step costs 1, and the discount is 0.9, so a state is worth −1 − 0.9 − 0.81 − ... = −10. Episodes are cut after 10 steps. The values of this agent stay well above −10, and its loss does not vanish.',
    run: { ...COSTLY, maxSteps: 10, episodes: 120 },
    series: ['value', 'qLoss'],
    hints: [
      'What is worth too much is what comes at the end of an episode. Where is it decided whether anything follows?',
      'An episode ends in one of two ways: the task is done, or time is up. Find the place where both are still known apart.',
      'Look at what gatherNStep writes into batch.ended.',
    ],
    said: 'A time limit cuts the episode, not the task: the target must bootstrap there. With truncation as termination a state near the limit looks better or worse than it is.',
  },
  {
    name: 'debug-loss',
    topic: 'values',
    title: 'A loss that does not vanish',
    file: 'optim/gradientStep.ts',
    find: 'for (const { parameters } of learners) zeroGrad(parameters);',
    replace: '// for (const { parameters } of learners) zeroGrad(parameters);',
    symptom:
      'The car is far from the goal, each step costs 1, and all states are worth −10: nothing is easier to learn. The right loss falls to nothing. The loss of this agent stays large, and its values swing around −10.',
    run: { ...COSTLY, maxSteps: 30, episodes: 40 },
    series: ['value', 'qLoss'],
    hints: [
      'Targets and rewards are right, for the values swing around the right number. What overshoots?',
      'A step that goes on in the direction of all the steps before it, like a swing. What does an update remember that it should have forgotten?',
      'backward() adds to the gradients of the leaves. Who sets them to 0?',
    ],
    said: 'Gradients were never set to 0, so each step went along the sum of all gradients so far.',
  },
  {
    name: 'debug-doubt',
    topic: 'beliefs',
    title: 'Beliefs in doubt of everything',
    file: 'bnn/posterior.ts',
    find: 'sigmaSquared: square(sigma)',
    replace: 'sigmaSquared: square(rho)',
    symptom:
      'In the first episode the weights have about the sigma that they should have. Yet the predictions made with them are some ninety times as uncertain, and the objective begins far lower. It takes the whole run to come near the right curves.',
    run: CURIOUS,
    series: ['sigma', 'uncertainty', 'objective'],
    hints: [
      'Sigma is right where it is reported, and wrong where a prediction is made. What do predictions use of the weights?',
      'The variance of a prediction is made of the variances of the weights. How large should σ² be, for σ = 0.1?',
      'Two vectors are learnt, mu and rho. Everything else is derived from them in one place.',
    ],
    said: 'ρ was used as σ. ρ = −2.25 stands for σ = log(1 + e^ρ) = 0.1; its square is 5 instead of 0.01.',
  },
  {
    name: 'debug-certain',
    topic: 'beliefs',
    title: 'Beliefs that are sure too soon',
    file: 'bnn/kl.ts',
    find: 'gSigmaQ[i] += (dy * excess) / sigmaQ[i];',
    replace: 'gSigmaQ[i] -= (dy * excess) / sigmaQ[i];',
    symptom:
      'All weights begin with sigma 0.1, and the prior has 0.5. Where the data say nothing of a weight, its sigma should return to the prior. Here sigma falls, for all weights alike, and with it the uncertainty.',
    run: CURIOUS,
    series: ['sigma', 'uncertainty'],
    hints: [
      'Two forces act on sigma: the likelihood wants it small, the divergence from the prior wants it near 0.5. Which of them does what it should?',
      'The value of the objective is computed without fault. Something else of one of its terms is not.',
      'Compare the four derivatives in the docstring of kl with the lines that add them.',
    ],
    said: 'The gradient of the KL divergence by sigma had the wrong sign: the prior pushed sigma away instead of pulling it.',
  },
  {
    name: 'debug-gain',
    topic: 'gain',
    title: 'Gains that do not fade',
    file: 'bnn/observationNoise.ts',
    find: 'low: 2 * log(floor)',
    replace: 'low: 2 * log(0)',
    symptom:
      'The environment deep-sea (docs/environments.md) with four rows, in which nothing is random: what there is to learn should soon be learnt. While the sea is explored the right expected gain, the novelty of vime, rises to some 4 nats a step; then it falls to about 1. The gain of this agent stays at 4, and so its bonus stays, too.',
    run: {
      ...SEA,
      agent: 'vime',
      size: 4,
      noise: 'learned',
      nStep: 8,
      betaNll: 0.5,
      randomRepeat: 'once',
      bnnLearningRate: 0.01,
      episodes: 350,
    },
    series: ['noveltyMean', 'intrinsicReturn'],
    hints: [
      'The expected gain is ½ log(1 + Var f / ω²). Either the model learns nothing, so that Var f stays, or the other number falls, too.',
      'The model learns the noise of each output. In an environment without noise, what stops it?',
      'log ω² is kept within two bounds. What are they?',
    ],
    said: 'The noise had no floor: ω went towards 0, and Var f / ω² stayed as large as it was, however much was learnt.',
  },
  {
    name: 'debug-fade',
    topic: 'bonus',
    title: 'A bonus that fades at once',
    file: 'curiosity/bonus.ts',
    find: 'return this.unit > 0 ? novelty / this.unit : 0;',
    replace: 'return this.unit > 0 ? novelty : 0;',
    symptom:
      'The agent rnd, whose novelty is the error of a network. It falls by orders of magnitude within the first episodes. These are too few for its unit to be frozen (chapter 6 of the book), so the unit falls, too, and a transition that is more novel than most is worth about 1 at any time. Here the bonus falls with the novelty.',
    run: { ...CURIOUS, agent: 'rnd' },
    series: ['noveltyMean', 'intrinsicReturn'],
    hints: [
      'What is measured is much the same in both runs at first. What is paid for it is not.',
      'Between novelty and reward there are a unit, a root, a clip and eta. Which of them would follow a novelty that falls?',
      'Look at what Bonus does with a novelty before bonusOfUnits takes the root.',
    ],
    said: 'The bonus was taken from the novelty itself, not from the novelty in its unit: η then means another thing in every episode.',
  },
  {
    name: 'debug-stuck',
    topic: 'bonus',
    title: 'Going where it was new long ago',
    file: 'curiosity/bonus.ts',
    find: 'this.#cursor = (this.#cursor + slots.length - 1) % replay.size;',
    replace: 'this.#cursor = this.#cursor % replay.size;',
    symptom:
      'The agent vime, with a large eta. From the fifth episode on the bonus of an episode stays at about 2, which is usual; but no greedy policy reaches the goal, where some of the right ones do, and the map shows that the car keeps to the few states it has visited before.',
    run: { ...CURIOUS, eta: 0.01 },
    series: ['intrinsicReturn', 'evalScore'],
    hasMap: true,
    hints: [
      'What was new once is still rewarded as new. What should happen to the bonus of an old transition?',
      'At each step the newest transition and 63 of the memory are measured, those in turn. Which 63?',
      'Look for what moves from one step to the next in Bonus.measure.',
    ],
    said: 'The turn did not move on: the same old transitions were measured again at each step, and all others kept the bonus of their first day.',
  },
] as const satisfies readonly Fault[];

export type FaultName = (typeof FAULTS)[number]['name'];
