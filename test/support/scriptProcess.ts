/** Scripts as processes of their own, whose output goes nowhere. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly error: string;
}

/** Runs a script whose output goes nowhere: to a pipe that nobody reads, or to a disk that is full. */
export function runWith(args: readonly string[], output: 'closed' | '/dev/full'): Promise<Ended> {
  const full = output === 'closed' ? null : openSync(output, 'w');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
      cwd: root,
      stdio: ['ignore', full ?? 'pipe', 'pipe'],
    });
    if (full !== null) closeSync(full);
    child.stdout?.destroy();
    let error = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, error }));
  });
}
