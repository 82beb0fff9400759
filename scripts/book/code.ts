/** Lines of code for a page: of a symbol, or of one paragraph of it, as they stand in the source; and their colours. */
import ts from 'typescript';
import { ConfigError } from '../../src/train/config/field.ts';
import { escapeMarkup } from '../../src/report/draw/escape.ts';

export interface Excerpt {
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

type Named = ts.Node & { readonly name?: ts.Node };
type Declared = readonly [name: string, node: ts.Node];

/** What a node declares, by name: statements of a file, members of a class or an object. */
function declaredIn(node: ts.Node): Declared[] {
  const named = (member: ts.Node): Declared[] => {
    const { name } = member as Named;
    return name ? [[name.getText(), member]] : [];
  };
  if (ts.isSourceFile(node)) {
    return node.statements.flatMap((statement): Declared[] => {
      if (!ts.isVariableStatement(statement)) return named(statement);
      const { declarations } = statement.declarationList;
      return declarations.map(({ name }) => [name.getText(), statement]);
    });
  }
  if (ts.isVariableStatement(node)) {
    const { initializer } = node.declarationList.declarations[0];
    return initializer ? declaredIn(initializer) : [];
  }
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return declaredIn(node.expression);
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap(named);
  if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
    return (node.members as ts.NodeArray<ts.Node>).flatMap(named);
  }
  return [];
}

/** Without the margin that all lines share. */
function dedented(lines: readonly string[]): string {
  const margins = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}

/**
 * The lines of a symbol with the comment above them.
 *
 * @param path for messages
 * @param symbol `train`, or `CONSTANTS.eta` for a member
 * @param phrase of one paragraph of the symbol (lines up to an empty one), which alone is taken; null: all of it
 * @throws ConfigError if the code declares no such symbol, or the phrase is not there exactly once
 */
export function excerpt(
  path: string,
  code: string,
  symbol: string,
  phrase: string | null,
): Excerpt {
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  let node: ts.Node = source;
  for (const name of symbol.split('.')) {
    const found = declaredIn(node).find(([declared]) => declared === name);
    if (!found) throw new ConfigError(`${path}: expected a declaration of ${symbol}, found none`);
    node = found[1];
  }
  const comments = ts.getLeadingCommentRanges(code, node.getFullStart()) ?? [];
  const above = comments.filter(({ end }) => !/\n\s*\n/.test(code.slice(end, node.getStart())));
  const start = above.at(-1)?.pos ?? node.getStart();
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  let first = lineAt(start);
  let last = lineAt(node.getEnd());
  const lines = code.split('\n');
  if (phrase !== null) {
    const holding = lines.flatMap((line, n) =>
      n >= first && n <= last && line.includes(phrase) ? [n] : [],
    );
    if (holding.length !== 1) {
      throw new ConfigError(
        `${path}: expected "${phrase}" in one line of ${symbol}, found it in ${holding.length}`,
      );
    }
    const isBlank = (n: number): boolean => lines[n].trim() === '';
    const [from, to] = [first, last];
    for (first = last = holding[0]; first > from && !isBlank(first - 1); first--);
    while (last < to && !isBlank(last + 1)) last++;
  }
  return { text: dedented(lines.slice(first, last + 1)), line: first + 1 };
}

const WORDS =
  'as async await break case class const continue default else export extends for from function if implements import in ' +
  'instanceof interface let new of private readonly return static switch this throw type typeof void while yield';
const PARTS = new RegExp(
  [
    String.raw`(?<comment>\/\*[^]*?\*\/|\/\/[^\n]*)`,
    String.raw`(?<string>'(?:[^'\\\n]|\\.)*'|\`(?:[^\`\\]|\\.)*\`)`,
    String.raw`(?<word>\b(?:${WORDS.split(' ').join('|')})\b)`,
  ].join('|'),
  'g',
);

/** As HTML, with comments, texts and words of the language told apart. A line is never inside two elements. */
export function coloured(code: string): string {
  let html = '';
  let end = 0;
  for (const match of code.matchAll(PARTS)) {
    const [kind] = Object.entries(match.groups!).find(
      ([, text]) => (text as string | undefined) !== undefined,
    )!;
    const lines = match[0]
      .split('\n')
      .map((line) => `<span class="${kind}">${escapeMarkup(line)}</span>`);
    html += escapeMarkup(code.slice(end, match.index)) + lines.join('\n');
    end = match.index + match[0].length;
  }
  return html + escapeMarkup(code.slice(end));
}
