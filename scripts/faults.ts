/**
 * Kills runs, damages their checkpoints, and makes their disk full, read-only or absent; then checks that nothing is lost.
 *
 *   npm run test:faults
 *   npm run test:faults -- --kills 1000 --seed 2 --long
 *
 * The last line counts: `N passed, N failed`.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { whole } from '../src/train/config/field.ts';
import { writing } from '../src/record/disk.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';
import { diskRows } from './faults/disks.ts';
import { killRows } from './faults/kills.ts';
import { memoryRow } from './faults/memory.ts';
import { sweepRow } from './faults/sweeps.ts';
import { printRow, type Row } from './faults/table.ts';

const SCRIPT = {
  command: 'npm run test:faults --',
  does: 'Kills runs, damages their checkpoints, and makes their disk full, read-only or absent; then checks that nothing is lost.',
  examples: ['npm run test:faults -- --kills 1000'],
  options: {
    kills: whole(
      100,
      [0, 999_999],
      'Kills of single runs with SIGKILL, in total, and a tenth as many of comparisons. 100 take about three minutes on two cores.',
    ),
    seed: whole(1, [0, 999_999], 'Seed of the times of the kills.'),
    long: {
      kind: 'switch',
      help: 'Also check that memory does not grow over 5,000 episodes (about a minute).',
    },
  },
} as const satisfies Script;

/** A comparison is killed once for so many kills of single runs. */
const KILLS_PER_SWEEP_KILL = 10;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { kills, seed, long } = given.own;
  const at = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-faults-')));
  chmodSync(at, 0o755); // one of the runs belongs to another user
  const folder = (name: string): string => {
    mkdirSync(join(at, name));
    return join(at, name);
  };
  console.log(`disk errors, then ${kills} kills${long ? ', then memory over a long run' : ''}`);
  const rows: Row[] = [];
  const show = (more: readonly Row[]): void => {
    more.forEach(printRow);
    rows.push(...more);
  };
  try {
    show(await diskRows(folder('disks')));
    if (kills > 0) {
      const jobs = Math.min(4, availableParallelism());
      show(await killRows(folder('kills'), kills, jobs, seed));
      show([await sweepRow(folder('sweeps'), Math.ceil(kills / KILLS_PER_SWEEP_KILL), seed)]);
    }
    if (long) show([await memoryRow(join(at, 'long'))]);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
  const count = (passed: boolean): number => rows.filter((row) => row.passed === passed).length;
  console.log(`${count(true)} passed, ${count(false)} failed`);
  process.exitCode = count(false) === 0 ? 0 : 1;
}

await runScript('faults', main);
