/** A Slurm cluster of one node on this machine, with a key, ports and folders of its own, which are removed afterwards. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, closeSync, constants, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, hostname, totalmem, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { ConfigError } from '../../src/train/config/field.ts';

const DAEMONS = ['munged', 'mungekey', 'slurmctld', 'slurmd'];
const COMMANDS = ['sbatch', 'scancel', 'scontrol', 'sinfo', 'squeue'];

/** With the folders of daemons, which on Debian only root has on the path. */
const PATH = [process.env['PATH'] ?? '', '/usr/sbin', '/usr/local/sbin'].join(delimiter);

const SECONDS_TO_START = 60;

function isInstalled(program: string): boolean {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

/** @throws ConfigError naming the programs of Slurm and MUNGE that are missing */
export function checkInstalled(): void {
  const missing = [...DAEMONS, ...COMMANDS].filter((program) => !isInstalled(program));
  if (missing.length > 0) {
    throw new ConfigError(
      `needs Slurm and MUNGE, did not find ${missing.join(', ')}; on Debian: apt-get install slurm-wlm munge`,
    );
  }
}

export const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

/** Ports that are free now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = servers.map(
    (server) =>
      new Promise<number>((resolve, reject) => {
        server.on('error', reject);
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      }),
  );
  const found = await Promise.all(ports);
  for (const server of servers) server.close();
  return found;
}

/** The least configuration that runs jobs on one machine: no cgroups, no accounting. */
function configuration(folder: string, [controllerPort, nodePort]: readonly number[]): string {
  const node = hostname().split('.')[0];
  const user = userInfo().username;
  const settings = {
    ClusterName: 'vime',
    SlurmctldHost: `${node}(127.0.0.1)`,
    SlurmctldPort: controllerPort,
    SlurmdPort: nodePort,
    SlurmUser: user,
    SlurmdUser: user,
    AuthType: 'auth/munge',
    AuthInfo: `socket=${join(folder, 'munge.socket')}`,
    CredType: 'cred/munge',
    StateSaveLocation: join(folder, 'state'),
    SlurmdSpoolDir: join(folder, 'spool'),
    SlurmctldPidFile: join(folder, 'slurmctld.pid'),
    SlurmdPidFile: join(folder, 'slurmd.pid'),
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    JobAcctGatherType: 'jobacct_gather/none',
    AccountingStorageType: 'accounting_storage/none',
    MpiDefault: 'none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    SchedulerType: 'sched/backfill',
    ReturnToService: 2,
    MinJobAge: 3600, // seconds that the controller remembers a finished job
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const megabytes = Math.floor((0.9 * totalmem()) / 2 ** 20);
  const size = `CPUs=${availableParallelism()} RealMemory=${megabytes}`;
  return [
    ...lines,
    `NodeName=${node} NodeAddr=127.0.0.1 ${size} State=UNKNOWN`,
    `PartitionName=all Nodes=${node} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
}

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Cluster {
  /** Environment variables by which the commands of Slurm find this cluster. */
  readonly environment: NodeJS.ProcessEnv;
  readonly #folder: string;
  readonly #daemons: ChildProcess[] = [];

  /** @param folder an existing, empty one that only this user may enter */
  constructor(folder: string) {
    this.#folder = folder;
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(SLURM|SBATCH)_/.test(name),
    );
    this.environment = {
      ...Object.fromEntries(inherited),
      PATH,
      SLURM_CONF: join(folder, 'slurm.conf'),
    };
  }

  /** @throws Error with the end of the logs if the node does not come up */
  async start(): Promise<void> {
    const at = (name: string): string => join(this.#folder, name);
    writeFileSync(at('slurm.conf'), configuration(this.#folder, await freePorts(2)));
    const key = await this.run('mungekey', ['--create', `--keyfile=${at('munge.key')}`]);
    if (key.code !== 0) throw new Error(`mungekey failed: ${key.stderr.trim()}`);
    this.#launch('munged', [
      '--foreground',
      '--force', // the folder is in one that everyone may write to
      `--key-file=${at('munge.key')}`,
      `--socket=${at('munge.socket')}`,
      `--pid-file=${at('munged.pid')}`,
      `--seed-file=${at('munged.seed')}`,
      `--log-file=${at('munged.log')}`,
    ]);
    await pause(1);
    this.#launch('slurmctld', ['-D', '-i', '-f', at('slurm.conf')]);
    this.#launch('slurmd', ['-D', '-f', at('slurm.conf')]);
    await this.#waitForNode();
  }

  /** Runs a command to its end. */
  run(
    program: string,
    args: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Output> {
    const env = { ...this.environment, ...options.env };
    return new Promise((resolve) => {
      execFile(program, args, { ...options, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr: stderr === '' && error ? error.message : stderr });
      });
    });
  }

  /** Ends all jobs, then the daemons. */
  async stop(): Promise<void> {
    if (this.#daemons.length > 0) {
      await this.run('scancel', ['--quiet', `--user=${userInfo().username}`]);
      for (let tries = 0; tries < 20 && (await this.#hasJobs()); tries++) await pause(0.5);
    }
    for (const daemon of this.#daemons.reverse()) await ended(daemon);
  }

  async #hasJobs(): Promise<boolean> {
    const { code, stdout } = await this.run('squeue', ['--noheader']);
    return code === 0 && stdout.trim() !== '';
  }

  #launch(program: string, args: readonly string[]): void {
    const log = openSync(join(this.#folder, `${program}.out`), 'a');
    const stdio = ['ignore', log, log] as const;
    const daemon = spawn(program, args, { env: this.environment, stdio: [...stdio] });
    closeSync(log);
    daemon.on('error', () => undefined); // seen by the code that waits for the node
    this.#daemons.push(daemon);
  }

  async #waitForNode(): Promise<void> {
    for (let waited = 0; waited < SECONDS_TO_START; waited++) {
      const { stdout } = await this.run('sinfo', ['--noheader', '--format=%t']);
      if (stdout.trim() === 'idle') return;
      const dead = this.#daemons.find((daemon) => daemon.exitCode !== null);
      if (dead) break;
      await pause(1);
    }
    const ends = ['munged', 'slurmctld', 'slurmd'].map((program) => {
      const lines = readFileSync(join(this.#folder, `${program}.out`), 'utf8')
        .trim()
        .split('\n');
      return `${program}: ${lines.slice(-5).join('\n  ')}`;
    });
    throw new Error(`the node did not come up\n${ends.join('\n')}`);
  }
}

/** Sends SIGTERM to a process and, if it has not ended after ten seconds, SIGKILL. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await closed;
  clearTimeout(timer);
}
