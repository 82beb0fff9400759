/**
 * Trains one agent and leaves a folder with the run.
 *
 *   npx tsx scripts/run.ts --seed 1
 */
import { createConfig } from '../src/experiment/config.ts';
import { defaultFolder, RunFolder, trainInto, type Summary } from '../src/experiment/record.ts';
import { NonFiniteError } from '../src/experiment/train.ts';
import { optionsHelp, parseCommandLine, reportMistake } from './commandLine.ts';
import { Progress } from './progress.ts';

const OPTIONS = {
  out: { value: 'DIR', help: 'folder for the run (runs/mountain-car-REWARD-AGENT-seedSEED)' },
  quiet: { help: 'no progress, only the summary at the end' },
  json: { help: 'the summary as JSON on standard output, nothing else' },
  help: { help: 'this text' },
};

const HELP = `Trains one agent on MountainCar and leaves a folder with the run.

  npx tsx scripts/run.ts --seed 1
  npx tsx scripts/run.ts --seed 1 --agent dqn --reward dense --out runs/plain

${optionsHelp(OPTIONS)}

The folder holds config.json, episodes.jsonl, summary.json and weights.safetensors. Ctrl-C ends the run
after the present episode and keeps what there is.`;

/** Asks the run to stop at the first Ctrl-C; the second one kills the process. */
function stopOnSignal(): () => boolean {
  let stopped = false;
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      stopped = true;
      process.exitCode = exitCode;
    });
  }
  return () => stopped;
}

function describe(summary: Summary, folder: string): string {
  const { firstGoalEpisode, firstGoalStep, firstEvalAbove, lastFifthMean, final100Mean } = summary;
  const goal =
    firstGoalEpisode === null
      ? 'never'
      : `episode ${firstGoalEpisode}, environment step ${firstGoalStep}`;
  const above = firstEvalAbove['-110'];
  return [
    summary.finished ? '' : `stopped after ${summary.episodes} episodes`,
    `first goal            ${goal}`,
    `first eval >= -110    ${above === null ? 'never' : `episode ${above}`}`,
    `mean of last fifth    ${lastFifthMean === null ? 'none' : lastFifthMean.toFixed(2)}`,
    `final greedy length   ${(-final100Mean).toFixed(2)} steps`,
    `seconds               ${summary.wallSeconds.toFixed(1)}`,
    `digest                ${summary.digest}`,
    `folder                ${folder}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

async function main(): Promise<void> {
  const { settings, own } = parseCommandLine(process.argv.slice(2), OPTIONS);
  if (own.help !== undefined) {
    console.log(HELP);
    return;
  }
  const config = createConfig(settings);
  const folder = new RunFolder(own.out ?? defaultFolder(config), config);
  const silent = own.quiet !== undefined || own.json !== undefined;
  const progress = new Progress(process.stdout, config, silent);
  try {
    const summary = await trainInto(folder, config, {
      onEpisode: (record, elapsed) => progress.episode(record, elapsed),
      isStopped: stopOnSignal(),
    });
    progress.clear();
    console.log(own.json === undefined ? describe(summary, folder.path) : JSON.stringify(summary));
  } finally {
    progress.clear();
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof NonFiniteError) {
    console.error(`run: ${error.message}`);
    process.exitCode = 1;
  } else reportMistake('run', error);
}
