/** Trains an agent in an environment of one's own, then plays its greedy policy. */
import {
  addEnvironment,
  createConfig,
  createRun,
  finalScores,
  trainEpisode,
  type EnvironmentKind,
} from 'vime';
import { checkEnvironment } from 'vime/env';
import createWalk, { options } from './environment.ts';

const faults = checkEnvironment(() => createWalk({ size: 6 }));
if (faults.length > 0) throw new Error(faults.join('\n'));

// It is known by the name of a file, as on the command line.
const kind: EnvironmentKind = {
  options,
  create: ({ size }) => createWalk({ size: Number(size) }),
};
addEnvironment('./environment.ts', kind);
const config = createConfig({
  env: './environment.ts',
  size: 8,
  seed: 1,
  episodes: 25,
  warmupSteps: 64,
  learningRate: 0.003,
  evalEpisodes: 1,
  finalEpisodes: 20,
});

const run = createRun(config);
while (run.episode < config.episodes) {
  const { episode, length, reachedGoal, evalScore } = trainEpisode(run);
  const end = reachedGoal ? 'goal' : 'no goal';
  console.log(`episode ${episode}: ${length} steps, ${end}, evaluation ${evalScore}`);
}
const scores = finalScores(run); // 1 at the goal
console.log(`goals of the greedy policy: ${scores.filter((score) => score === 1).length} of 20`);
