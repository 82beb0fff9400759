/**
 * A copy of the project as plain JavaScript in a temporary folder, where one file can be replaced by a mutant and the tests
 * run without a loader, all test files of a folder in one process.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders that tests import from. */
const FOLDERS = ['src', 'test', 'scripts'];

/**
 * Runs test files one after another in this process and stops after the first one that fails. uvu collects what
 * files register in a queue; giving it a fresh queue for each file makes them run in turn.
 */
const RUNNER = `
globalThis.UVU_DEFER = 1;
globalThis.UVU_INDEX = 0;
const { exec } = await import('uvu');
for (const file of process.argv.slice(2)) {
  globalThis.UVU_QUEUE = [[null]];
  await import(new URL(file, import.meta.url).href);
  await exec(true);
}
`;

export interface TestResult {
  /** Tests that passed, when every one did and the process ended well; null otherwise. */
  readonly passed: number | null;
  readonly timedOut: boolean;
  readonly seconds: number;
}

export const javaScriptOf = (file: string): string => file.replace(/\.ts$/, '.js');

/** TypeScript to JavaScript, without looking at other files; imports of `./x.ts` become `./x.js`. */
export function transpile(code: string): string {
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** Makes the copy: TypeScript as JavaScript, everything else as it is. */
export function copyProject(folder: string): void {
  for (const top of FOLDERS) {
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.d.ts')) continue;
      const from = join(entry.parentPath, entry.name);
      const to = join(folder, javaScriptOf(from.slice(root.length)));
      mkdirSync(dirname(to), { recursive: true });
      if (entry.name.endsWith('.ts')) writeFileSync(to, transpile(readFileSync(from, 'utf8')));
      else cpSync(from, to);
    }
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'runner.js'), RUNNER);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** Runs test files (such as `test/autodiff/shape.test.ts`) of a copy, up to the first failure or the time limit. */
export function runTests(
  folder: string,
  files: readonly string[],
  limitMs: number,
): Promise<TestResult> {
  const started = performance.now();
  const args = ['--max-old-space-size=1024', 'runner.js', ...files.map(javaScriptOf)];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill); // none is left behind when this process is stopped
  let output = '';
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, limitMs);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (chunk.includes('✘')) kill(); // uvu's mark of a failure: no need to wait for the rest
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', kill);
      const counts = [...output.matchAll(/Passed: +(\d+)/g)].map((match) => Number(match[1]));
      const whole = code === 0 && counts.length === files.length;
      const passed = whole ? counts.reduce((a, b) => a + b, 0) : null;
      resolve({ passed, timedOut, seconds: (performance.now() - started) / 1000 });
    });
  });
}
