/** The terms of docs/glossary.md, and where a text uses them. */
import { slugOf } from './slug.ts';

export interface Term {
  /** As the glossary writes it, without symbols: `epistemic`, `model uncertainty`. */
  readonly names: readonly string[];
  /** One or two sentences, without marks of Markdown. */
  readonly meaning: string;
  /** Its anchor in the glossary's page. */
  readonly anchor: string;
}

/** Names that are common words, too; a page that means the term links to the glossary itself. */
const COMMON = ['counts', 'unit', 'refresh', 'objective', 'score', 'kernel', 'stream', 'coverage'];

/** `discount (γ)`, `Bayesian neural network (BNN)`, `terminated, truncated` */
function namesOf(heading: string): string[] {
  const inBrackets = [...heading.matchAll(/\((\w{3,})\)/g)].map(([, name]) => name);
  const outside = heading.replace(/\([^)]*\)/g, '').split(',');
  return [...outside, ...inBrackets].map((name) => name.trim()).filter((name) => name !== '');
}

/** Of a term, by what is written in bold. */
export const anchorOf = (heading: string): string => `term-${slugOf(heading)}`;

/** In the order of the glossary. */
export function termsOf(glossary: string): Term[] {
  const items = glossary.matchAll(/^- \*\*([^*]+)\*\*: ([^]*?)(?=\n- |\n\n|\n*$(?![^]))/gm);
  return [...items].map(([, heading, text]) => ({
    names: namesOf(heading),
    meaning: text
      .replace(/\s+/g, ' ')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[`*]|\b_|_\b/g, ''),
    anchor: anchorOf(heading),
  }));
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Capitals count where a name is nothing but capitals: the DQN, but a Discount. */
const pattern = (name: string): string =>
  name === name.toUpperCase()
    ? escaped(name)
    : escaped(name).replace(/[a-z]/gi, (c) => `[${c.toLowerCase()}${c.toUpperCase()}]`);

export interface Use {
  readonly term: Term;
  readonly text: string;
  readonly index: number;
}

/** Finds terms in plain text, the longest name where several fit; common words are passed over. */
export function createFinder(terms: readonly Term[]): (text: string) => Use[] {
  const byName = terms
    .flatMap((term) => term.names.map((name) => ({ name, term })))
    .filter(({ name }) => !COMMON.includes(name))
    .sort((a, b) => b.name.length - a.name.length);
  const words = byName.map(({ name }) => `(${pattern(name).replaceAll(' ', String.raw`\s+`)})`);
  const any = new RegExp(
    String.raw`(?<![\p{L}\p{N}-])(?:${words.join('|')})(?:e?s)?(?![\p{L}\p{N}-])`,
    'gu',
  );
  return (text) =>
    [...text.matchAll(any)].map((match) => ({
      term: byName[match.slice(1).findIndex((group) => (group as string | undefined) !== undefined)]
        .term,
      text: match[0],
      index: match.index,
    }));
}
