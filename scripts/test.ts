/**
 * Runs every test file in a process of its own, counts the tests, and fails when a file fails, runs no
 * test (uvu itself exits 0 when `test.run()` was forgotten), or, if all files are run, when the total falls below FLOOR.
 */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printedHelp } from './commandLine.ts';

/** Raise it when tests are added: a suite that shrinks unnoticed is a suite that stopped testing. */
const FLOOR = 2700;
const SECONDS_PER_FILE = 120;

const HELP = `Runs the tests.

  npm test              everything
  npm test -- autodiff  only files whose path contains "autodiff"`;

if (printedHelp(process.argv, HELP)) process.exit();
const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.every((word) => file.includes(word)))
  .sort();

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

function runFile(file: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', join(root, 'test', file)],
      {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1' },
        timeout: SECONDS_PER_FILE * 1000,
        maxBuffer: 1 << 26,
      },
      (error, stdout, stderr) => {
        const count = (label: string): number =>
          [...stdout.matchAll(new RegExp(`${label}:\\s+(\\d+)`, 'g'))].reduce(
            (n, m) => n + Number(m[1]),
            0,
          );
        const total = count('Total');
        const passed = count('Passed');
        const broken = error !== null || total === 0;
        const failed = total - passed + (broken && total === passed ? 1 : 0);
        const note = error?.killed
          ? `\nstopped after ${SECONDS_PER_FILE} s`
          : total === 0
            ? '\nran no test: is test.run() missing?'
            : '';
        resolve({ passed, failed, output: stdout + stderr + note });
      },
    );
  });
}

let passed = 0;
let failed = 0;
const queue = [...files];

async function worker(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const started = performance.now();
    const outcome = await runFile(file);
    passed += outcome.passed;
    failed += outcome.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${outcome.failed ? 'FAIL' : 'ok  '} ${file}  ${outcome.passed} passed, ${seconds} s`,
    );
    if (outcome.failed) console.log(outcome.output);
  }
}

await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));

if (files.length === 0) {
  console.log(
    `no test file under ${relative(process.cwd(), join(root, 'test')) || 'test'} matches ${wanted.join(' ')}`,
  );
  failed++;
} else if (wanted.length === 0 && passed + failed < FLOOR) {
  console.log(`only ${passed + failed} tests ran; expected at least ${FLOOR}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
