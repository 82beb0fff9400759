/** An episode that a visitor has driven, for an agent to learn from as from one of its own. */
import { isGoal, type Environment } from '../../env/environment.ts';
import type { Run } from '../../train/run.ts';
import type { Steps } from '../../train/steps.ts';
import { episodeSteps, type EpisodeRecord } from '../../train/train.ts';

export interface Lesson {
  /** Where it began. */
  readonly at: readonly [x: number, y: number];
  /** One or more. */
  readonly actions: readonly number[];
}

/** Plays the lesson as the next training episode of the run, with everything that is learnt in one, and an evaluation after it. */
export function* lessonSteps(run: Run, { at, actions }: Lesson): Steps<EpisodeRecord> {
  const guided = { ...run, env: guidedEnvironment(run.env, at, actions.length) };
  let n = 0;
  const steps = episodeSteps(guided, () => actions[n++]);
  for (;;) {
    const { done, value } = steps.next();
    run.episode = guided.episode;
    run.envSteps = guided.envSteps;
    if (done) return value;
    yield;
  }
}

/** The environment, with one episode in it, which begins at a place and is cut after so many steps. */
function guidedEnvironment(env: Environment, at: Lesson['at'], length: number): Environment {
  const { phaseSpace } = env;
  if (!phaseSpace) throw new RangeError('a lesson: the environment has no phase space');
  let place = at;
  let steps = 0;
  return {
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    potential: env.potential && ((observation) => env.potential!(observation)),
    remoteActions: env.remoteActions,
    isGoal: (step) => isGoal(env, step),
    rewardScale: (gamma) => env.rewardScale?.(gamma) ?? 1,
    reset: () => {
      place = at;
      steps = 0;
      return { observation: phaseSpace.observationAt(...at), info: {} };
    },
    step: (action) => {
      const step = phaseSpace.stepFrom(...place, action);
      place = phaseSpace.placeOf(step.observation);
      steps++;
      return { ...step, truncated: step.truncated || steps === length };
    },
  };
}
