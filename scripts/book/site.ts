/** The pages of the book: its chapters, and the documents and files of code that they lead to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join, relative } from 'node:path/posix';
import { escapeMarkup } from '../../src/report/draw/escape.ts';
import { coloured, excerpt } from './code.ts';
import { createFinder, termsOf } from './glossary.ts';
import { htmlPage, type Way } from './layout.ts';
import { toHtml } from './markdown.ts';
import { stateOf } from './state.ts';
import { bookStyle } from './style.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const BOOK = 'docs/book/';
const INDEX = `${BOOK}README.md`;
const GLOSSARY = 'docs/glossary.md';
/** With answers: no page of the book leads to it. */
const TEACHERS = 'docs/teachers.md';

const read = (path: string): string => readFileSync(root + path, 'utf8');
const isFile = (path: string): boolean => existsSync(root + path) && statSync(root + path).isFile();

/** Seen from the root, in order. */
export const chapterPaths = (): string[] =>
  readdirSync(root + BOOK)
    .filter((name) => /^\d+-.*\.md$/.test(name))
    .sort()
    .map((name) => BOOK + name);

const titleOf = (text: string): string => /^# (.*)$/m.exec(text)?.[1].replaceAll('`', '') ?? '';

/** Where the page of a file is, seen from the folder of the book. */
function placeOf(path: string): string {
  if (path === INDEX) return 'index.html';
  if (/\.(png|svg|gif)$/.test(path)) return path;
  const inDocs = /^docs\/(?:book\/)?([^/]+)\.md$/.exec(path);
  return inDocs ? `${inDocs[1]}.html` : `${path}.html`;
}

/** Files that a document's links lead to, from the root; those with a state lead to the playground itself. */
const targetsOf = (path: string, text: string): string[] =>
  [...text.matchAll(/\]\(([^()\s]+)|(?:src|srcset)="([^"]+)"|<!-- code: (\S+)/g)]
    .map(([, link, picture, code]) => ({ target: link || picture, code }))
    .filter(({ target }) => stateOf(target) === null)
    .map(({ target, code }) => (target ? join(dirname(path), target.split('#')[0]) : code))
    .filter((target) => !target.startsWith('..') && isFile(target));

/** The line of a file that declares a symbol or holds a phrase, from 1; null: it cannot be told. */
function lineOf(path: string, symbol: string | null, phrase: string | null): number | null {
  const code = read(path);
  const at = phrase === null ? -1 : code.split('\n').findIndex((line) => line.includes(phrase));
  if (at >= 0) return at + 1;
  if (symbol === null || !path.endsWith('.ts')) return null;
  try {
    return excerpt(path, code, symbol, null).line;
  } catch {
    return null; // a method, or the path itself
  }
}

function codePage(path: string): string {
  const lines = coloured(read(path).trimEnd()).split('\n');
  const rows = lines.map((line, n) => `<span class="line" id="L${n + 1}">${line}</span>`);
  return `<h1>${escapeMarkup(path)}</h1>\n<pre class="file" tabindex="0" role="group" aria-label="Code"><code>${rows.join('\n')}</code></pre>\n`;
}

/** By its place in the folder of the book. */
export function bookPages(): Map<string, string | Uint8Array> {
  const chapters = [INDEX, ...chapterPaths()];
  const first = [...chapters, GLOSSARY, TEACHERS];
  const held = new Set(first);
  for (const path of first) {
    for (const target of targetsOf(path, read(path))) held.add(target);
  }
  for (const path of [...held].filter((name) => name.startsWith('docs/'))) {
    const pictures = targetsOf(path, read(path)).filter((name) => /\.(png|svg|gif)$/.test(name));
    for (const picture of pictures) held.add(picture);
  }
  const terms = termsOf(read(GLOSSARY));
  const findTerms = createFinder(terms);
  const pages = new Map<string, string | Uint8Array>();

  for (const path of held) {
    const place = placeOf(path);
    const depth = place.split('/').length - 1;
    const base = '../'.repeat(depth);
    if (place === path) {
      pages.set(place, readFileSync(root + path));
      continue;
    }
    const href = (to: string): string => relative(dirname(place), placeOf(to)) || placeOf(to);
    const at = chapters.indexOf(path);
    const wayTo = (n: number): Way | null =>
      at >= 0 && n >= 0 && n < chapters.length
        ? { title: titleOf(read(chapters[n])), href: href(chapters[n]) }
        : null;
    const text = read(path);
    const isDocument = path.endsWith('.md');
    const body = isDocument
      ? toHtml(text, {
          path,
          read,
          playground: `${base}../index.html`,
          findTerms: path.startsWith(BOOK) ? findTerms : () => [],
          termHref: ({ anchor }) => `${href(GLOSSARY)}#${anchor}`,
          hrefOf: (target, symbol, phrase) => {
            const [file, anchor] = target.split('#') as [string, string | undefined];
            if (file === '') return target;
            const to = file.startsWith('/') ? file.slice(1) : join(dirname(path), file);
            if (!held.has(to)) return null;
            if (anchor !== undefined) return `${href(to)}#${anchor}`;
            const line = to.endsWith('.md') ? null : lineOf(to, symbol, phrase);
            return line === null ? href(to) : `${href(to)}#L${line}`;
          },
        })
      : codePage(path);
    pages.set(
      place,
      htmlPage({
        title: isDocument ? titleOf(text) : path,
        body,
        base,
        hasFigure: body.includes('<iframe'),
        before: wayTo(at - 1),
        after: wayTo(at + 1),
      }),
    );
  }
  pages.set('book.css', bookStyle());
  pages.set('book.js', read('scripts/book/page.js'));
  return pages;
}
