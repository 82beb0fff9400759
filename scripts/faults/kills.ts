/** Kills runs with SIGKILL, damages their checkpoints, and resumes them. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stream, type Rng } from '../../src/math/random/rng.ts';
import { difference, optionsOf, run, TINY, type Ended, type Settings } from './command.ts';
import type { Row } from './table.ts';

/** Settings whose runs have different parts in their state. */
const KINDS: Readonly<Record<string, Settings>> = {
  'vime, sparse': TINY,
  'dqn, dense': { ...TINY, agent: 'dqn', reward: 'dense' },
  'medians, drawn weights': {
    ...TINY,
    bonusUnit: 'collected',
    noise: 'fixed',
    likelihood: 'weight',
  },
  'gain of the outcome, small ring': {
    ...TINY,
    curiosity: 'information-gain',
    refreshRows: 2,
    replayCapacity: 200,
  },
};

const KILLS_PER_RUN = 5;

interface Count {
  kills: number;
  /** Kills while a file was being written, which left its temporary file. */
  inWrites: number;
  /** Checkpoints damaged between a kill and the resumption. */
  damaged: number;
}

/** Kills at a random time: after some milliseconds, or while a checkpoint is being written. */
function killer(folder: string, rng: Rng, milliseconds: number): (child: ChildProcess) => void {
  const delay = milliseconds * (0.2 + 0.8 * rng.uniform());
  const write = rng.uniform() < 0.5 ? 1 + rng.integer(20) : Infinity;
  return (child) => {
    const kill = (): boolean => child.kill('SIGKILL');
    const timer = setTimeout(kill, delay);
    const seen = new Set<string>();
    const watcher =
      write < Infinity
        ? watch(folder, (_, name) => {
            if (name?.startsWith('checkpoint') && name.endsWith('.tmp')) seen.add(name);
            if (seen.size >= write) kill();
          })
        : null;
    child.on('close', () => {
      clearTimeout(timer);
      watcher?.close();
    });
  };
}

/** Truncates the newest checkpoint or flips a bit of it. */
function damageNewest(folder: string, rng: Rng): boolean {
  const episodes = readdirSync(folder).flatMap((name) => {
    const match = /^checkpoint-(\d+)\.safetensors$/.exec(name);
    return match ? [Number(match[1])] : [];
  });
  if (episodes.length === 0) return false;
  const path = join(folder, `checkpoint-${Math.max(...episodes)}.safetensors`);
  const bytes = readFileSync(path);
  if (rng.uniform() < 0.5) writeFileSync(path, bytes.subarray(0, rng.integer(bytes.length)));
  else {
    bytes[rng.integer(bytes.length)] ^= 1 << rng.integer(8);
    writeFileSync(path, bytes);
  }
  return true;
}

const commandFor = (folder: string, settings: Settings): string[] =>
  existsSync(join(folder, 'config.json'))
    ? ['--resume', folder, '--checkpoint-every=1', '--quiet']
    : [...optionsOf(settings), '--out', folder, '--checkpoint-every=1', '--quiet'];

/** Kills and resumes one run until it finishes. @returns what is wrong with the result, or null */
async function killAndResume(
  folder: string,
  settings: Settings,
  expected: string,
  milliseconds: number,
  rng: Rng,
  count: Count,
): Promise<string | null> {
  mkdirSync(folder); // so that it can be watched
  for (let n = 0; n < KILLS_PER_RUN; n++) {
    const ended = await run(commandFor(folder, settings), {
      onStart: killer(folder, rng, milliseconds),
    });
    if (ended.code !== null) return wrongFinish(ended, folder, expected); // it finished before the kill
    count.kills++;
    if (readdirSync(folder).some((name) => name.endsWith('.tmp'))) count.inWrites++;
    if (rng.uniform() < 0.25 && damageNewest(folder, rng)) {
      const resumed = await run(commandFor(folder, settings));
      if (!/ is damaged: /.test(resumed.stderr)) return `no warning: ${resumed.stderr}`;
      count.damaged++;
      return wrongFinish(resumed, folder, expected);
    }
  }
  return wrongFinish(await run(commandFor(folder, settings)), folder, expected);
}

function wrongFinish({ code, stderr }: Ended, folder: string, expected: string): string | null {
  if (code !== 0) return `exit code ${code}: ${stderr.slice(0, 300)}`;
  const strange = stderr
    .split('\n')
    .find(
      (line) => line !== '' && !/^run: .*( is damaged: | holds no whole checkpoint: )/.test(line),
    );
  return strange ?? difference(folder, expected);
}

/**
 * @param at    an empty folder
 * @param kills least number in total
 * @param jobs  runs at a time
 */
export async function killRows(
  at: string,
  kills: number,
  jobs: number,
  seed: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  const kinds = Object.entries(KINDS);
  for (const [k, [name, settings]] of kinds.entries()) {
    const wanted = Math.ceil(kills / kinds.length);
    const count: Count = { kills: 0, inWrites: 0, damaged: 0 };
    const expected = join(at, `${k}-never-stopped`);
    const started = performance.now();
    await run([...optionsOf(settings), '--out', expected, '--checkpoint-every=1', '--quiet']);
    const milliseconds = performance.now() - started;

    const wrong: string[] = [];
    let runs = 0;
    const worker = async (): Promise<void> => {
      while (count.kills < wanted) {
        const n = runs++;
        const rng = stream(seed, `faults/${name}/${n}`);
        const folder = join(at, `${k}-${n}`);
        const fault = await killAndResume(folder, settings, expected, milliseconds, rng, count);
        if (fault !== null) wrong.push(`run ${n}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: jobs }, worker));
    rows.push({
      name: `killed: ${name}`,
      passed: wrong.length === 0,
      figures: `${count.kills} kills in ${runs} runs, ${count.inWrites} while writing, ${count.damaged} checkpoints damaged`,
      faults: wrong,
    });
  }
  return rows;
}
