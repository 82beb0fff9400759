/** Takes the body of a function out of a text. */
import ts from 'typescript';
import { HOLE } from './exercise.ts';

type Named = ts.FunctionDeclaration | ts.MethodDeclaration | ts.VariableDeclaration;

const functionOf = (node: Named): ts.FunctionLikeDeclaration | null => {
  if (!ts.isVariableDeclaration(node)) return node;
  return node.initializer && ts.isArrowFunction(node.initializer) ? node.initializer : null;
};

/** The functions of that name, wherever in the file. */
function functionsNamed(source: ts.SourceFile, name: string): Named[] {
  const found: Named[] = [];
  const visit = (node: ts.Node): void => {
    const isNamed =
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isVariableDeclaration(node);
    if (isNamed && node.name?.getText(source) === name && functionOf(node)?.body) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The statement that a declaration is. */
const statementOf = (node: Named): ts.Node =>
  ts.isVariableDeclaration(node) ? node.parent.parent : node;

interface Found {
  readonly node: Named;
  readonly body: ts.Node;
}

/** @throws Error unless there is exactly one function of that name */
function theFunction(text: string, name: string): Found {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2022, true);
  const found = functionsNamed(source, name);
  if (found.length !== 1) {
    throw new Error(`expected one function ${name} with a body, found ${found.length}`);
  }
  return { node: found[0], body: functionOf(found[0])!.body! };
}

/** The body of a function, as it stands in the text. */
export const bodyOf = (text: string, name: string): string =>
  theFunction(text, name).body.getText();

/** The text with another body; the function is exported, so that it can be judged. */
export function withBody(text: string, name: string, body: string): string {
  const { node, body: before } = theFunction(text, name);
  const statement = statementOf(node);
  const start = statement.getStart();
  const isHidden = !ts.isMethodDeclaration(node) && !/^export\b/.test(text.slice(start));
  return [
    text.slice(0, start),
    isHidden ? 'export ' : '',
    text.slice(start, before.getStart()),
    body,
    text.slice(before.end),
  ].join('');
}

/** The text without the body of a function, which throws instead. */
export function withoutBody(text: string, name: string): string {
  const at = text.indexOf(theFunction(text, name).node.getText());
  const indent = /^ */.exec(text.slice(text.lastIndexOf('\n', at) + 1))![0];
  return withBody(text, name, `{\n${indent}  throw new Error('${name} ${HOLE}');\n${indent}}`);
}
