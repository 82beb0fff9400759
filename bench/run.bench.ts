/** The training loop as a whole: steps a second, and whether a step costs more when more is remembered. */
import { createConfig } from '../src/train/config/config.ts';
import type { Config } from '../src/train/config/settings.ts';
import { createRun, type Run } from '../src/train/run.ts';
import { trainEpisode } from '../src/train/train.ts';
import type { Figure, Group } from './case.ts';
import { consume } from './measure.ts';
import { filledReplay } from './works.ts';

const STEPS = 3000;
const ROUNDS = 8;
const SHARE_EPISODES = 10;

/** Trains for `steps` steps or a little more; returns the ms for each. */
function msPerStep(run: Run, steps: number): number {
  const from = run.envSteps;
  const start = performance.now();
  while (run.envSteps - from < steps) consume(trainEpisode(run).length);
  return (performance.now() - start) / (run.envSteps - from);
}

/** A run whose memory is full: `size` transitions, which from then on replace one another. */
function fullRun(size: number, settings: Partial<Config> = {}): Run {
  const run = createRun(createConfig({ episodes: 1000, replayCapacity: size, ...settings }));
  run.replay.restore(filledReplay(size).state());
  return run;
}

/**
 * Share of a run's time that is spent in the environment: its steps, the objects that they return, and what the networks are
 * shown of it. An upper bound for what the interface of environments can cost.
 */
function environmentShare(run: Run): number {
  let steps = 0;
  const start = performance.now();
  for (let episode = 0; episode < SHARE_EPISODES; episode++) {
    const { length, evalScore } = trainEpisode(run);
    steps += length - evalScore * run.config.evalEpisodes; // a score is minus the steps
  }
  const whole = performance.now() - start;

  const { env, view } = run;
  env.reset(0);
  const from = performance.now();
  for (let step = 0; step < steps; step++) {
    const { observation, terminated, truncated } = env.step(step % 3);
    consume(view.see(observation)[0]);
    if (terminated || truncated) consume(view.see(env.reset(step).observation)[0]);
  }
  return (performance.now() - from) / whole;
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function figures(): Figure[] {
  const run = createRun(createConfig());
  msPerStep(run, 1000); // until compiled, and past the warm-up of the agent
  const ms = msPerStep(run, STEPS);

  // One evaluation episode instead of 20, so that the step itself shows; rounds in turn, because other processes may load the machine.
  const sizes = [1000, 100_000];
  const runs = sizes.map((size) => fullRun(size, { evalEpisodes: 1 }));
  const times: number[][] = sizes.map(() => []);
  runs.forEach((r) => msPerStep(r, 600));
  for (let round = 0; round < ROUNDS; round++) {
    runs.forEach((r, n) => times[n].push(msPerStep(r, 200)));
  }
  const [small, large] = times.map(medianOf);
  const share = environmentShare(run);
  return [
    {
      name: 'default run, 20 greedy episodes after each included',
      value: ms * 1000,
      unit: 'us per step',
      note: `${Math.round(1000 / ms)} steps a second`,
    },
    {
      name: '200 episodes (about 23,000 steps), in proportion',
      value: 23 * ms,
      unit: 's',
      target: 15,
      note: '-- memory --whole runs them',
    },
    { name: '100,000 steps, in proportion', value: 100 * ms, unit: 's', target: 80 },
    {
      name: 'step with 1e3 transitions remembered, 1 greedy episode',
      value: small * 1000,
      unit: 'us',
    },
    {
      name: 'step with 1e5 transitions remembered, 1 greedy episode',
      value: large * 1000,
      unit: 'us',
    },
    {
      name: 'ratio of the two',
      value: large / small,
      unit: 'x',
      target: 1.1,
      note: 'cache misses; the work is the same',
    },
    {
      name: 'share of the environment, its results and views',
      value: 100 * share,
      unit: '%',
      target: 3,
      note: 'of training and evaluation',
    },
  ];
}

export const group: Group = { title: 'The default run', figures };
