/** The environments that are no car are written as a stranger's would be: with what the package exports, and nothing else. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('environments use the public interface');

const SRC = path.resolve(import.meta.dirname, '../../src');
const ENTRIES = ['autodiff', 'bnn', 'curiosity', 'dqn', 'env', 'numerics', 'stats', 'vime'];

/** What a file takes from others, as `FILE NAME`; files below src. */
function taken(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(SRC, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  return source.statements.flatMap((statement) => {
    const names = ts.isImportDeclaration(statement)
      ? statement.importClause?.namedBindings
      : ts.isExportDeclaration(statement)
        ? statement.exportClause
        : undefined;
    if (!names || !('elements' in names)) return [];
    const { text } = (statement as ts.ImportDeclaration).moduleSpecifier as ts.StringLiteral;
    const from = path.posix.join(path.posix.dirname(file), text);
    return names.elements.map(
      (element) => `${from} ${(element.propertyName ?? element.name).text}`,
    );
  });
}

const isPublic = new Set(ENTRIES.flatMap((entry) => taken(`entries/${entry}.ts`)));

/** Taken by the environment and by its picture, which is a file of its own, but not exported. */
function hidden(environment: string, picture: string): string[] {
  return [...taken(`env/${environment}`), ...taken(`env/pictures/${picture}`)].filter(
    (name) => !isPublic.has(name) && !name.startsWith(`env/pictures/${picture} `),
  );
}

test('swing-up and deep sea take nothing that is not exported', () => {
  assert.equal(hidden('cartpoleSwingup.ts', 'cartpolePicture.ts'), []);
  assert.equal(hidden('deepSea.ts', 'deepSeaPicture.ts'), []);
});

test('what is not exported is found: two cars share the picture of a television', () => {
  assert.ok(
    hidden('stochasticCar.ts', 'carPicture.ts').includes(
      'env/pictures/television.ts withTelevision',
    ),
  );
});

test.run();
