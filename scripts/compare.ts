/**
 * Runs agents on many seeds, several at a time, and prints how they learn.
 *
 *   npx tsx scripts/compare.ts --agents vime,dqn --seeds 1001-1030 --reward sparse --out runs/sparse
 *
 * Every run has its own folder; finished ones are not repeated, so a comparison that was stopped goes on
 * where it was. Results do not depend on the number of jobs or their order.
 */
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import { createConfig } from '../src/experiment/config.ts';
import { ConfigError } from '../src/experiment/field.ts';
import { clock, makeFolder } from '../src/experiment/record.ts';
import { finishedSummary } from '../src/experiment/resume.ts';
import { defaultFolder } from '../src/experiment/runFolder.ts';
import { counted } from '../src/report/counted.ts';
import { compareRuns } from '../src/report/comparison.ts';
import { comparable, gatherRuns } from '../src/report/gatherRuns.ts';
import { learningTables } from '../src/report/learningTable.ts';
import { checkSameConfig, readRun, writeResults } from '../src/report/readRuns.ts';
import { optionsHelp, parseCommandLine } from './commandLine.ts';
import { Board } from './board.ts';
import type { Job } from './compareWorker.ts';
import { describeComparison } from './describe.ts';
import { duration, LiveLine } from './liveLine.ts';
import { optionalPart } from './optionalPart.ts';
import { runScript } from './output.ts';
import { scriptCommand } from './shell.ts';
import { stopOnSignal } from './stopSignal.ts';

const OPTIONS = {
  agents: { value: 'LIST', help: 'agents to compare, separated by commas (vime,dqn)' },
  seeds: { value: 'A-B', help: 'first and last seed, the same for every agent (1-5)' },
  jobs: { value: 'N', help: 'runs at a time (number of cores)' },
  out: { value: 'DIR', help: 'folder for the runs and results.jsonl (runs/compare)' },
  help: { help: 'this text' },
};

/** Settings that --seeds and --agents give. */
const NAMED_ABOVE = ['seed', 'agent'];

const HELP = `Runs agents on many seeds and prints a table.

  npx tsx scripts/compare.ts --agents vime,dqn --seeds 1001-1030 --reward sparse --out runs/sparse

${optionsHelp(OPTIONS, NAMED_ABOVE)}`;

function seedRange(text: string): number[] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text);
  const first = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || last < first) {
    throw new ConfigError(`--seeds: expected FIRST-LAST such as 1-30, got ${JSON.stringify(text)}`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function jobCount(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new ConfigError(
      `--jobs: expected a whole number from 1 to 9999, got ${JSON.stringify(text)}`,
    );
  }
  return Number(text);
}

const nameOf = ({ config }: Job): string => `${config.agent} seed ${config.seed}`;

/** Shows how far all runs are together. */
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

  /** `123 of 2000 episodes, 1 min 20 s left` */
  #episodes(): string {
    let [all, since, wanted] = [0, 0, 0];
    for (const { place, config } of this.#jobs) {
      const done = this.#board.episodesOf(place);
      all += done.all;
      since += done.since;
      wanted += config.episodes;
    }
    const elapsed = clock() - this.#started;
    const left = since === 0 ? '' : `, ${duration((elapsed / since) * (wanted - all))} left`;
    return `${all} of ${wanted} episodes${left}`;
  }

  show(): void {
    this.#line.show(`${this.#ended} of ${this.#jobs.length} runs, ${this.#episodes()}`);
  }

  note(text: string): void {
    this.#line.note(text);
  }

  finished(job: Job, lastFifth: number): void {
    this.#ended++;
    const count = `${this.#ended} of ${this.#jobs.length} runs`;
    this.note(`${count}: ${nameOf(job)}, last fifth ${lastFifth.toFixed(1)}; ${this.#episodes()}`);
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
      if (finished) progress.finished(job, readRun(job.folder).lastFifthMean ?? NaN);
      return true;
    } catch (error) {
      progress.complain(`${nameOf(job)} failed: ${(error as Error).message.split('\n', 1)[0]}`);
      return false;
    }
  });
  const failures = (await Promise.all(attempts)).filter((ok) => !ok).length;
  clearInterval(looks);
  progress.end();
  await pool.destroy();
  return { failures, isStopped: isStopped() };
}

/** The command that goes on where this one was stopped. */
function continueCommand(args: readonly string[], out: string): string {
  const isNamed = args.some((arg) => arg === '--out' || arg.startsWith('--out='));
  return scriptCommand('compare.ts', isNamed ? args : [...args, '--out', out]);
}

async function main(): Promise<void> {
  const { settings, own } = parseCommandLine(process.argv.slice(2), OPTIONS);
  if (own.help !== undefined) {
    console.log(HELP);
    return;
  }
  for (const name of NAMED_ABOVE) {
    if (name in settings) throw new ConfigError(`--${name}: use --${name}s`);
  }
  const out = own.out ?? join('runs', 'compare');
  const agents = (own.agents ?? 'vime,dqn').split(',');
  const twice = agents.find((agent, n) => agents.indexOf(agent) < n);
  if (twice !== undefined) throw new ConfigError(`--agents: ${twice} is named twice`);
  const all = agents.flatMap((agent) =>
    seedRange(own.seeds ?? '1-5').map((seed) => {
      const config = createConfig({ ...settings, agent, seed });
      return { config, folder: join(out, basename(defaultFolder(config))) };
    }),
  );
  for (const { folder, config } of all) checkSameConfig(folder, config);
  const waiting = all.filter(({ folder }) => finishedSummary(folder) === null);
  const board = Board.create(waiting.length);
  const jobs = waiting.map((run, place): Job => ({ ...run, place, memory: board.memory }));
  const threads = Math.min(jobCount(own.jobs), jobs.length);
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
      filename: fileURLToPath(new URL('compareWorker.ts', import.meta.url)),
      execArgv: ['--import', 'tsx'],
      maxThreads: threads,
      minThreads: threads,
    });
    ({ failures, isStopped } = await trainAll(pool, jobs, board));
  }

  const warn = (line: string): void => {
    if (!isStopped) console.error(`compare: ${line}`);
  };
  const gathered = gatherRuns([out], warn);
  const { runs } = gathered;
  const path = join(out, 'results.jsonl');
  writeResults(path, runs);
  if (runs.length > 0) {
    const compared = comparable(gathered, () => undefined);
    const { columns } = process.stdout as { readonly columns?: number };
    if (compared.length > 0) console.log(`\n${learningTables(compareRuns(compared), columns)}`);
    const without = runs.length - compared.length;
    const reason = 'maxSteps is too few for the best policy of the world';
    console.log(without > 0 ? `\nno table of ${counted(without, 'run')}: ${reason}\n` : '');
    console.log(`data                  ${path}`);
    console.log(`to draw it            ${scriptCommand('report.ts', [out])}`);
  }
  if (isStopped) {
    console.log(`to go on              ${continueCommand(process.argv.slice(2), out)}`);
  } else if (failures > 0) {
    console.error(`compare: ${failures} of ${counted(all.length, 'run')} failed`);
    process.exitCode = 1;
  }
}

await runScript('compare', main);
