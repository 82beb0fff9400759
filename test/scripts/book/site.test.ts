/** Holds the chapters to their form, and the pages made from them to one another: links, anchors, terms, states. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createFinder, termsOf } from '../../../scripts/book/glossary.ts';
import { bookPages, chapterPaths } from '../../../scripts/book/site.ts';
import { EXERCISES, exerciseNamed } from '../../../scripts/learn/exercises.ts';
import { anchorsOf } from '../../support/documents.ts';

const read = (path: string): string =>
  readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const chapters = chapterPaths().map((path) => ({ path, text: read(path) }));
const pages = bookPages();
const htmlPages = [...pages].flatMap(([place, content]) =>
  place.endsWith('.html') ? [[place, content as string] as const] : [],
);

const attributes = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) =>
    value.replaceAll('&amp;', '&'),
  );

for (const [n, { path, text }] of chapters.entries()) {
  test(`${path} has a number, a figure, a prediction, code, an exercise and a way on`, () => {
    assert.match(text, new RegExp(`^# ${n + 1}\\. `));
    assert.match(path, new RegExp(`/${String(n + 1).padStart(2, '0')}-`));
    assert.is(text.split('<!-- figure: ').length, 2, 'one figure');
    assert.match(text, /^<!-- code: /m);
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    assert.ok(headings.includes('Predict'));
    assert.equal(headings.slice(-2), ['Exercise', 'Read next']);
    const predict = text.slice(text.indexOf('\n## Predict'), text.indexOf('\n## Exercise'));
    assert.match(predict, /\?[^]*<details><summary>[^]*\n<\/details>/);
  });
}

test('the exercises that chapters hand out are there, and each exercise is handed out by a chapter and has its day', () => {
  const named = chapters.flatMap(({ text }) =>
    [...text.matchAll(/npm run learn -- --\w+ ([\w-]+)/g)].map(([, name]) => name),
  );
  const week = read('docs/teachers.md');
  for (const { name } of EXERCISES) {
    assert.ok(named.includes(name), `${name} is in no chapter`);
    assert.match(week, `\`${name}\``, `${name} is in no lesson`);
  }
  assert.equal(
    named.filter((name) => exerciseNamed(name) === undefined),
    [],
  );
});

test('every link of a page leads to a page, and to a place in it', () => {
  const faults = htmlPages.flatMap(([place, html]) =>
    [...attributes(html, 'href'), ...attributes(html, 'src')].flatMap((target) => {
      const [file, anchor] = target.split('#') as [string, string | undefined];
      if (/^(https?|mailto|data):/.test(target)) return [];
      const to = file === '' ? place : join(dirname(place), file);
      if (to === '../index.html') return []; // the playground
      const content = pages.get(to);
      if (content === undefined) return [`${place}: there is no ${to}`];
      if (!anchor) return [];
      const isThere = attributes(String(content), 'id').includes(anchor);
      return isThere ? [] : [`${place}: ${to} has no #${anchor}`];
    }),
  );
  assert.equal(faults, []);
});

test('no page of the book leads to the answers for teachers', () => {
  assert.ok(pages.has('teachers.html'));
  const leading = htmlPages.filter(([, html]) =>
    attributes(html, 'href').some((to) => /teachers/.test(to)),
  );
  assert.equal(leading, []);
});

test('a name marks one place of a page', () => {
  const faults = htmlPages.flatMap(([place, html]) => {
    const ids = attributes(html, 'id');
    return ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `${place}: ${id}`);
  });
  assert.equal(faults, []);
});

for (const { path, text } of chapters) {
  test(`${path}: headings have the anchors that they have on GitHub`, () => {
    const html = pages.get(`${path.slice('docs/book/'.length, -'.md'.length)}.html`) as string;
    const ids = [...html.matchAll(/<h\d id="([^"]*)">/g)].map(([, id]) => id);
    assert.equal(ids, anchorsOf(text));
  });
}

/** Without code, formulas, links' targets, titles of chapters and comments. */
const prose = (text: string): string =>
  text
    .replace(/^```[^]*?^```$|\[[^\]]*\]\(\d\d-[^)]*\)/gm, '')
    .replace(/\$\$[^]*?\$\$|\$[^$\n]*\$|`[^`]*`|<!--[^]*?-->|\]\([^)]*\)/g, ' ');

/** Words of the field and of the mathematics beyond calculus that a reader may not know. */
const WORDS = [
  ...[
    'batch',
    'covariance',
    'density',
    'distribution',
    'entropy',
    'Hessian',
    'hidden layer',
    'likelihood',
    'loss',
  ],
  ...[
    'moments',
    'nats',
    'normal',
    'parameters',
    'percentile',
    'policy',
    'quartile',
    'softplus',
    'standardised',
    'variance',
  ],
];

const glossary = termsOf(read('docs/glossary.md'));
const find = createFinder(glossary);
const boldIn = (text: string): string[] =>
  [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => words.replace(/\s+/g, ' '));

test('what is explained in bold is a term of the glossary, explained once', () => {
  const all = chapters.flatMap(({ text }) => boldIn(prose(text)));
  const names = glossary.flatMap((term) => term.names.map((name) => name.toLowerCase()));
  const isName = (words: string) =>
    [words, words.replace(/s$/, '')].some((form) => names.includes(form.toLowerCase()));
  assert.equal(
    all.filter((words) => !isName(words)),
    [],
  );
  assert.equal(
    all.filter((words, n) => all.indexOf(words) !== n),
    [],
  );
});

test('a term is explained no later than in the chapter that first uses it', () => {
  const explained = new Set<string>();
  const faults = chapters.flatMap(({ path, text }) => {
    for (const words of boldIn(prose(text))) {
      for (const { term } of find(words)) for (const name of term.names) explained.add(name);
    }
    return find(prose(text))
      .filter(({ term }) => !term.names.some((name) => explained.has(name)))
      .map(({ text: words }) => `${path}: ${words}`);
  });
  assert.equal([...new Set(faults)], []);
});

test('a word that the reader may not know is in bold no later than in the chapter that first uses it', () => {
  const known: string[] = [];
  const faults = chapters.flatMap(({ path, text }) => {
    known.push(...boldIn(prose(text)).map((words) => words.toLowerCase()));
    const isKnown = (word: string) =>
      known.some((bold) => bold.includes(word.toLowerCase().replace(/s$/, '')));
    return WORDS.filter(
      (word) => new RegExp(`\\b${word}\\b`, 'i').test(prose(text)) && !isKnown(word),
    ).map((word) => `${path}: ${word}`);
  });
  assert.equal(faults, []);
});

test.run();
