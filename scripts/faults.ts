/**
 * Kills runs, damages what they leave, and takes the disk away from them; then checks that nothing is lost.
 *
 *   npm run test:faults
 *   npm run test:faults -- --kills 1000 --seed 2 --long
 *
 * The last line counts: `N passed, N failed`.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, shown } from '../src/experiment/field.ts';
import { writing } from '../src/experiment/record.ts';
import { runScript } from './output.ts';
import { diskRows } from './faults/disks.ts';
import { killRows } from './faults/kills.ts';
import { memoryRow } from './faults/memory.ts';
import { sweepRow } from './faults/sweeps.ts';
import { printRow, type Row } from './faults/table.ts';

const HELP = `Kills runs, damages what they leave, and takes the disk away from them.

  npm run test:faults -- --kills 1000

  --kills N  kills of single runs with SIGKILL, in all, and N/10 of comparisons (100: about three minutes on two cores)
  --seed N   of the moments at which they come (1)
  --long     5,000 episodes as well, whose memory must not grow (about a minute)
  --help     this text`;

/** A comparison is killed once for so many kills of single runs. */
const KILLS_PER_SWEEP_KILL = 10;

interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly long: boolean;
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new ConfigError(`${option}: expected a whole number from 0 to 999999, got ${shown(text)}`);
}

/** null if the help is wanted. @throws ConfigError if an option is unknown or malformed */
function readOptions(argv: readonly string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { kills: text, seed: text, long: flag, help: flag };
  try {
    const { values } = parseArgs({ args: [...argv], options });
    if (values.help) return null;
    return {
      kills: wholeNumber('--kills', values.kills ?? '100'),
      seed: wholeNumber('--seed', values.seed ?? '1'),
      long: values.long ?? false,
    };
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    console.log(HELP);
    return;
  }
  const { kills, seed, long } = options;
  const at = writing(tmpdir(), () => mkdtempSync(join(tmpdir(), 'vime-faults-')));
  chmodSync(at, 0o755); // one of the runs belongs to another user
  const folder = (name: string): string => {
    mkdirSync(join(at, name));
    return join(at, name);
  };
  console.log(
    `taking the disk away from runs, then ${kills} kills${long ? ', then a long run' : ''}`,
  );
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
