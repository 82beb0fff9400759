/** Holds `src/` to its layout: who may import whom, and what only `record/disk.ts` and `report/` may touch. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

/** A folder imports only from itself and from those before it. A file belongs to the longest of these that it lies in. */
const FOLDERS = [
  'math/numerics',
  'math/random',
  'math/stats',
  'math/kernels',
  'autodiff',
  'nn',
  'optim',
  'bnn',
  'env',
  'replay',
  'dqn',
  'curiosity',
  'curiosity/vime',
  'curiosity/rivals',
  'train/config',
  'train',
  'record',
  'report/draw',
  'report/runs',
  'report/tables',
  'report/phase',
  'report/charts',
  'report/pictures',
  'report/page',
  'report/terminal',
  'playground',
  'entries', // of the package
  'vime.ts', // the one file that lies in no folder
];

/** Tighter still. */
const ONLY: Readonly<Partial<Record<string, readonly string[]>>> = {
  env: ['env', 'math/numerics', 'math/random'],
  'vime.ts': ['autodiff', 'optim', 'env', 'math/random'],
};
const NEVER: Readonly<Partial<Record<string, readonly string[]>>> = {
  curiosity: ['dqn'],
  'curiosity/vime': ['dqn'],
  'curiosity/rivals': ['dqn', 'curiosity/vime'],
};

/** Only these give the same bits in every engine; the others are in src/math/numerics. */
const EXACT_MATH = ['abs', 'ceil', 'clz32', 'floor', 'imul', 'max', 'min', 'sign', 'sqrt', 'trunc'];

/** Files in a folder, at most: what a reader takes in at once. */
const MOST_FILES = 14;

/** Clock, console, process: what they say differs from run to run. */
const OUTSIDE = ['Date', 'console', 'performance', 'process'];

const folderOf = (file: string): string =>
  FOLDERS.filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)
    .at(0) ?? dirname(file);
const DISK = ['record/disk.ts'];
const mayTouchOutside = (file: string): boolean =>
  DISK.includes(file) || file.startsWith('report/') || file.startsWith('playground/');

/** What is wrong with importing `specifier` into `file` (a path under src), or null. */
function importFault(file: string, specifier: string): string | null {
  if (specifier.startsWith('node:')) {
    return mayTouchOutside(file) ? null : `imports ${specifier}`;
  }
  if (!specifier.startsWith('.')) return null; // a package
  const target = join(dirname(file), specifier);
  const from = folderOf(file);
  const to = folderOf(target);
  if (from === 'playground' && target.endsWith('.css')) return null;
  if (!target.endsWith('.ts')) return `imports ${specifier} without .ts`;
  if (!FOLDERS.includes(to)) return `imports ${target}, which is outside src/`;
  const inOrder = FOLDERS.indexOf(to) <= FOLDERS.indexOf(from);
  const allowed = ONLY[from]?.includes(to) ?? true;
  const forbidden = NEVER[from]?.includes(to) ?? false;
  return inOrder && allowed && !forbidden ? null : `imports from ${to}/`;
}

const isReExport = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;

/** Names that a file declares at its top. */
function namesIn({ statements }: ts.SourceFile): Set<string> {
  const variables = statements.filter((s) => ts.isVariableStatement(s));
  return new Set(
    variables.flatMap((s) => s.declarationList.declarations.map(({ name }) => name.getText())),
  );
}

/** Names of what a statement assigns to as the file is loaded, members included; not what functions do when they are called. */
function changedBy(statement: ts.Statement): string[] {
  const found: string[] = [];
  const inside = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclaration(node)) inside.add(node.name.getText());
    const isAssignment =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment) {
      let target: ts.Expression = node.left;
      while (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
        target = target.expression;
      }
      found.push(target.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found.filter((name) => !inside.has(name));
}

/** What is wrong with a file of src, as `file:line: fault`. Comments and text are not looked at. */
function faults(file: string, code: string): string[] {
  const found: string[] = [];
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const report = (node: ts.Node, fault: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${fault}`);
  };
  const own = namesIn(source);
  for (const statement of source.statements) {
    if (file.startsWith('entries/') && !isReExport(statement)) {
      report(statement, 'does more than re-export');
    }
    for (const changed of changedBy(statement)) {
      if (!own.has(changed) && !mayTouchOutside(file))
        report(statement, `changes ${changed} when it is loaded`);
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
        const fault = importFault(file, node.moduleSpecifier.text);
        if (fault) report(node, fault);
      }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      report(node, 'imports while it runs');
    } else if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText();
      if (operator === '**' || operator === '**=') report(node, `uses ${operator}`);
    } else if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
      if (node.text === 'Math' && !isMember) {
        const used = ts.isPropertyAccessExpression(parent) ? parent.name.text : 'as a whole';
        if (!EXACT_MATH.includes(used)) report(node, `uses Math ${used}`);
      } else if (node.text === 'globalThis') {
        report(node, 'uses globalThis');
      } else if (OUTSIDE.includes(node.text) && !isMember && !mayTouchOutside(file)) {
        report(node, `uses ${node.text}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The files of src that a file imports. */
function importsOf(file: string, code: string): string[] {
  return ts
    .preProcessFile(code)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(file), fileName));
}

/** The first way found that leads from a file back to it; null if there is none. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]): string[] | null => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = follow(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = follow(file, []);
    if (cycle) return cycle;
  }
  return null;
}

const root = new URL('../src/', import.meta.url);
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

test('every file of src stands in a folder of the layout', () => {
  const homeless = files.filter((file) => !FOLDERS.includes(folderOf(file)));
  assert.equal(homeless, []);
  assert.ok(files.length > 30, `only ${files.length} files found`);
});

test('src imports in one direction, computes exactly, and touches no clock or disk', () => {
  const found = files.flatMap((file) => faults(file, readFileSync(new URL(file, root), 'utf8')));
  assert.is(found.join('\n'), '');
});

test(`a folder of src holds at most ${MOST_FILES} files`, () => {
  const folders = files.map((file) => dirname(file));
  const full = [...new Set(folders)].filter(
    (folder) => folders.filter((other) => other === folder).length > MOST_FILES,
  );
  assert.equal(full, []);
});

test('no file of src imports itself by way of others', () => {
  const graph = new Map(
    files.map((file) => [file, importsOf(file, readFileSync(new URL(file, root), 'utf8'))]),
  );
  assert.is(cycleIn(graph)?.join(' > '), undefined);
});

test('cartpole-swingup, deep-sea and all pictures need nothing but the public interface and mathematics', () => {
  const isPublic = (file: string): boolean =>
    file === 'env/environment.ts' || /^(env\/pictures|math)\//.test(file);
  const own = files.filter(
    (file) =>
      ['env/cartpoleSwingup.ts', 'env/deepSea.ts'].includes(file) || /^env\/pictures\//.test(file),
  );
  assert.ok(own.length >= 7, own.join());
  const others = own.flatMap((file) =>
    importsOf(file, readFileSync(new URL(file, root), 'utf8'))
      .filter((imported) => !isPublic(imported))
      .map((imported) => `${file} imports ${imported}`),
  );
  assert.equal(others, []);
});

test('nothing that the playground imports needs Node', () => {
  const reached = new Set(files.filter((file) => file.startsWith('playground/')));
  for (const file of reached) {
    const code = readFileSync(new URL(file, root), 'utf8');
    assert.not.match(code, /from 'node:/, file);
    for (const next of importsOf(file, code)) if (next.endsWith('.ts')) reached.add(next);
  }
  assert.ok(reached.has('playground/main.ts') && reached.has('train/train.ts'), `${reached.size}`);
});

// The rules themselves: what each must catch and what it must let pass.
const bad: readonly (readonly [string, string, string])[] = [
  ['env/a.ts', "import { log } from '../math/kernels/reduce.ts';", 'imports from math/kernels/'],
  ['env/a.ts', "import type { A } from '../autodiff/shape.ts';", 'imports from autodiff/'],
  ['nn/a.ts', "import { Adam } from '../optim/adam.ts';", 'imports from optim/'],
  ['nn/a.ts', "export { Adam } from '../optim/adam.ts';", 'imports from optim/'],
  ['nn/a.ts', "const m = await import('../nn/mlp.ts');", 'imports while it runs'],
  ['curiosity/a.ts', "import { Dqn } from '../dqn/dqn.ts';", 'imports from dqn/'],
  ['dqn/a.ts', "import { Vime } from '../curiosity/vime/vime.ts';", 'imports from curiosity/vime/'],
  [
    'curiosity/a.ts',
    "import {\n  one,\n  two,\n} from '../train/config/config.ts';",
    'imports from train/config/',
  ],
  ['vime.ts', "import { Dqn } from './dqn/dqn.ts';", 'imports from dqn/'],
  ['vime.ts', "import { log } from './math/numerics/log.ts';", 'imports from math/numerics/'],
  ['dqn/a.ts', "import { train } from '../vime.ts';", 'imports from vime.ts/'],
  ['curiosity/a.ts', "import { one } from './b';", 'imports ./b without .ts'],
  [
    'curiosity/a.ts',
    "import { one } from '../../scripts/run.ts';",
    'imports ../scripts/run.ts, which is outside src/',
  ],
  ['train/train.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
  ['bnn/a.ts', 'const y = Math.exp(1);', 'uses Math exp'],
  ['bnn/a.ts', 'const { exp } = Math;', 'uses Math as a whole'],
  ['bnn/a.ts', 'const r = Math.random();', 'uses Math random'],
  ['report/a.ts', 'const r = Math.random();', 'uses Math random'],
  ['bnn/a.ts', 'const y = x ** 2;', 'uses **'],
  ['bnn/a.ts', 'let y = 3; y **= 2;', 'uses **='],
  ['bnn/a.ts', 'const t = Date.now();', 'uses Date'],
  ['bnn/a.ts', 'const t = new Date();', 'uses Date'],
  ['bnn/a.ts', "const home = process.env['HOME'];", 'uses process'],
  ['bnn/a.ts', 'globalThis.console.log(1);', 'uses globalThis'],
  [
    'bnn/a.ts',
    "import { b } from './b.ts'; for (let i = 0; i < 3; i++) b.c[i] = 1;",
    'changes b when it is loaded',
  ],
  ['entries/a.ts', 'export const a = 1;', 'does more than re-export'],
  ['entries/a.ts', "import './b.ts';", 'does more than re-export'],
];

for (const [file, code, fault] of bad) {
  test(`${file} must not contain ${JSON.stringify(code)}`, () => {
    assert.equal(faults(file, code), [`${file}:1: ${fault}`]);
  });
}

for (const [file, code] of [
  ['env/a.ts', "import { cos } from '../math/numerics/cos.ts';"],
  ['env/a.ts', "import { b } from './b.ts';"],
  ['report/a.ts', "import { readFileSync } from 'node:fs';"],
  ['record/disk.ts', "import { x } from 'node:fs';\nconst t = performance.now();"],
  ['train/train.ts', "import { Dqn } from '../dqn/dqn.ts';"],
  ['entries/a.ts', "export { a, type B } from '../bnn/b.ts';"],
  ['bnn/a.ts', 'const a = [1];\nlet b = 0;\na[0] = 2;\nfor (let i = 0; i < 2; i++) b += i;'],
  ['bnn/a.ts', "import { b } from './b.ts';\nexport function f() {\n  b.c = 1;\n}"],
  ['autodiff/a.ts', "import ndarray from 'ndarray';"],
  ['bnn/a.ts', 'const y = Math.sqrt(2) + Math.max(1, x.Math.exp);'],
  ['bnn/a.ts', '// Math.exp(x), x ** 2, Date\n/** new Date() */\nconst text = "Math.exp ** Date";'],
] as const) {
  test(`${file} may contain ${JSON.stringify(code)}`, () => {
    assert.equal(faults(file, code), []);
  });
}

test('a cycle of imports is found and named', () => {
  const graph = new Map([
    ['a.ts', ['b.ts', 'c.ts']],
    ['b.ts', ['c.ts']],
    ['c.ts', ['d.ts']],
    ['d.ts', ['b.ts']],
  ]);
  assert.equal(cycleIn(graph), ['b.ts', 'c.ts', 'd.ts', 'b.ts']);
  assert.is(cycleIn(new Map([...graph, ['d.ts', []]])), null);
  const code =
    "import { b } from './b.ts';\nimport type { C } from '../nn/c.ts';\nimport 'node:fs';";
  assert.equal(importsOf('bnn/a.ts', code), ['bnn/b.ts', 'nn/c.ts']);
});

test.run();
