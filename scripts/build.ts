/**
 * Builds the package into dist: JavaScript of the library and of the command `vime`, type declarations and maps of the library.
 *
 *   npm run build
 *
 * JavaScript has no comments, and the command neither maps nor declarations: the package stays small. Maps lead to the sources, which are
 * in the package.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** The last one checks types. */
const PASSES = {
  'the command': ['-p', 'tsconfig.bin.json'],
  'the library': [
    '-p',
    'tsconfig.build.json',
    '--noCheck',
    '--removeComments',
    '--declaration',
    'false',
    '--declarationMap',
    'false',
  ],
  'type declarations': ['-p', 'tsconfig.build.json', '--emitDeclarationOnly'],
} as const;

const SCRIPT = {
  command: 'npm run build --',
  does: 'Builds the package into dist: JavaScript, type declarations and maps.',
} as const satisfies Script;

function main(): void {
  if (!parseCommandLine(process.argv.slice(2), SCRIPT)) return;
  rmSync(`${root}dist`, { recursive: true, force: true });
  for (const [what, args] of Object.entries(PASSES)) {
    console.log(`building ${what}`);
    const { status } = spawnSync(process.execPath, [compiler, ...args], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) {
      process.exitCode = 1;
      return;
    }
  }
}

await runScript('build', main);
