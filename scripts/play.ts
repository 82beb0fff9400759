/**
 * Plays the greedy policy of a run.
 *
 *   npx tsx scripts/play.ts runs/mountain-car-sparse-vime-seed1
 */
import './ndarrayOps.ts';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { mean, standardDeviation } from '../src/math/stats/descriptive.ts';
import { scoreOf } from '../src/env/environment.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, expectation, fromText, isValid } from '../src/train/config/field.ts';
import { fields } from '../src/train/config/settings.ts';
import { finalEvaluation, finalReset, type RunPolicy } from '../src/train/evaluate.ts';
import { clock, exists, checkWritable, readText, writeWhole } from '../src/record/disk.ts';
import { parseSummary } from '../src/record/readBack.ts';
import { fileIn } from '../src/record/runFolder.ts';
import { playEpisode } from '../src/report/runs/playEpisode.ts';
import { configIn, readPolicy } from '../src/report/runs/policy.ts';
import { policyModule } from '../src/report/runs/policyModule.ts';
import { counted } from '../src/report/tables/numbers.ts';
import { parseCommandLine, type CommandLine, type Script } from './commandLine.ts';
import { DOES } from './commands.ts';
import { describeRun } from './describe.ts';
import { environmentOfRun } from './environmentFile.ts';
import { DRAWING, optionalPart } from './optionalPart.ts';
import { openScreen } from './pictureScreen.ts';
import { stopOnSignal } from './stopSignal.ts';
import { runWithFiles } from './strays.ts';
import { watchPlay } from './watchPlay.ts';

const SCRIPT = {
  command: 'npx tsx scripts/play.ts',
  does: DOES.play,
  examples: [
    'npx tsx scripts/play.ts runs/mountain-car-sparse-vime-seed1',
    'npx tsx scripts/play.ts runs/mountain-car-sparse-vime-seed1 --watch --episodes 5',
    'npx tsx scripts/play.ts runs/mountain-car-sparse-vime-seed1 --seed 5 --gif car.gif',
    'npx tsx scripts/play.ts runs/mountain-car-sparse-vime-seed1 --export policy.mjs',
  ],
  operands: { value: 'DIR', help: 'Folder of the run.' },
  options: {
    episodes: {
      kind: 'text',
      value: 'n',
      help: 'Greedy episodes. By default as many as the run has played at its end.',
    },
    seed: {
      kind: 'text',
      value: 'n',
      help: 'The starts are derived from it. By default the seed of the run, which repeats the evaluation at its end.',
    },
    env: {
      kind: 'text',
      value: 'FILE',
      help: 'The file that the environment of the run is in, if it is one of your own. It must not have changed.',
    },
    watch: {
      kind: 'switch',
      help: 'Draw the episodes in the terminal, if the environment has a picture. Ctrl-C ends that.',
    },
    gif: {
      kind: 'text',
      value: 'FILE',
      help: 'Draw the first episode as an animation, in a file such as car.gif.',
    },
    export: {
      kind: 'text',
      value: 'FILE',
      help: 'Write the policy as an ES module without dependencies, in a file such as policy.mjs, which exports act(observation) and values(observation).',
    },
    json: { kind: 'switch', help: 'Print the scores as JSON and nothing else.' },
  },
} as const satisfies Script;

type Given = CommandLine<typeof SCRIPT.options>;

/** A whole number of the command line. @throws ConfigError if it is none that the setting accepts */
function wholeOf(
  option: string,
  text: string | undefined,
  setting: 'seed' | 'finalEpisodes',
): number | undefined {
  if (text === undefined) return undefined;
  const value = fromText(fields[setting], text);
  if (isValid(fields[setting], value)) return value as number;
  throw new ConfigError(`--${option}: ${expectation(fields[setting], value)}`);
}

/** By its name a file is known to be none of another kind, such as those of the run. @throws ConfigError */
function checkName(option: string, path: string | undefined, form: RegExp, example: string): void {
  if (path === undefined || form.test(path)) return;
  throw new ConfigError(`--${option}: expected a name such as ${example}, got ${shown(path)}`);
}

/**
 * The run's policy in its environment, if all that is asked for can be done.
 *
 * @throws ConfigError if there is no such run, its environment is not known or has no picture, or a file cannot be written or is called
 * like another kind of file
 */
function openPolicy(folder: string, { env, gif, export: module }: Given['own']): RunPolicy {
  checkName('gif', gif, /\.gif$/i, 'car.gif');
  checkName('export', module, /\.m?js$/i, 'policy.mjs');
  if (module !== undefined && env !== undefined && resolve(module) === resolve(env)) {
    throw new ConfigError(`--export: expected another file than that of --env, got ${module}`);
  }
  configIn(folder);
  environmentOfRun(folder, env);
  const policy = readPolicy(folder);
  if (gif !== undefined && !policy.env.picture) {
    throw new ConfigError(`--gif: the environment ${policy.config.env} has no picture`);
  }
  for (const path of [gif, module]) if (path !== undefined) checkWritable(path);
  return policy;
}

async function writeGif(path: string, policy: RunPolicy, seed: number): Promise<void> {
  const episode = playEpisode(policy, finalReset(seed, 1));
  const [{ framesOf }, { encodeGif }] = await optionalPart(DRAWING, () =>
    Promise.all([
      import('../src/report/pictures/animation.ts'),
      import('../src/report/draw/gif.ts'),
    ]),
  );
  const named = { ...episode, picture: policy.env.picture!, label: episode.agent };
  writeWhole(path, encodeGif(framesOf([named])));
}

async function watch(
  policy: RunPolicy,
  seed: number,
  scores: readonly number[],
  json: boolean,
): Promise<void> {
  const silencer = json ? '--json' : undefined;
  const screen = openScreen(policy, silencer, (line) => console.error(`play: ${line}`));
  if (!screen) return;
  const sleep = (seconds: number): Promise<unknown> => setTimeout(1000 * seconds);
  const isStopped = stopOnSignal(() => screen.close());
  await watchPlay(screen, policy, seed, scores, { clock, sleep }, isStopped);
}

/** What the run's summary states as its score at the end; null: there is none, or it is no score of episodes. */
function scoreInRun(folder: string, { env }: RunPolicy): number | null {
  const path = fileIn(folder, 'summary.json');
  return env.exploration || !exists(path) ? null : parseSummary(path, readText(path)).finalScore;
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { operands, own } = given;
  if (operands.length !== 1) {
    throw new ConfigError(`expected the folder of one run, got ${operands.length || 'none'}`);
  }
  const [folder] = operands;
  const givenSeed = wholeOf('seed', own.seed, 'seed');
  const givenEpisodes = wholeOf('episodes', own.episodes, 'finalEpisodes');
  const policy = openPolicy(folder, own);
  const { config, env } = policy;
  const seed = givenSeed ?? config.seed;
  const episodes = givenEpisodes ?? config.finalEpisodes;
  const inRun = scoreInRun(folder, policy);
  const scores = [...finalEvaluation(policy, seed, episodes)];
  if (own.watch) await watch(policy, seed, scores, own.json);
  const score = mean(scores);
  const scoreSd = standardDeviation(scores);
  if (own.json) {
    console.log(JSON.stringify({ folder, seed, episodes, score, scoreSd, scores, inRun }));
  } else {
    const [low, high] = [Math.min(...scores), Math.max(...scores)].map((x) => x.toFixed(2));
    console.log(
      [
        describeRun(config),
        `${counted(episodes, 'greedy episode')}, starts of seed ${seed}`,
        `score                 ${score.toFixed(2)} (${scoreOf(env).name}), standard deviation ${scoreSd.toFixed(2)}`,
        `worst and best        ${low} and ${high}`,
        ...(inRun === null ? [] : [`at the end of the run ${inRun.toFixed(2)}`]),
      ].join('\n'),
    );
  }
  const { gif, export: module } = own;
  if (module !== undefined) writeWhole(module, policyModule(policy));
  if (gif !== undefined) await writeGif(gif, policy, seed);
  if (own.json) return;
  if (module !== undefined) console.log(`policy                ${module}`);
  if (gif !== undefined) console.log(`animation             ${gif}`);
}

await runWithFiles('play', main);
