/**
 * Trains one agent and leaves a folder with the run.
 *
 *   npx tsx scripts/run.ts --seed 1
 */
import './ndarrayOps.ts';
import { createConfig } from '../src/train/config/config.ts';
import { ConfigError, flag, whole } from '../src/train/config/field.ts';
import { NonFiniteError } from '../src/train/finite.ts';
import { missingBonus } from '../src/train/missingBonus.ts';
import { writeWhole } from '../src/record/disk.ts';
import { fileIn, RunFolder } from '../src/record/runFolder.ts';
import { isFileError, trainInto } from '../src/record/trainInto.ts';
import type { Summary } from '../src/record/runSummary.ts';
import {
  configToResume,
  continueFolder,
  finishedSummary,
  resumeFolder,
} from '../src/record/resume.ts';
import { missingLine } from '../src/report/draw/figure.ts';
import { parseCommandLine, type CommandLine, type Script } from './commandLine.ts';
import { DOES } from './commands.ts';
import { repeatedSettings } from './configFile.ts';
import { describeContinuation, describeRun } from './describe.ts';
import { DRAWING, MissingPart, optionalPart } from './optionalPart.ts';
import { checkFiles, partsOf } from './ownFiles.ts';
import { StoppedWork } from './output.ts';
import { openScreen } from './pictureScreen.ts';
import { Progress } from './progress.ts';
import { describeEnd, describeKept, howToContinue, stoppedAfter } from './stopped.ts';
import { stopOnSignal } from './stopSignal.ts';
import { checkNextTurn, runWithFiles, type CheckStrays } from './strays.ts';
import { WatchScreen } from './watchScreen.ts';

const SCRIPT = {
  command: 'npx tsx scripts/run.ts',
  does: DOES.run,
  examples: [
    'npx tsx scripts/run.ts --seed 1',
    'npx tsx scripts/run.ts --seed 1 --agent dqn --reward dense --out runs/plain',
    'npx tsx scripts/run.ts --watch',
    'npx tsx scripts/run.ts --env ./myEnvironment.ts --curiosity ./myBonus.ts',
    'npx tsx scripts/run.ts --resume runs/plain',
    'npx tsx scripts/run.ts --resume runs/plain --episodes 400',
    'npx tsx scripts/run.ts --config runs/plain/config.json --seed 2',
  ],
  options: {
    out: {
      kind: 'text',
      value: 'DIR',
      help: 'Folder for the run. By default a new one in runs, named after the settings.',
    },
    resume: {
      kind: 'text',
      value: 'DIR',
      help: 'Continue the run in this folder from its last checkpoint; with more --episodes also a finished one.',
    },
    config: {
      kind: 'text',
      value: 'FILE',
      help: 'Repeat the run of this config.json, but for the settings that are given beside it.',
    },
    // 25 episodes take 3 to 5 s, a checkpoint about 15 ms, 40 ms with a full buffer.
    'checkpoint-every': whole(
      25,
      [0, 9_999_999],
      'Episodes from one checkpoint to the next. 0 leaves none, also not the one with which a finished run can be continued.',
    ),
    watch: {
      kind: 'switch',
      help: 'Draw episodes and the phase space in the terminal while it learns, if the environment has a picture.',
    },
    maps: flag(
      true,
      'Leave phase-space maps in maps.jsonl, after episodes 1, 3, 10, 30, ... and the last.',
    ),
    report: flag(true, 'Draw a finished run in report.html, but not with --quiet or --json.'),
    quiet: { kind: 'switch', help: 'Show no progress, only the summary at the end.' },
    json: { kind: 'switch', help: 'Print the summary as JSON and nothing else.' },
  },
  settingsBut: [],
  notes: [
    'An agent or an environment changes the defaults of some settings; config.json in the folder holds those of a run.',
    'The folder holds config.json, episodes.jsonl and maps.jsonl and its last two checkpoints, at the end of the run only the last one. Then it also has summary.json, episodes.csv, weights.safetensors and, if the run is finished, report.html, a page with charts and maps.',
    'Ctrl-C ends the run after the present episode and keeps what there is; --resume continues it, and ends with the same numbers as a run that was never stopped.',
  ],
} as const satisfies Script;

/**
 * Draws a finished run. What draws is loaded only now: a run needs none of it, and can do without.
 *
 * @returns where the page is, or why there is none
 * @throws DiskError if it cannot be written
 */
async function writeReport(folder: string): Promise<string> {
  try {
    const { runPage } = await optionalPart(DRAWING, () => import('../src/report/page/runPage.ts'));
    const path = fileIn(folder, 'report.html');
    const { html, missing } = await runPage(folder);
    for (const picture of missing) console.error(`run: ${missingLine(picture)}`);
    writeWhole(path, html);
    return path;
  } catch (error) {
    if (error instanceof MissingPart) return `none: ${error.message}`;
    throw error;
  }
}

type Given = CommandLine<typeof SCRIPT.options>;

/** @throws ConfigError if options do not go together */
function checkOptions({ out, resume, config }: Given['own']): void {
  if (resume === undefined) return;
  if (out !== undefined)
    throw new ConfigError('--resume continues in its own folder; leave out --out');
  if (config !== undefined)
    throw new ConfigError('--resume keeps the settings of the run; leave out --config');
}

const warn = (line: string): void => console.error(`run: ${line}`);

/** The folder of a new run, or of the one that is to be continued. */
function openFolder(settings: Given['settings'], { out, resume, config }: Given['own']): RunFolder {
  if (resume !== undefined) return resumeFolder(resume, configToResume(resume, settings), warn);
  const whole = createConfig(config === undefined ? settings : repeatedSettings(config, settings));
  checkFiles(whole, warn);
  return new RunFolder(out ?? null, whole);
}

/** The folder of a finished run that is to go on; null: no other episodes are asked for than it has. */
function openFinished(path: string, settings: Given['settings']): RunFolder | null {
  const { episodes, ...others } = settings;
  const config = configToResume(path, others);
  return typeof episodes !== 'number' || episodes === config.episodes
    ? null
    : continueFolder(path, config, episodes, warn);
}

function describe(summary: Summary, folder: string): string {
  const { firstGoalEpisode, firstGoalStep, firstEvalAbove, lastFifthMean, finalScore } = summary;
  const goal =
    firstGoalEpisode === null
      ? 'never'
      : `episode ${firstGoalEpisode}, environment step ${firstGoalStep}`;
  const last = Object.entries(firstEvalAbove).at(-1);
  return [
    summary.finished ? '' : stoppedAfter(summary.episodes),
    `first goal            ${goal}`,
    last === undefined
      ? ''
      : `${`first eval >= ${last[0]}`.padEnd(22)}${last[1] === null ? 'never' : `episode ${last[1]}`}`,
    `score of last fifth   ${lastFifthMean === null ? 'none' : lastFifthMean.toFixed(2)}`,
    `final score           ${finalScore.toFixed(2)}`,
    `seconds               ${summary.wallSeconds.toFixed(1)}`,
    `digest                ${summary.digest}`,
    `folder                ${folder}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

async function main(checkStrays: CheckStrays): Promise<void> {
  const argv = process.argv.slice(2);
  const parts = partsOf(argv, Object.keys(SCRIPT.options));
  await checkNextTurn(checkStrays); // of loading them
  const given = parseCommandLine(argv, { ...SCRIPT, parts });
  if (!given) return;
  const { settings, own } = given;
  checkOptions(own);
  const { 'checkpoint-every': checkpointEvery, maps, report } = own;
  const show = (summary: Summary, path: string): void =>
    console.log(own.json ? JSON.stringify(summary) : describe(summary, path));
  const finished = own.resume === undefined ? null : finishedSummary(own.resume);
  const longer = own.resume !== undefined && finished ? openFinished(own.resume, settings) : null;
  if (own.resume !== undefined && finished && !longer) {
    if (!own.json) console.log(`${own.resume} holds a finished run`);
    show(finished, own.resume);
    return;
  }
  const folder = longer ?? openFolder(settings, own);
  const silent = own.quiet || own.json;
  const silencer = own.json ? '--json' : own.quiet ? '--quiet' : undefined;
  const terminal = own.watch ? openScreen(folder.run, silencer, warn) : null;
  const screen = terminal && new WatchScreen(terminal, folder.run);
  const progress = screen ?? new Progress(process.stdout, folder.run, silent);
  if (!silent) console.log(`${describeRun(folder.run.config)}\nfolder ${folder.path}`);
  if (!silent && longer) console.log(describeContinuation(folder.run.config));
  if (own.resume !== undefined) progress.resume(folder.records);
  try {
    const summary = await trainInto(folder, {
      onEpisode: (record, elapsed) => progress.episode(record, elapsed),
      isStopped: stopOnSignal(() => screen?.clear()),
      checkpointEvery,
      keepsLast: checkpointEvery > 0,
      maps,
      onTurn: checkStrays,
      ...(screen ? { onStep: () => screen.step() } : {}),
    });
    progress.clear();
    show(summary, folder.path);
    const warning = missingBonus(folder.run, folder.records);
    if (warning !== null) console.error(`run: ${warning}`);
    if (summary.finished && report && !silent) {
      console.log(`report                ${await writeReport(folder.path)}`);
    }
    if (!summary.finished && !own.json) console.log(howToContinue(folder, parts));
  } catch (error) {
    if (error instanceof NonFiniteError) throw new StoppedWork(error, describeEnd(folder));
    if (!isFileError(error)) throw error;
    throw new StoppedWork(error, describeKept(folder, parts));
  } finally {
    progress.clear();
  }
}

await runWithFiles('run', main);
