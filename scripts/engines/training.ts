/** Training by scripts/run.ts, as a person would start it. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Engine, Measured, RunSpec } from './runs.ts';

const run = promisify(execFile);
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** After that long a run hangs, or the machine is busy. */
export const RUN_MS = 600_000;

/** @param start what comes before the script: an engine and its options */
export function trainCommand(start: readonly string[], out: string, spec: RunSpec): string[] {
  const settings = Object.entries(spec).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return [...start, 'scripts/run.ts', ...settings, '--out', out, '--report=false'];
}

/** The first line that a program prints. */
export async function firstLine([file, ...args]: readonly string[]): Promise<string> {
  const { stdout } = await run(file, args);
  return stdout.trim().split('\n')[0];
}

export async function execute([file, ...args]: readonly string[]): Promise<void> {
  await run(file, args, { cwd: root, timeout: RUN_MS, maxBuffer: 1 << 26 });
}

/** An engine that runs every spec in a folder of its own by `train`, and reads the digests from there. */
export function trainingEngine(
  version: string,
  folder: string,
  train: (out: string, spec: RunSpec) => Promise<void>,
): Engine {
  return {
    version,
    async measure(specs, onMeasured) {
      for (const spec of specs) {
        const out = join(folder, `${spec.agent}-${spec.episodes}`);
        const started = performance.now();
        await train(out, spec);
        const seconds = (performance.now() - started) / 1000;
        const { digest } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Measured;
        onMeasured({ ...spec, digest, seconds });
      }
    },
  };
}
