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
import { Piscina } from 'piscina';
import { createConfig } from '../src/experiment/config.ts';
import { ConfigError } from '../src/experiment/field.ts';
import { makeFolder } from '../src/experiment/record.ts';
import { finishedSummary } from '../src/experiment/resume.ts';
import { defaultFolder } from '../src/experiment/runFolder.ts';
import { gatherRuns } from '../src/report/gatherRuns.ts';
import { learningTable } from '../src/report/learningTable.ts';
import { checkSameConfig, readRun, writeResults } from '../src/report/readRuns.ts';
import { optionsHelp, parseCommandLine, reportMistake } from './commandLine.ts';
import type { Job } from './compareWorker.ts';

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
  const jobs: Job[] = agents.flatMap((agent) =>
    seedRange(own.seeds ?? '1-5').map((seed) => {
      const config = createConfig({ ...settings, agent, seed });
      return { config, folder: join(out, basename(defaultFolder(config))) };
    }),
  );
  for (const { folder, config } of jobs) checkSameConfig(folder, config);
  const waiting = jobs.filter(({ folder }) => finishedSummary(folder) === null);
  const threads = Math.min(jobCount(own.jobs), Math.max(1, waiting.length));
  makeFolder(out);
  const before = `${jobs.length} runs, ${jobs.length - waiting.length} finished before`;
  console.log(waiting.length === 0 ? before : `${before}, ${threads} at a time`);

  const pool = new Piscina({
    filename: fileURLToPath(new URL('compareWorker.ts', import.meta.url)),
    execArgv: ['--import', 'tsx'],
    maxThreads: threads,
    minThreads: threads,
  });
  const started = performance.now();
  const minutes = (): number => (performance.now() - started) / 60_000;
  let done = 0;
  const attempts = waiting.map(async (job) => {
    const name = `${job.config.agent} seed ${job.config.seed}`;
    try {
      await pool.run(job);
      const { lastFifthMean } = readRun(job.folder);
      done++;
      const left = (minutes() / done) * (waiting.length - done);
      console.log(
        `${done}/${waiting.length}  ${name}  last fifth ${(lastFifthMean ?? NaN).toFixed(1)}  ${left.toFixed(1)} min left`,
      );
      return true;
    } catch (error) {
      console.error(`compare: ${name} failed: ${(error as Error).message}`);
      return false;
    }
  });
  const failures = (await Promise.all(attempts)).filter((ok) => !ok).length;
  await pool.destroy();
  if (waiting.length > 0)
    console.log(`${done} of ${waiting.length} runs in ${minutes().toFixed(1)} min`);

  const { runs } = gatherRuns([out], (line) => console.error(`compare: ${line}`));
  const path = join(out, 'results.jsonl');
  writeResults(path, runs);
  console.log(`\n${learningTable(runs)}\n\n${path}`);
  if (failures > 0) {
    console.error(`compare: ${failures} of ${jobs.length} runs failed`);
    process.exitCode = 1;
  }
}

try {
  await main();
} catch (error) {
  reportMistake('compare', error);
}
