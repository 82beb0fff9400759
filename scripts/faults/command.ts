/** Runs a script as a process that can be killed, and compares what it leaves. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CarOptions } from '../../src/env/car.ts';
import type { Config } from '../../src/train/config/settings.ts';

export const FILES = [
  'config.json',
  'episodes.csv',
  'episodes.jsonl',
  'maps.jsonl',
  'summary.json',
  'weights.safetensors',
];

export type Settings = Partial<Config> & Partial<CarOptions>;

/** Settings under which an episode takes milliseconds and every part of training still runs. */
export const TINY = {
  seed: 1,
  episodes: 40,
  maxSteps: 40,
  evalEpisodes: 3,
  finalEpisodes: 3,
  hiddenWidth: 8,
  batchSize: 8,
  warmupSteps: 20,
  bnnHidden: 4,
  bnnBatchSize: 8,
  refreshRows: 4,
} satisfies Settings;

export const optionsOf = (settings: object): string[] =>
  Object.entries(settings).map(([name, value]) => `--${name}=${String(value)}`);

export interface Ended {
  /** null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const NODE = [process.execPath, '--import', import.meta.resolve('tsx')];

interface Start {
  /** In `scripts/`. */
  readonly script?: 'run.ts' | 'compare.ts';
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with the output so far, whenever it grows. */
  readonly onOutput?: (stdout: string) => void;
  /** A command that runs what is put after it. */
  readonly prefix?: readonly string[];
  /** User to run as. */
  readonly uid?: number;
}

export function run(args: readonly string[], start: Start = {}): Promise<Ended> {
  const { script = 'run.ts', onStart, onOutput, prefix = [], uid } = start;
  return new Promise((resolve, reject) => {
    const [program, ...rest] = [...prefix, ...NODE, join(root, 'scripts', script), ...args];
    const user = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...user });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => onOutput?.((stdout += String(data))));
    child.stderr.on('data', (data) => (stderr += String(data)));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    onStart?.(child);
  });
}

/** A file without its clock times. */
export function content(folder: string, file: string): string {
  const text = readFileSync(join(folder, file), 'latin1');
  return text.replaceAll(/"(seconds|wallSeconds)": ?[\d.]+/g, '"$1":0');
}

/** The first difference between two folders with these files of a run, or null. */
export function difference(
  folder: string,
  expected: string,
  files: readonly string[] = FILES,
): string | null {
  const names = readdirSync(folder).sort();
  const checkpoints = names.filter((name) => name.startsWith('checkpoint-'));
  const others = names.filter((name) => !checkpoints.includes(name));
  if (others.join() !== files.join() || checkpoints.length > 1) return `files: ${names.join(' ')}`;
  const file = files.find((name) => content(folder, name) !== content(expected, name));
  return file === undefined ? null : `${file} differs`;
}

/** What is wrong with how a process ended, or null: `code` and one line of at least this on stderr. */
export function wrongEnd({ code, stderr }: Ended, wanted: number, line: RegExp): string | null {
  if (code !== wanted) return `exit code ${code}, not ${wanted}: ${stderr.slice(0, 300)}`;
  if (!/^run: [^\n]*\n$/.test(stderr)) return `not one line: ${stderr.slice(0, 300)}`;
  return line.test(stderr) ? null : `expected ${line}, got ${stderr.trim()}`;
}

/** What is wrong with the lines of episodes.jsonl so far, or null. */
export function wrongLines(folder: string, expected: string): string | null {
  const [found, whole] = [folder, expected].map((path) => content(path, 'episodes.jsonl'));
  if (!found.endsWith('\n')) return 'episodes.jsonl is empty or its last line is incomplete';
  return whole.startsWith(found)
    ? null
    : 'episodes.jsonl is not the beginning of that of the whole run';
}
