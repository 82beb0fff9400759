/** Kills comparisons of many runs with SIGKILL and starts them again. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { content, difference, FILES, optionsOf, run, TINY, type Ended } from './command.ts';
import type { Row } from './table.ts';

const RESULTS = 'results.jsonl';
const KILLS_PER_COMPARISON = 5;
/** A comparison keeps no phase-space maps. */
const RUN_FILES = FILES.filter((file) => file !== 'maps.jsonl');

/** Eight runs on two threads, each with two checkpoints on its way. */
const COMPARISON = { ...TINY, episodes: 60, agents: 'vime,dqn', seeds: '1-4', jobs: 2 };
const OPTIONS = optionsOf(COMPARISON).filter((option) => !option.startsWith('--seed='));

const commandFor = (out: string): string[] => [...OPTIONS, '--out', out];

/** Starts it, and kills it after these milliseconds unless it has ended. */
function compare(out: string, milliseconds = Infinity): Promise<Ended> {
  return run(commandFor(out), {
    script: 'compare.ts',
    onStart: (child) => {
      if (milliseconds === Infinity) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
      child.on('close', () => clearTimeout(timer));
    },
  });
}

/** What is wrong with a comparison that has ended, or null. */
function wrongFinish({ code, stderr }: Ended, out: string, expected: string): string | null {
  if (code !== 0) return `exit code ${code}: ${stderr.slice(0, 300)}`;
  const [found, wanted] = [out, expected].map((folder) => readdirSync(folder).sort().join(' '));
  if (found !== wanted) return `files: ${found}`;
  if (content(out, RESULTS) !== content(expected, RESULTS)) return `${RESULTS} differs`;
  for (const name of wanted.split(' ').filter((entry) => entry !== RESULTS)) {
    const fault = difference(join(out, name), join(expected, name), RUN_FILES);
    if (fault !== null) return `${name}: ${fault}`;
  }
  return null;
}

/** Starts a comparison again after each kill, after the last one until it finishes. @returns the number of kills */
async function killUntilDone(
  out: string,
  expected: string,
  milliseconds: number,
  rng: Rng,
  wrong: string[],
): Promise<number> {
  const limit = (): number => milliseconds * (0.3 + 0.7 * rng.uniform());
  let kills = 0;
  let ended = await compare(out, limit());
  // Without a time limit the comparison must end by itself: ending by a signal is a fault.
  while (ended.code === null && kills < KILLS_PER_COMPARISON) {
    kills++;
    ended = await compare(out, kills < KILLS_PER_COMPARISON ? limit() : Infinity);
  }
  const fault = wrongFinish(ended, out, expected);
  if (fault !== null) wrong.push(`${fault}, after ${kills} kills`);
  return kills;
}

/**
 * @param at    an empty folder
 * @param kills least number in total
 */
export async function sweepRow(at: string, kills: number, seed: number): Promise<Row> {
  const expected = join(at, 'never-stopped');
  const started = performance.now();
  const whole = await compare(expected);
  const milliseconds = performance.now() - started;
  const wrong: string[] = [];
  if (whole.code !== 0) wrong.push(`never stopped: ${whole.stderr.slice(0, 300)}`);

  let [done, sweeps] = [0, 0];
  while (done < kills && wrong.length === 0) {
    const out = join(at, String(sweeps));
    const rng = stream(seed, `faults/sweep/${sweeps++}`);
    done += await killUntilDone(out, expected, milliseconds, rng, wrong);
  }
  return {
    name: 'killed: a comparison of eight runs',
    passed: wrong.length === 0,
    figures: `${done} kills of ${sweeps} comparisons`,
    faults: wrong,
  };
}
