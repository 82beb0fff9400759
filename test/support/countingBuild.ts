/**
 * A build of the project that counts what it does. Every file of `src/` is rewritten on its way through the
 * bundler, and nothing else changes, so the results keep their bits:
 *
 * - `a * b` and `a *= b` count a product, unless both are whole numbers: that is index arithmetic. (So a 1 times a 0 of
 *   a one-hot code is not counted; a 0 times a weight is.) Products inside `numerics/` are not counted, the calls are.
 * - Each function exported from `numerics/` counts its calls: logarithms, exponentials, normal distribution.
 * - `new`, and the array methods that make arrays, count an allocation of an object.
 *
 * Counts are exact and the same on every machine, which a timed test is not.
 */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import ts from 'typescript';
import { temporaryFolder } from './temporary.ts';

export interface Counts {
  readonly products: number;
  /** Calls of the functions of `numerics/`, by name. */
  readonly calls: Readonly<Record<string, number>>;
  /** Objects made by `new` or by an array method. */
  readonly allocations: number;
}

/** What the rewritten code calls; put in front of the bundle. */
const PRELUDE = `
export const __counts = { products: 0, allocations: 0, calls: {} };
const __product = (a, b) => {
  if (!Number.isInteger(a) || !Number.isInteger(b)) __counts.products++;
  return a * b;
};
const __allocated = (x) => { __counts.allocations++; return x; };
const __called = (name) => { __counts.calls[name] = (__counts.calls[name] ?? 0) + 1; };
`;

const MAKES_ARRAY = new Set([
  'slice',
  'subarray',
  'map',
  'filter',
  'flatMap',
  'from',
  'of',
  'concat',
]);

function countingTransformer(isNumerics: boolean): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const call = (name: string, ...args: ts.Expression[]): ts.Expression =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, args);
    const isExported = (node: ts.FunctionDeclaration): boolean =>
      node.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false;

    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      if (ts.isBinaryExpression(visited) && !isNumerics) {
        const { left, right, operatorToken } = visited;
        if (operatorToken.kind === ts.SyntaxKind.AsteriskToken)
          return call('__product', left, right);
        if (operatorToken.kind === ts.SyntaxKind.AsteriskEqualsToken) {
          return factory.createAssignment(left, call('__product', left, right));
        }
      }
      if (ts.isNewExpression(visited)) return call('__allocated', visited);
      if (ts.isCallExpression(visited) && ts.isPropertyAccessExpression(visited.expression)) {
        if (MAKES_ARRAY.has(visited.expression.name.text)) return call('__allocated', visited);
      }
      if (isNumerics && ts.isFunctionDeclaration(visited) && isExported(visited) && visited.body) {
        const note = factory.createExpressionStatement(
          call('__called', factory.createStringLiteral(visited.name!.text)),
        );
        const body = factory.createBlock([note, ...visited.body.statements], true);
        return factory.updateFunctionDeclaration(
          visited,
          visited.modifiers,
          visited.asteriskToken,
          visited.name,
          visited.typeParameters,
          visited.parameters,
          visited.type,
          body,
        );
      }
      return visited;
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
}

/** TypeScript in, TypeScript that counts out. */
export function countingCode(code: string, isNumerics: boolean): string {
  const source = ts.createSourceFile('a.ts', code, ts.ScriptTarget.ES2022, true);
  const { transformed } = ts.transform(source, [countingTransformer(isNumerics)]);
  return ts.createPrinter().printFile(transformed[0]);
}

const countingPlugin: Plugin = {
  name: 'count',
  setup: (build) => {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: countingCode(await readFile(path, 'utf8'), path.includes('/src/math/numerics/')),
      loader: 'ts',
    }));
  },
};

export interface CountingBuild {
  /** What the code exports; the caller knows its type. */
  readonly exports: object;
  /** Runs something and tells what it took. */
  readonly countOf: (run: () => void) => Counts;
}

/**
 * Bundles TypeScript that imports from `src/` (paths from the project's root), counting.
 */
export async function countingBuild(code: string): Promise<CountingBuild> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [countingPlugin],
    banner: { js: PRELUDE },
  });
  const file = join(temporaryFolder(), 'counting.mjs');
  writeFileSync(file, outputFiles[0].text);
  const exports = (await import(pathToFileURL(file).href)) as {
    readonly __counts: { products: number; allocations: number; calls: Record<string, number> };
  };
  const counts = exports.__counts;
  return {
    exports,
    countOf: (run) => {
      counts.products = 0;
      counts.allocations = 0;
      counts.calls = {};
      run();
      return { ...counts };
    },
  };
}
