/**
 * Faults for the exercises in which a changed line is to be found: what is put into the learner's copy of a file, and what a run
 * then does. Each `find` stands in its file exactly once.
 */

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
  readonly hints: readonly string[];
  /** What the fault was. */
  readonly said: string;
}

/** Everywhere: small enough for some seconds. */
const SMALL = { seed: 1, evalEpisodes: 1, finalEpisodes: 1, inputLasso: 0, learningRateEnd: 1 };

export const FAULTS: readonly Fault[] = [
  {
    name: 'debug-values',
    title: 'Q-values that stop halfway',
    file: 'replay/nStep.ts',
    find: 'isEnd = replay.terminated[slot] || (truncationEnds && replay.truncated[slot])',
    replace: 'isEnd = replay.terminated[slot] || replay.truncated[slot]',
    symptom:
      'The car is far from the goal. Each step costs 1, and the discount is 0.9, so a state is worth −1 − 0.9 − 0.81 − ... = −10. Episodes are cut after 10 steps. The values of this agent stay well above −10, and its loss does not vanish.',
    run: {
      ...SMALL,
      agent: 'dqn',
      reward: 'dense',
      scaleReward: false,
      gamma: 0.9,
      maxSteps: 10,
      episodes: 120,
      warmupSteps: 64,
      learningRate: 5e-3,
      tau: 0.1,
    },
    series: ['value', 'qLoss'],
    hints: [
      'What is worth too much is what comes at the end of an episode. Where is it decided whether anything follows?',
      'An episode ends in one of two ways: the task is done, or time is up. Find the place where both are still known apart.',
      'Look at what gatherNStep writes into batch.terminated.',
    ],
    said: 'A time limit cuts the episode, not the task: the target must bootstrap there. With truncation as termination a state near the limit looks better or worse than it is.',
  },
];
