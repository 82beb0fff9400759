/**
 * Trains the agent of src/vime.ts, the algorithm on one page.
 *
 *   npx tsx scripts/onePage.ts --seed 1
 */
import './ndarrayOps.ts';
import { WORLDS, type WorldName } from '../src/env/worlds.ts';
import { ConfigError } from '../src/experiment/field.ts';
import { CONSTANTS, train } from '../src/vime.ts';
import { parseCommandLine } from './commandLine.ts';
import { runScript } from './output.ts';

const HELP = `Trains the agent of src/vime.ts, the algorithm on one page, and prints a line for each episode.

  npx tsx scripts/onePage.ts --seed 1

  --seed N      every random choice follows from it (${CONSTANTS.seed})
  --episodes N  training episodes (${CONSTANTS.episodes})
  --world NAME  ${Object.keys(WORLDS).join(', ')} (mountain-car)
  --help        this text

It keeps nothing; scripts/run.ts trains the same agent faster, and keeps what it learns.`;

function main(): void {
  const { settings, own } = parseCommandLine(process.argv.slice(2), {
    help: { help: 'this text' },
  });
  if (own.help !== undefined) {
    console.log(HELP);
    return;
  }
  const {
    seed = CONSTANTS.seed,
    episodes = CONSTANTS.episodes,
    world = 'mountain-car',
    ...others
  } = settings as { seed?: number; episodes?: number; world?: WorldName };
  const [other] = Object.keys(others);
  if (other)
    throw new ConfigError(`--${other} is a constant in src/vime.ts; --help lists the options`);
  const { force, maxSteps, tvChannels } = WORLDS[world];

  let length = 0;
  let gains = 0;
  for (const step of train({ ...CONSTANTS, force, maxSteps, tvChannels, seed, episodes })) {
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
