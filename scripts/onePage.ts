/**
 * Trains the agent of src/vime.ts, the algorithm on one page.
 *
 *   npx tsx scripts/onePage.ts --seed 1
 */
import './ndarrayOps.ts';
import type { CarOptions } from '../src/env/car.ts';
import { createConfig, optionsOf } from '../src/train/config/config.ts';
import { CARS } from '../src/train/config/environments.ts';
import { choice } from '../src/train/config/field.ts';
import { fields } from '../src/train/config/settings.ts';
import { CONSTANTS, train } from '../src/vime.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';

const { seed, episodes } = fields;
const NAMES = Object.keys(CARS) as (keyof typeof CARS)[];

const SCRIPT = {
  command: 'npx tsx scripts/onePage.ts',
  does: 'Trains the agent of src/vime.ts, the algorithm on one page, and prints a line for each episode.',
  examples: ['npx tsx scripts/onePage.ts --seed 1'],
  options: {
    seed: { ...seed, default: CONSTANTS.seed },
    episodes: { ...episodes, default: CONSTANTS.episodes },
    env: choice('mountain-car', NAMES, 'Environment: the car, or a harder one.'),
  },
  notes: [
    'Everything else is a constant in src/vime.ts. It writes no files; scripts/run.ts trains the same agent faster, and records it.',
  ],
} as const satisfies Script;

function main(): void {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { env: name, ...settings } = given.own;
  const { force, maxSteps, tvChannels } = optionsOf(
    createConfig({ env: name }),
  ) as unknown as CarOptions;

  let length = 0;
  let gains = 0;
  for (const step of train({ ...CONSTANTS, force, maxSteps, tvChannels, ...settings })) {
    length++;
    gains += step.gain;
    if (step.greedyLength === null) continue;
    const end = step.transition.terminated ? 'goal' : 'time limit';
    console.log(
      `episode ${step.episode}: ${length} steps to the ${end}, mean information gain ` +
        `${(gains / length).toPrecision(3)} nats; greedy episodes take ${step.greedyLength.toFixed(1)}`,
    );
    length = 0;
    gains = 0;
  }
}

await runScript('onePage', main);
