/** The single runs that the documents show: of each agent the median run of the published data, trained again for its maps. */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../src/train/config/field.ts';
import { parseSummary, type RunData } from '../src/record/readBack.ts';
import { exists, pathIn, readText } from '../src/record/disk.ts';
import type { Summary } from '../src/record/runSummary.ts';
import { changesOf } from '../src/report/runs/ablation.ts';
import { medianRun } from '../src/report/runs/medianRun.ts';
import { readResults } from '../src/report/runs/readRuns.ts';

/** A median run, and the folder in which it is shown. */
export interface MedianRun {
  readonly folder: string;
  readonly run: RunData;
}

/**
 * @param data    file of the published runs
 * @param folder  with a folder for each agent
 * @param agents  that are shown
 * @throws ConfigError if there is no run of one of them with its usual settings
 */
export function medianRuns(data: string, folder: string, agents: readonly string[]): MedianRun[] {
  const usual = readResults(data).filter((run) => changesOf(run).length === 0);
  return agents.map((name) => {
    const runs = usual.filter(({ agent }) => agent === name);
    if (runs.length === 0) {
      throw new ConfigError(`${data}: expected runs of ${name} as it is, found none; publish some`);
    }
    return { folder: pathIn(folder, name), run: medianRun(runs) };
  });
}

function summaryIn(folder: string): Summary | null {
  const path = pathIn(folder, 'summary.json');
  return exists(path) ? parseSummary(path, readText(path)) : null;
}

/** Whether the folder holds a run of that seed. */
export const isShown = ({ folder, run }: MedianRun): boolean =>
  summaryIn(folder)?.seed === run.seed;

/** The same, equal in every weight and record. */
const isSame = ({ folder, run }: MedianRun): boolean => summaryIn(folder)?.digest === run.digest;

/**
 * Trains a median run in the place of what its folder holds, unless it is there.
 *
 * @returns what is wrong with it: made by this version, it is another run than the published one; null: nothing
 * @throws ConfigError if it cannot be trained
 */
export function trainMedianRun(median: MedianRun): string | null {
  const { folder, run } = median;
  const { agent, env, reward, seed } = run;
  if (isSame(median)) return null;
  console.log(`training the median run of ${agent}, seed ${seed}`);
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  const settings = { agent, env, reward, seed, report: false, out: made, 'checkpoint-every': 0 };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args, '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  if (status !== 0) throw new ConfigError(`${made}: the median run of ${agent} was not trained`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
  return isSame(median)
    ? null
    : `the median run of ${agent}, seed ${seed}, has another digest than in the data, which another version made`;
}
