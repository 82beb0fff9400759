/**
 * The mutants of a source file, found in its syntax tree: another operator, a number off by one, a removed statement. Each
 * replaces one piece of text.
 *
 * Not changed: types, imports, and the messages of errors (everything inside a `throw`, but not the condition before it).
 */
import ts from 'typescript';

export interface Mutant {
  /** Under src, such as `autodiff/shape.ts`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** The whole line, without indentation. */
  readonly code: string;
  /** Where in `code` the replaced text begins, counted from 0. */
  readonly at: number;
  /** What is replaced: characters start to end, not including end, of the file. */
  readonly start: number;
  readonly end: number;
  readonly was: string;
  readonly now: string;
}

/** The replacements of each operator: the one that differs at the bound, then the opposite. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '++': ['--'],
  '--': ['++'],
};

const NAMES: Readonly<Record<string, string>> = {
  'Math.min': 'Math.max',
  'Math.max': 'Math.min',
  true: 'false',
  false: 'true',
};

/** Whether an operator joins texts, which is not arithmetic. */
function isText(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isText(node.left) || isText(node.right);
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function isSkipped(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isThrowStatement(node)
  );
}

/** A call or an assignment: a statement that can be removed. */
function isRemovable(node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  const { expression } = node;
  if (ts.isCallExpression(expression)) {
    return expression.expression.kind !== ts.SyntaxKind.SuperKeyword;
  }
  return (
    ts.isBinaryExpression(expression) ||
    ts.isPrefixUnaryExpression(expression) ||
    ts.isPostfixUnaryExpression(expression)
  );
}

/** n becomes n + 1, and 0. */
function otherNumbers(text: string): string[] {
  const n = Number(text.replaceAll('_', ''));
  return n === 0 ? ['1'] : [String(n + 1), '0'];
}

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly now: readonly string[];
}

/** Other texts instead of `node`. */
const instead = (node: ts.Node, now: readonly string[]): Replacement => ({
  start: node.getStart(),
  end: node.getEnd(),
  now,
});

/** `i++` becomes `i--`; `-x` and `!x` become `x`. */
function ofUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Replacement {
  const isStep =
    node.operator === ts.SyntaxKind.PlusPlusToken ||
    node.operator === ts.SyntaxKind.MinusMinusToken;
  if (!isStep) return instead(node, [node.operand.getText()]);
  const start = ts.isPrefixUnaryExpression(node) ? node.getStart() : node.getEnd() - 2;
  return {
    start,
    end: start + 2,
    now: [node.operator === ts.SyntaxKind.PlusPlusToken ? '--' : '++'],
  };
}

/** The replacements of a node itself, without those of its children. */
function replacementOf(node: ts.Node): Replacement | null {
  if (isRemovable(node)) return instead(node, [';']);
  if (ts.isNumericLiteral(node)) return instead(node, otherNumbers(node.text));
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return ofUnary(node);
  }
  if (ts.isBinaryExpression(node) && !isText(node)) {
    const operator = node.operatorToken;
    return instead(operator, OPERATORS[operator.getText()] ?? []);
  }
  const isNamed =
    ts.isPropertyAccessExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword;
  const name = isNamed ? node.getText() : '';
  return Object.hasOwn(NAMES, name) ? instead(node, [NAMES[name]]) : null;
}

/** All mutants of a file, in the order of its text. */
export function mutantsOf(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const lines = text.split('\n');
  const mutants: Mutant[] = [];
  const visit = (node: ts.Node): void => {
    if (isSkipped(node)) return;
    const found = replacementOf(node);
    if (found) {
      const { start, end } = found;
      const { line, character } = source.getLineAndCharacterOfPosition(start);
      const code = lines[line].trim();
      const at = character - lines[line].indexOf(code);
      const was = text.slice(start, end);
      for (const now of found.now) {
        mutants.push({ file, line: line + 1, code, at, start, end, was, now });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** The file's text with the replacement. */
export function applyMutant({ start, end, now }: Mutant, text: string): string {
  return text.slice(0, start) + now + text.slice(end);
}
