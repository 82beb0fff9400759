/** Deno, which has the V8 of Node, and Bun, which has the engine of Safari. They read TypeScript by themselves. */
import { join } from 'node:path';
import { install, type BinaryPackage } from './install.ts';
import { execute, firstLine, trainCommand, trainingEngine } from './training.ts';
import type { Engine } from './runs.ts';

const DENO: BinaryPackage = {
  packages: {
    'linux-x64': '@deno/linux-x64-glibc',
    'linux-arm64': '@deno/linux-arm64-glibc',
    'darwin-x64': '@deno/darwin-x64',
    'darwin-arm64': '@deno/darwin-arm64',
  },
  path: 'deno',
};

const BUN: BinaryPackage = {
  packages: {
    'linux-x64': '@oven/bun-linux-x64-baseline',
    'linux-arm64': '@oven/bun-linux-aarch64',
    'darwin-x64': '@oven/bun-darwin-x64-baseline',
    'darwin-arm64': '@oven/bun-darwin-aarch64',
  },
  path: join('bin', 'bun'),
};

/** Deno of a major version. */
export async function openDeno(folder: string, major: number): Promise<Engine> {
  const binary = await install(folder, 'deno', DENO, major);
  const start = [binary, 'run', '--allow-all', '--no-lock'];
  return trainingEngine(
    await firstLine([binary, '--version']),
    join(folder, 'runs-deno'),
    (out, spec) => execute(trainCommand(start, out, spec)),
  );
}

/** Bun of a major version. */
export async function openBun(folder: string, major: number): Promise<Engine> {
  const binary = await install(folder, 'bun', BUN, major);
  const version = `Bun ${await firstLine([binary, '--version'])}`;
  return trainingEngine(version, join(folder, 'runs-bun'), (out, spec) =>
    execute(trainCommand([binary], out, spec)),
  );
}
