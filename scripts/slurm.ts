/**
 * Runs a small sweep as a job array on a Slurm cluster of one node that it starts on this machine, and the same sweep without
 * Slurm, and checks that both reports are equal, byte for byte. The last line counts: `N passed, N failed`.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writing } from '../src/record/disk.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';
import { checkInstalled, Cluster, pause } from './slurm/cluster.ts';

const AGENTS = ['vime', 'dqn'];
const SEEDS = [1, 2, 3];
const SETTINGS = ['--episodes', '3'];
const REPORT = ['report.html', 'report.md', 'report.json', 'report.csv'];
const MINUTES = 10; // two dozen seconds on two cores

const root = fileURLToPath(new URL('..', import.meta.url));
const seedRange = `${SEEDS[0]}-${SEEDS.at(-1)}`;

let [passed, failed] = [0, 0];

function check(what: string, holds: boolean, detail = ''): void {
  console.log(`${holds ? 'ok   ' : 'FAIL '} ${what}${holds ? '' : `\n${detail}`}`);
  if (holds) passed++;
  else failed++;
}

/** Runs one of the project's scripts to its end. @throws Error if it fails */
async function script(cluster: Cluster, name: string, args: readonly string[]): Promise<void> {
  const node = ['--import', import.meta.resolve('tsx'), `scripts/${name}`, ...args];
  const { code, stderr } = await cluster.run(process.execPath, node, { cwd: root });
  if (code !== 0) throw new Error(`${name} failed: ${stderr.trim()}`);
}

/** Submits the sweep. @returns the number of the job */
async function submit(cluster: Cluster, out: string): Promise<string> {
  const env = { AGENTS: AGENTS.join(','), SEEDS: seedRange, OUT: out, OPTIONS: SETTINGS.join(' ') };
  const { stdout, stderr } = await cluster.run('bash', ['scripts/sweep.sbatch', '--parsable'], {
    cwd: root,
    env,
  });
  const job = /^\d+/.exec(stdout)?.[0];
  if (job === undefined) throw new Error(`sbatch refused the job: ${stderr.trim()}`);
  return job;
}

/** Waits for all tasks. @returns `INDEX STATE` for each, by index */
async function tasksOf(cluster: Cluster, job: string): Promise<string[]> {
  for (let waited = 0; waited < 60 * MINUTES; waited++) {
    const { stdout } = await cluster.run('squeue', [
      '--noheader',
      `--jobs=${job}`,
      '--states=all',
      '--array',
      '--format=%K %T',
    ]);
    const tasks = stdout.trim().split('\n').sort();
    if (!tasks.some((task) => /PENDING|CONFIGURING|RUNNING|COMPLETING/.test(task))) return tasks;
    await pause(1);
  }
  throw new Error(`the sweep did not end within ${MINUTES} minutes`);
}

/** The output of all tasks, shown when one has failed. */
function logs(out: string): string {
  const folder = join(out, 'logs');
  if (!existsSync(folder)) return '';
  const texts = readdirSync(folder).map(
    (name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`,
  );
  return texts.join('\n');
}

async function sweepAndCompare(cluster: Cluster, at: string): Promise<void> {
  const folder = (name: string): string => join(at, name);
  console.log('      starting a Slurm cluster of one node on this machine');
  await cluster.start();
  const job = await submit(cluster, folder('sweep'));
  console.log(`      job ${job} submitted, ${AGENTS.length * SEEDS.length} tasks`);
  const tasks = await tasksOf(cluster, job);
  const expected = AGENTS.flatMap((_, a) =>
    SEEDS.map((__, s) => `${a * SEEDS.length + s} COMPLETED`),
  );
  check(
    `Slurm ran the array job: ${tasks.join(', ')}`,
    tasks.join() === expected.join(),
    `expected ${expected.join(', ')}\n${logs(folder('sweep'))}`,
  );

  console.log('      running the same sweep without Slurm, and making four reports');
  const local = ['--agents', AGENTS.join(','), '--seeds', seedRange, '--out', folder('local')];
  await script(cluster, 'compare.ts', [...local, ...SETTINGS]);
  // In other places, in another order, partly from results.jsonl: a report must not depend on it.
  mkdirSync(folder('gathered'));
  const runs = readdirSync(folder('sweep')).filter((name) => name !== 'logs');
  for (const [n, name] of runs.entries()) {
    const part = String((runs.length - n) % SEEDS.length);
    cpSync(join(folder('sweep'), name), join(folder('gathered'), part, name), { recursive: true });
  }
  const reports = {
    sweep: 'sweep',
    local: 'local',
    gathered: 'gathered',
    results: join('local', 'results.jsonl'),
  };
  for (const [name, from] of Object.entries(reports)) {
    await script(cluster, 'report.ts', [folder(from), '--out', folder(`report-${name}`)]);
  }
  for (const [name, what] of [
    ['sweep', "the sweep's"],
    ['gathered', "that of the sweep's folders, moved"],
    ['results', 'that of results.jsonl'],
  ]) {
    for (const file of REPORT) {
      const [there, here] = [name, 'local'].map((which) =>
        readFileSync(join(folder(`report-${which}`), file)),
      );
      check(
        `${file}: ${what} is the local one's, ${here.length} bytes`,
        there.equals(here) && here.length > 0,
      );
    }
  }
}

const SCRIPT = {
  command: 'npm run test:slurm --',
  does: "Runs a small sweep as a job array on a Slurm cluster of one node that it starts on this machine, and the same sweep without Slurm, and checks that both reports are equal, byte for byte. Needs Slurm and MUNGE (Debian's slurm-wlm and munge).",
} as const satisfies Script;

async function main(): Promise<void> {
  if (!parseCommandLine(process.argv.slice(2), SCRIPT)) return;
  checkInstalled();
  const at = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-slurm-')));
  const cluster = new Cluster(at);
  const cleanUp = async (): Promise<void> => {
    await cluster.stop();
    rmSync(at, { recursive: true, force: true });
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(code)));
  }
  try {
    await sweepAndCompare(cluster, at);
  } catch (error) {
    check('the sweep and its report', false, (error as Error).message);
  } finally {
    await cleanUp();
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await runScript('slurm', main);
