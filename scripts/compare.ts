/**
 * Runs agents on many seeds, several at a time, and prints how they learn.
 *
 *   npx tsx scripts/compare.ts --agents vime,dqn --seeds 1001-1030 --reward sparse --out runs/sparse
 *
 * Every run has its own folder; finished ones are not repeated, so a comparison that was stopped
 * can be continued. Results do not depend on the number of jobs or their order. A setting may have several values:
 * `--eta 0.001,0.003`.
 */
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import { AGENT_NAMES } from '../src/train/config/agents.ts';
import { allOptionsOf } from '../src/train/config/config.ts';
import { ConfigError, whole } from '../src/train/config/field.ts';
import { checkRun } from '../src/train/run.ts';
import { checkMemory, runBytes } from '../src/train/config/memory.ts';
import { clock, machineMemory, makeFolder } from '../src/record/disk.ts';
import { finishedSummary } from '../src/record/resume.ts';
import type { Config } from '../src/train/config/settings.ts';
import { counted, scoreDigits } from '../src/report/tables/numbers.ts';
import type { RunData } from '../src/record/readBack.ts';
import { checkSameConfig, readRun, unreadableLines } from '../src/report/runs/readRuns.ts';
import { Board } from './board.ts';
import { resultsIn, showTable } from './comparisonTable.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { chosenRun, plannedRuns, type Plan, type PlannedRun } from './comparisonRuns.ts';
import { DOES } from './commands.ts';
import type { Job } from './compareWorker.ts';
import { describeComparison } from './describe.ts';
import { duration, LiveLine } from './liveLine.ts';
import { valueIn } from './namedFile.ts';
import { optionalPart } from './optionalPart.ts';
import { checkFiles, partsOf, settingsWith } from './ownFiles.ts';
import { scriptCommand } from './shell.ts';
import { stopOnSignal } from './stopSignal.ts';
import { checkNextTurn, runWithFiles, type CheckStrays } from './strays.ts';

/** Settings that --seeds and --agents give. */
const NAMED_ABOVE = ['seed', 'agent'];

const SCRIPT = {
  command: 'npx tsx scripts/compare.ts',
  does: DOES.compare,
  examples: [
    'npx tsx scripts/compare.ts --agents vime,dqn --seeds 1001-1030 --reward sparse --out runs/sparse',
    'npx tsx scripts/compare.ts --agents vime,rnd --eta 0.001,0.003 --seeds 1-10 --out runs/eta',
  ],
  options: {
    agents: {
      kind: 'text',
      value: 'LIST',
      default: 'vime,dqn',
      help: `Agents to compare, separated by commas, of ${AGENT_NAMES.join(', ')}.`,
    },
    seeds: {
      kind: 'text',
      value: 'A-B',
      default: '1-5',
      help: 'First and last seed, the same for every agent.',
    },
    jobs: whole(
      availableParallelism(),
      [1, 9999],
      'Runs at a time, usually as many as there are cores.',
    ),
    out: {
      kind: 'text',
      value: 'DIR',
      default: join('runs', 'compare'),
      help: 'Folder for the runs and results.jsonl.',
    },
    check: { kind: 'switch', help: 'Only print the number of runs, or why they cannot be made.' },
    only: {
      kind: 'text',
      value: 'n',
      help: 'Make run n of them, counted from 0, and no table: for one task of a job array.',
    },
  },
  settingsBut: NAMED_ABOVE,
  listsBut: ['env', 'curiosity'],
  notes: [
    'Finished runs are not repeated. An agent or an environment changes the defaults of some settings.',
    'A setting may have several values, separated by commas: --eta 0.001,0.003. Every agent is run with each of them, on the same seeds, and each is a group of its own in the table.',
  ],
} as const satisfies Script;

/** Bytes of a thread without its run. */
const THREAD_BYTES = 80e6;

/** How many of the runs there is memory for at a time. @throws ConfigError if there is not enough for one */
function fittingThreads(configs: readonly Config[]): number {
  const memory = machineMemory();
  for (const config of configs) checkMemory(config, memory);
  const largest = Math.max(...configs.map(runBytes));
  return Math.max(1, Math.floor(memory / (largest + THREAD_BYTES)));
}

/** Shows the progress of all runs together. */
class Progress {
  readonly #line = new LiveLine(process.stdout);
  readonly #started = clock();
  readonly #jobs: readonly Job[];
  readonly #board: Board;
  #ended = 0;

  constructor(jobs: readonly Job[], board: Board) {
    this.#jobs = jobs;
    this.#board = board;
  }

  /** `34 % of the training, 1 min 20 s left` */
  #training(): string {
    let [all, since] = [0, 0];
    for (const { place } of this.#jobs) {
      const done = this.#board.doneOf(place);
      all += done.all;
      since += done.since;
    }
    const wanted = this.#jobs.length;
    const elapsed = clock() - this.#started;
    const left = since === 0 ? '' : `, ${duration((elapsed / since) * (wanted - all))} left`;
    return `${Math.floor((100 * all) / wanted)} % of the training${left}`;
  }

  show(): void {
    this.#line.show(`${this.#ended} of ${this.#jobs.length} runs, ${this.#training()}`);
  }

  note(text: string): void {
    this.#line.note(text);
  }

  finished(job: Job, { task, lastFifthMean }: RunData): void {
    this.#ended++;
    const count = `${this.#ended} of ${this.#jobs.length} runs`;
    const score = (lastFifthMean ?? NaN).toFixed(
      scoreDigits(task.milestones.at(-1) ?? lastFifthMean),
    );
    this.note(`${count}: ${job.name}, score of last fifth ${score}; ${this.#training()}`);
  }

  /** A line for standard error. */
  complain(text: string): void {
    this.#line.clear();
    console.error(`compare: ${text}`);
  }

  end(): void {
    this.#line.note(
      `${this.#ended} of ${this.#jobs.length} runs in ${duration(clock() - this.#started)}`,
    );
  }
}

/** Seconds from one look at the board to the next. */
const LOOK = 0.25;

/**
 * Trains all that is to be trained, several at a time, and shows how far they are. Stopped by a signal, each run under way
 * is saved after its present episode.
 *
 * @returns how many runs failed, and whether there was a signal
 */
async function trainAll(
  pool: Piscina,
  jobs: readonly Job[],
  board: Board,
): Promise<{ readonly failures: number; readonly isStopped: boolean }> {
  const progress = new Progress(jobs, board);
  const isStopped = stopOnSignal(() => {
    board.stop();
    progress.note('stopping: each run is saved after its present episode');
  });
  pool.on('message', (line: string) => progress.complain(line));
  const looks = setInterval(() => progress.show(), 1000 * LOOK);
  const attempts = jobs.map(async (job) => {
    try {
      const finished = (await pool.run(job)) as boolean;
      if (finished) progress.finished(job, readRun(job.folder));
      return true;
    } catch (error) {
      progress.complain(`${job.name} failed: ${(error as Error).message.split('\n', 1)[0]}`);
      return false;
    }
  });
  const failures = (await Promise.all(attempts)).filter((ok) => !ok).length;
  clearInterval(looks);
  progress.end();
  await pool.destroy();
  return { failures, isStopped: isStopped() };
}

/** The command that continues this comparison. */
function continueCommand(args: readonly string[], out: string): string {
  const isNamed = args.some((arg) => arg === '--out' || arg.startsWith('--out='));
  return scriptCommand('compare.ts', isNamed ? args : [...args, '--out', out]);
}

/** The values of each setting; env and curiosity have one, all others have a list. */
function valuesOf(settings: Readonly<Record<string, unknown>>): Plan['settings'] {
  const lists = Object.entries(settings).map(([name, value]) => [
    name,
    Array.isArray(value) ? value : [value],
  ]);
  return Object.fromEntries(lists) as Plan['settings'];
}

/** A config of the runs for each value of what is looked at. */
function withEach(runs: readonly PlannedRun[], valueIn: (config: Config) => object): Config[] {
  const configs = runs.map(({ config }) => [JSON.stringify(valueIn(config)), config] as const);
  return [...new Map(configs).values()];
}

async function main(checkStrays: CheckStrays): Promise<void> {
  const argv = process.argv.slice(2);
  const folder = valueIn(argv, '--out') ?? SCRIPT.options.out.default;
  const parts = partsOf(argv, Object.keys(SCRIPT.options), folder);
  await checkNextTurn(checkStrays); // of loading them
  const given = parseCommandLine(argv, { ...SCRIPT, parts });
  if (!given) return;
  const { own } = given;
  const { out } = own;
  const planned = plannedRuns({ ...own, settings: valuesOf(settingsWith(parts, given.settings)) });
  const all = own.only === undefined ? planned : [chosenRun(planned, own.only)];
  for (const { folder, config } of all) checkSameConfig(folder, config);
  for (const config of withEach(all, allOptionsOf)) {
    checkFiles(config, (line) => console.error(`compare: ${line}`));
  }
  const fitting = fittingThreads(all.map(({ config }) => config));
  for (const config of withEach(all, ({ seed: _, ...rest }) => rest)) checkRun(config);
  if (own.only === undefined) unreadableLines(resultsIn(out)); // one that has no lines is refused before training
  if (own.check) {
    console.log(`${counted(all.length, 'run')} can be made`);
    return;
  }
  const waiting = all.filter(({ folder }) => finishedSummary(folder) === null);
  const board = Board.create(waiting.length);
  const files = Object.fromEntries(parts.map(({ setting, path }) => [setting, path]));
  const jobs = waiting.map((run, place): Job => ({ ...run, files, place, memory: board.memory }));
  const threads = Math.min(own.jobs, jobs.length);
  if (threads > fitting) {
    throw new ConfigError(
      `--jobs: expected at most ${fitting}, for which there is memory, got ${threads}`,
    );
  }
  const piscina =
    jobs.length === 0 ? null : await optionalPart(['piscina'], () => import('piscina'));
  makeFolder(out);
  const before = all.length - jobs.length;
  console.log(describeComparison(all.map(({ config }) => config)));
  console.log(
    [
      counted(all.length, 'run'),
      ...(before > 0 ? [`${before} finished before`] : []),
      ...(jobs.length > 0 ? [`${threads} at a time`] : []),
      `in ${out}`,
    ].join(', '),
  );
  let [failures, isStopped] = [0, false];
  if (piscina) {
    const pool = new piscina.Piscina({
      filename: fileURLToPath(
        new URL(`compareWorker${extname(import.meta.filename)}`, import.meta.url),
      ),
      maxThreads: threads,
      minThreads: threads,
    });
    ({ failures, isStopped } = await trainAll(pool, jobs, board));
  }

  const warn = (line: string): void => {
    if (!isStopped) console.error(`compare: ${line}`);
  };
  if (own.only === undefined) showTable(out, warn);
  if (failures > 0 && !isStopped) {
    console.error(`compare: ${failures} of ${counted(all.length, 'run')} failed`);
    process.exitCode = 1;
  }
  if (failures > 0 || isStopped) {
    console.log(`to continue           ${continueCommand(argv, out)}`);
  }
}

await runWithFiles('compare', main);
