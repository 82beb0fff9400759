/**
 * Builds the package into dist: JavaScript of the library and of the command `vime`, type declarations and maps of the library.
 *
 *   npm run build
 *
 * JavaScript has no comments, the command neither maps nor declarations, and the library only declarations that an entry leads to: the
 * package stays small. Maps lead to the sources, which are in the package.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
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

/** Removes what no user sees: declarations, and their maps, to which those of the entries do not lead. */
function pruneDeclarations(): void {
  const declarationsIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.d.ts'))
      .map((name) => join(folder, name));
  const entries = declarationsIn(join(root, 'dist', 'src', 'entries'));
  const program = ts.createProgram(entries, { module: ts.ModuleKind.NodeNext });
  const reached = new Set(program.getSourceFiles().map(({ fileName }) => resolve(fileName)));
  for (const path of declarationsIn(join(root, 'dist'))) {
    if (reached.has(path)) continue;
    rmSync(path);
    rmSync(`${path}.map`);
  }
}

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
  pruneDeclarations();
}

await runScript('build', main);
