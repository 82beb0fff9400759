/** A page around the HTML of a document: head, ways to the other pages. It needs no script. */
import { escapeMarkup } from '../../src/report/draw/escape.ts';

export interface Way {
  readonly title: string;
  readonly href: string;
}

export interface Page {
  readonly title: string;
  readonly body: string;
  /** From the page to the folder of the book: `` or `../`. */
  readonly base: string;
  /** It shows the playground beside the text. */
  readonly hasFigure: boolean;
  readonly before: Way | null;
  readonly after: Way | null;
}

const link = ({ title, href }: Way, words: string): string =>
  `<a href="${href}">${words}${escapeMarkup(title)}</a>`;

export function htmlPage({ title, body, base, hasFigure, before, after }: Page): string {
  const name = 'Curiosity, from the valley to the information gain';
  const ways = [before && link(before, '← '), after && link(after, '→ ')].filter(Boolean);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<link rel="stylesheet" href="${base}book.css">
<link rel="icon" href="data:,">
<script src="${base}book.js" defer></script>
</head>
<body${hasFigure ? ' class="beside"' : ''}>
<header><nav aria-label="Book"><a href="${base}index.html">${name}</a> <a href="${base}glossary.html">Glossary</a> <a href="${base}../index.html">Playground</a></nav></header>
<main>
${body}</main>
${ways.length > 0 ? `<footer><nav aria-label="Chapters">${ways.join('\n')}</nav></footer>\n` : ''}</body>
</html>
`;
}
