/**
 * The same work in PyTorch and tfjs, one thread each, beside ours.
 *
 *   npm run bench:peers
 *
 * All start from the same numbers and must come to the same results before anything is timed. Then they work in
 * turn, round after round, so that load by other processes slows all of them alike; the table has medians over rounds.
 */
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseCommandLine, type Script } from '../../scripts/commandLine.ts';
import { whole } from '../../src/train/config/field.ts';
import { LiveLine, Parts } from '../../scripts/liveLine.ts';
import { runScript } from '../../scripts/output.ts';
import { writing } from '../../src/record/disk.ts';
import { largestError } from '../check.ts';
import { describe, machine } from '../machine.ts';
import { checkFile, writeJson } from '../options.ts';
import { alignedTable, duration, markdownTable, threeDigits } from '../table.ts';
import { createProblem } from './problem.ts';
import type { Question } from './serve.ts';

const SCRIPT = {
  command: 'npm run bench:peers --',
  does: 'Times the same work in PyTorch and tfjs, one thread each, beside ours.',
  options: {
    growth: {
      kind: 'switch',
      help: 'Time the DQN step for widths and batches from small to large instead, as a Markdown table.',
    },
    rounds: whole(5, [1, 99_999], 'Rounds in turn.'),
    ms: whole(200, [1, 99_999], 'Milliseconds for each work, peer and round.'),
    json: { kind: 'text', value: 'FILE', help: 'Write the figures to this file, too.' },
  },
  notes: [
    'PyTorch is looked for as python3 (Debian: apt-get install python3-torch libopenblas0-pthread). tfjs is installed into bench/peers, nowhere else. A peer that is not available is named and left out.',
  ],
} as const satisfies Script;

const here = dirname(fileURLToPath(import.meta.url));

interface Work {
  readonly id: string;
  readonly name: string;
  /** How many times faster than PyTorch, at least. */
  readonly timesTorch?: number;
  /** ns, at most. */
  readonly most?: number;
}

const WORKS: readonly Work[] = [
  { id: 'W1', name: 'W1 greedy action, 2-64-64-3', timesTorch: 6, most: 5000 },
  { id: 'W2', name: 'W2 DQN step, batch 64', timesTorch: 1.4 },
  { id: 'W2+', name: '  with clip, soft target, average' },
  { id: 'W2u', name: '  PyTorch as usually written' },
  { id: 'W3a', name: 'W3 ELBO step, 10 rows x 10 samples', timesTorch: 3 },
  { id: 'W3u', name: '  PyTorch as usually written' },
  { id: 'W3b', name: 'W3 ELBO step, 64 rows x 1 sample', timesTorch: 3 },
  { id: 'W3x', name: 'W3x ELBO step of the default run', most: 150_000 },
  { id: 'W4-1', name: 'W4 gain of one transition', timesTorch: 15 },
  { id: 'W4-64', name: 'W4 gain of 64; peers one by one', timesTorch: 100 },
  { id: 'W4-64b', name: '  PyTorch in our batch form' },
  { id: 'W4-20000', name: 'W4 gain of 20,000', most: 20_000 * 1500 },
  { id: 'W5-1e3', name: 'W5 KL, 1e3 weights', timesTorch: 5 },
  { id: 'W5-1e5', name: 'W5 KL, 1e5 weights', timesTorch: 1 },
  { id: 'W5-1e6', name: 'W5 KL, 1e6 weights', timesTorch: 1 },
];

/** Float64 in another order of sums; Adam divides small gradients by their own size, which makes differences grow. */
const TOLERANCE_64 = 1e-9;
/** tfjs has only float32, 1e-7 a number; only losses, values and gains are compared. */
const TOLERANCE_32 = 1e-3;

interface Reply {
  readonly result?: number[];
  readonly ns?: number;
  readonly missing?: string;
  readonly about?: string;
  readonly blas?: string;
}

/** A process that answers lines with lines, one at a time. */
class Peer {
  readonly name: string;
  readonly tolerance: number;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  constructor(name: string, command: string, args: readonly string[], tolerance: number) {
    this.name = name;
    this.tolerance = tolerance;
    const oneThread = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
    this.#child = spawn(command, args, { env: { ...process.env, ...oneThread } });
    this.#child.on('error', (error) => (this.#errors += error.message));
    this.#child.stdin.on('error', () => {}); // it has ended: the missing answer tells
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  async ask(question: Question | { readonly work: 'about' }): Promise<Reply> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const next = await this.#answers.next();
    if (next.done) return { missing: this.#errors.trim().split('\n').pop() || 'ended' };
    return JSON.parse(next.value) as Reply;
  }

  end(): void {
    this.#child.stdin.end();
    this.#lines.close();
  }
}

/** A Python that has PyTorch. The first on the path may be one that has not. */
function pythonWithTorch(): string | null {
  const has = (python: string): boolean => spawnSync(python, ['-c', 'import torch']).status === 0;
  return ['python3', '/usr/bin/python3'].find(has) ?? null;
}

/** Installs tfjs into this folder. @returns what went wrong, or null */
function installTfjs(): string | null {
  if (existsSync(join(here, 'node_modules', '@tensorflow', 'tfjs-backend-wasm'))) return null;
  console.log('installing tfjs into bench/peers ...');
  const npm = spawnSync('npm', ['install', '--prefix', here, '--no-audit', '--no-fund'], {
    encoding: 'utf8',
  });
  if (npm.status === 0) return null;
  const lines = (npm.stderr || (npm.error?.message ?? 'npm failed')).trim().split('\n');
  return lines.find((line) => /error/i.test(line)) ?? lines[0];
}

async function findPeers(problemFile: string): Promise<Peer[]> {
  const ours = new Peer(
    'ours',
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(here, 'ours.ts'), problemFile],
    TOLERANCE_64,
  );
  const peers = [ours];
  const python = pythonWithTorch();
  if (python === null) {
    console.log('missing: PyTorch (Debian: apt-get install python3-torch libopenblas0-pthread)');
  } else {
    const script = join(here, 'torch_peer.py');
    const torch = new Peer('PyTorch', python, [script, problemFile], TOLERANCE_64);
    const { about, blas, missing } = await torch.ask({ work: 'about' });
    if (about === undefined) console.log(`missing: PyTorch (${missing ?? 'no answer'})`);
    else {
      peers.push(torch);
      console.log(`${about}, float64; BLAS: ${blas ?? 'unknown'}`);
      if (blas !== undefined && !/openblas|mkl|blis|atlas/i.test(blas)) {
        console.log(
          'warning: this looks like the slow reference BLAS; install libopenblas0-pthread',
        );
      }
    }
  }
  const failure = installTfjs();
  if (failure !== null) console.log(`missing: tfjs (npm install: ${failure})`);
  for (const backend of failure === null ? ['wasm', 'cpu'] : []) {
    const args = [join(here, 'tfjs.js'), problemFile, backend];
    const tfjs = new Peer(`tfjs ${backend}`, process.execPath, args, TOLERANCE_32);
    const { about, missing } = await tfjs.ask({ work: 'about' });
    if (about === undefined) console.log(`missing: tfjs ${backend} (${missing ?? 'no answer'})`);
    else {
      peers.push(tfjs);
      console.log(`${about}, float32`);
    }
  }
  return peers;
}

/**
 * Compares results with ours. A peer may give fewer numbers: the losses, not the parameters.
 *
 * @returns for each peer the works it can do, with the largest difference found
 * @throws Error if a peer computes something else
 */
async function checkAll(peers: readonly Peer[]): Promise<Map<string, Map<string, number>>> {
  const able = new Map<string, Map<string, number>>(peers.map((peer) => [peer.name, new Map()]));
  const notes: string[] = [];
  for (const { id } of WORKS) {
    let expected: number[] = [];
    for (const peer of peers) {
      const { result, missing } = await peer.ask({ ask: 'check', work: id });
      if (result === undefined) {
        if (peer.name === 'ours') throw new Error(`ours cannot do ${id}: ${missing ?? ''}`);
        if (missing !== 'not written for this peer') notes.push(`${peer.name}, ${id}: ${missing}`);
        continue;
      }
      if (peer.name === 'ours') expected = result;
      const error = largestError(result, expected.slice(0, result.length));
      if (result.length === 0 || !(error <= peer.tolerance)) {
        throw new Error(
          `${id}: ${peer.name} differs from ours by ${error}, more than ${peer.tolerance}`,
        );
      }
      able.get(peer.name)!.set(id, error);
    }
  }
  for (const note of notes) console.log(`missing: ${note}`);
  return able;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

interface Line {
  readonly work: Work;
  /** Median ns of each peer, by name. */
  readonly ns: Readonly<Record<string, number>>;
  /** Median over rounds of the peer's time divided by ours in the same round. */
  readonly ratio: Readonly<Record<string, number>>;
}

async function timeAll(
  peers: readonly Peer[],
  works: readonly Work[],
  isAble: (peer: Peer, work: Work) => boolean,
  rounds: number,
  ms: number,
): Promise<Line[]> {
  const lines: Line[] = [];
  const line = new LiveLine(process.stderr);
  const progress = new Parts(line, 'works', new Array<number>(works.length).fill(1));
  for (const work of works) {
    progress.begin(work.name);
    const ready = peers.filter((peer) => isAble(peer, work));
    const times: Record<string, number[]> = Object.fromEntries(ready.map((p) => [p.name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const peer of ready) {
        const { ns, missing } = await peer.ask({ ask: 'time', work: work.id, ms });
        if (ns === undefined) throw new Error(`${peer.name}, ${work.id}: ${missing ?? ''}`);
        times[peer.name].push(ns);
      }
    }
    const byName = (f: (name: string) => number): Record<string, number> =>
      Object.fromEntries(ready.map(({ name }) => [name, f(name)]));
    lines.push({
      work,
      ns: byName((name) => median(times[name])),
      ratio: byName((name) => median(times[name].map((t, round) => t / times['ours'][round]))),
    });
  }
  line.clear();
  return lines;
}

function targetOf({ work, ns, ratio }: Line): { wanted: string; verdict: string } {
  const wanted: string[] = [];
  const met: (boolean | null)[] = [];
  if (work.timesTorch !== undefined) {
    wanted.push(`${work.timesTorch}x`);
    met.push('PyTorch' in ratio ? ratio['PyTorch'] >= work.timesTorch : null);
  }
  if (work.most !== undefined) {
    wanted.push(`<= ${duration(work.most)}`);
    met.push(ns['ours'] <= work.most);
  }
  const verdict = met.includes(null) ? 'unknown' : met.includes(false) ? 'missed' : 'met';
  return { wanted: wanted.join(', '), verdict: met.length === 0 ? '' : verdict };
}

function table(peers: readonly Peer[], lines: readonly Line[]): string {
  const names = peers.map(({ name }) => name);
  const others = names.slice(1);
  const header = ['work', ...names, ...others.map((name) => `x ${name}`), 'target', ''];
  const rows = lines.map((line) => {
    const { wanted, verdict } = targetOf(line);
    return [
      line.work.name,
      ...names.map((name) => (name in line.ns ? duration(line.ns[name]) : '')),
      ...others.map((name) => (name in line.ratio ? threeDigits(line.ratio[name]) : '')),
      wanted,
      verdict,
    ];
  });
  return alignedTable(header, rows, 1);
}

/** The DQN step of W2 for other widths and batches, after the usual ones have been checked. */
const SWEEP: readonly Work[] = [
  ...[16, 32, 64, 128, 256, 512].map((width) => [width, 64]),
  ...[1, 8, 32, 128, 512].map((batch) => [64, batch]),
].map(([width, batch]) => ({ id: `W2:${width}:${batch}`, name: `${width}, ${batch}` }));

/** For the README: where pure TypeScript stops being the right tool. */
function sweepTable(lines: readonly Line[]): string {
  const rows = lines.map(({ work, ns, ratio }) => {
    const [, width, batch] = work.id.split(':');
    const torch =
      'PyTorch' in ns ? [duration(ns['PyTorch']), threeDigits(ratio['PyTorch'])] : ['', ''];
    return [width, batch, duration(ns['ours']), duration(ns['ours'] / Number(batch)), ...torch];
  });
  const header = ['width', 'batch', 'DQN step', 'a transition', 'PyTorch', 'times faster'];
  return markdownTable(header, rows);
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { rounds, ms, json, growth } = given.own;
  checkFile('json', json);
  const about = machine();
  console.log(describe(about));

  const folder = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-peers-')));
  const peers: Peer[] = [];
  try {
    const problemFile = join(folder, 'problem.json');
    writeFileSync(problemFile, JSON.stringify(createProblem()));
    peers.push(...(await findPeers(problemFile)));
    const able = await checkAll(peers);
    for (const peer of peers.slice(1)) {
      const errors = [...able.get(peer.name)!.values()];
      console.log(
        `${peer.name} agrees with ours on ${errors.length} works, to ${Math.max(...errors).toExponential(0)} (allowed: ${peer.tolerance})`,
      );
    }
    const lines: Line[] = growth
      ? await timeAll(peers.slice(0, 2), SWEEP, () => true, rounds, ms)
      : await timeAll(peers, WORKS, (peer, { id }) => able.get(peer.name)!.has(id), rounds, ms);
    console.log(`\nmedians of ${rounds} rounds; "x" is how many times faster ours is\n`);
    console.log(growth ? sweepTable(lines) : table(peers, lines));
    if (json !== undefined) writeJson(json, { machine: about, rounds, ms, lines });
  } finally {
    for (const peer of peers) peer.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await runScript('bench:peers', main);
