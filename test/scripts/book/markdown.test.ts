import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createFinder, termsOf } from '../../../scripts/book/glossary.ts';
import { VIEWS } from '../../../scripts/book/state.ts';
import { toHtml } from '../../../scripts/book/markdown.ts';

const HIDDEN = VIEWS.filter((view) => view !== 'car' && view !== 'phase').join(',');

const html = (text: string): string =>
  toHtml(text, {
    path: 'docs/book/1-a.md',
    read: () => 'export const one = 1;\n',
    playground: '../index.html',
    findTerms: createFinder(termsOf('- **agent**: what "acts".\n')),
    termHref: ({ anchor }) => `glossary.html#${anchor}`,
    hrefOf: (target, symbol, phrase) =>
      target === 'nowhere.md' ? null : `${target}?${symbol ?? ''}&${phrase ?? ''}`,
  });

test('a term is a link with its meaning, once, and not where it is code, a link, a heading or bold', () => {
  const text = html('# The agent\n\n`agent` [agent](x.md) **agent** an agent, the agent');
  assert.is(text.split('class="term"').length, 2);
  assert.match(
    text,
    'an <a class="term" href="glossary.html#term-agent" data-meaning="what &quot;acts&quot;.">agent</a>, the agent',
  );
  assert.match(text, '<h1 id="the-agent">The agent</h1>');
  assert.match(text, '<dfn id="term-agent">agent</dfn>');
});

test('formulas become MathML, and dollars that are none stay', () => {
  assert.match(
    html('an $a_1$ and $\\mu$.'),
    /an <span class="katex"><math.*<\/math><\/span> and <span/,
  );
  assert.match(
    html('$$ x\n= 1 $$\n\nend'),
    /<div class="formula"[^>]*>.*display="block"[^]*<p>end/,
  );
  assert.match(html('costs $5 or $6'), '<p>costs $5 or $6</p>');
  assert.throws(
    () => html('$\\nosuch$'),
    /^docs\/book\/1-a.md: \$\\nosuch\$: .*Undefined control sequence/,
  );
});

test('links lead to pages, and their code and titles say where in them', () => {
  assert.match(
    html("[`one`](../x.ts 'a phrase')"),
    'href="../x.ts?one&amp;a phrase"><code>one</code>',
  );
  assert.match(html('[no page](nowhere.md)'), '<p>no page</p>');
  assert.match(html('[out](https://example.org)'), 'href="https://example.org">out');
});

test('a state of the playground sets the figure, or opens the playground where there is none', () => {
  const link = '[here](../playground.md#agents=dqn&seed=1)';
  assert.match(
    html(`${link}\n\n<!-- figure: car, phase -->\n[F](playground.md#seed=1)`),
    `<a class="state" target="figure" href="../index.html#agents=dqn&amp;seed=1&amp;embed&amp;hide=${HIDDEN}">here</a>`,
  );
  assert.match(html(link), '<p><a href="../index.html#agents=dqn&amp;seed=1">here</a></p>');
  assert.match(html('[page](../playground.md)'), 'href="../playground.md?&amp;">page');
});

test('the paragraph after <!-- figure: ... --> is the figure', () => {
  const figure = html(
    '<!-- figure: car, phase -->\n[F](playground.md#seed=1): what it\nshows.\n\nMore.',
  );
  assert.match(
    figure,
    `<iframe name="figure" title="F" src="../index.html#seed=1&amp;embed&amp;hide=${HIDDEN}"`,
  );
  assert.match(
    figure,
    /<figcaption><a class="state"[^]*what it\nshows\.[^]*href="\.\.\/index\.html#seed=1">Open/,
  );
  assert.match(figure, '<p>More.</p>');
  assert.throws(
    () => html('<!-- figure: car -->\nnothing'),
    /expected a figure that begins with a link/,
  );
  assert.throws(() => html('<!-- figure: boat -->\n[F](playground.md#seed=1)'), /got boat/);
  assert.throws(() => html('<!-- figure: car -->\n'), /expected a paragraph after/);
});

test('code is taken from the source', () => {
  const figure = html('<!-- code: src/a.ts one -->\n\nMore.');
  assert.match(figure, '<span class="word">const</span> one = 1;</code></pre>');
  assert.match(figure, '<figcaption><a href="/src/a.ts?one&">src/a.ts, line 1</a>');
  assert.throws(
    () => html('<!-- code: src/a.ts -->'),
    /expected <!-- code: FILE SYMBOL "PHRASE" --> or <!-- figure: VIEW, VIEW -->/,
  );
  assert.throws(() => html('<!-- code: src/a.ts two -->'), /expected a declaration of two/);
});

test('questions with hidden answers keep their Markdown', () => {
  const text = html('<details><summary>Q</summary>\n\nthe `answer`\n\n</details>\n');
  assert.match(
    text,
    /<details><summary>Q<\/summary>\s*<p>the <code>answer<\/code><\/p>\s*<\/details>/,
  );
});

test.run();
