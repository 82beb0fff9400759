import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { missingIn, reportPage, type Page, type Section } from '../../../src/report/page/page.ts';
import { pageStyle } from '../../../src/report/page/pageStyle.ts';
import { contrast } from '../../support/contrast.ts';

const figure = { name: 'a', svg: '<svg role="img" aria-label="a"></svg>', caption: 'A figure.' };
const gif = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

const page = (...sections: Section[]): Page => ({ title: 'A title', sections });

const full = page(
  { heading: 'First', blocks: [{ kind: 'prose', text: 'Some words.' }] },
  {
    heading: 'Second',
    blocks: [
      {
        kind: 'table',
        table: { caption: 'Times', head: ['agent', 'goal'], rows: [['vime', '6']] },
      },
      { kind: 'figures', figures: [figure, figure] },
    ],
    sections: [
      {
        heading: 'A part',
        blocks: [
          { kind: 'images', images: [{ source: gif, alt: 'A car.', caption: 'It moves.' }] },
        ],
      },
    ],
  },
);

test('the page loads nothing, runs nothing and says so to the browser', () => {
  const html = reportPage(full);
  assert.not.ok(/https?:\/\//.test(html.replaceAll('http://www.w3.org/2000/svg', '')));
  assert.not.ok(/<script|<link|@import|url\(|\son\w+=|javascript:/i.test(html));
  assert.ok(
    html.includes(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`),
  );
  for (const [, source] of html.matchAll(/src="([^"]*)"/g)) assert.ok(source.startsWith('data:'));
});

test('where a picture is missing, the page says which and why, as plain text', () => {
  const missing = { name: 'run-gain', why: 'no <b>room</b>\nat all' };
  const blocks = [
    { kind: 'figures', figures: [missing, figure] },
    { kind: 'images', images: [missing] },
  ] as const;
  const section = { heading: 'One', blocks, sections: [{ heading: 'Part', blocks }] };
  const html = reportPage(page(section));
  const line = 'The picture run-gain is missing: no &lt;b&gt;room&lt;/b&gt; at all</p>';
  assert.is(html.split(line).length - 1, 4);
  assert.ok(html.includes('A figure.'));
  assert.equal(missingIn([section]), [missing, missing, missing, missing]);
});

test('an image of its own for dark pages is taken on those alone', () => {
  const dark = gif.replace('R0lG', 'R0lH');
  const image = { source: gif, dark, alt: 'A car.', caption: 'It moves.' };
  const html = reportPage(page({ heading: 'One', blocks: [{ kind: 'images', images: [image] }] }));
  assert.ok(
    html.includes(
      `<source media="(prefers-color-scheme: dark)" srcset="${dark}"><img src="${gif}"`,
    ),
  );
  const bad = { ...image, dark: 'https://elsewhere/a.gif' };
  assert.throws(
    () => reportPage(page({ heading: 'One', blocks: [{ kind: 'images', images: [bad] }] })),
    /expected an image as data/,
  );
});

test('headings, a table of contents that leads to each, one title', () => {
  const html = reportPage(full);
  assert.equal(
    [...html.matchAll(/<(h[1-6])>(.*?)<\/h/g)].map(([, level, text]) => [level, text]),
    [
      ['h1', 'A title'],
      ['h2', 'First'],
      ['h2', 'Second'],
      ['h3', 'A part'],
    ],
  );
  const links = [...html.matchAll(/<a href="#([^"]*)">/g)].map(([, id]) => id);
  assert.equal(links, ['section-1', 'section-2', 'section-2-1']);
  for (const id of links) assert.is(html.split(` id="${id}"`).length - 1, 1);
  assert.ok(html.includes('<title>A title</title>') && html.includes('<html lang="en">'));
});

test('a subtitle is part of the one title that a browser shows', () => {
  const html = reportPage({ ...full, subtitle: 'and more' });
  assert.ok(html.includes('<title>A title; and more</title>'));
  assert.ok(html.includes('<h1>A title</h1><p>and more</p>'));
});

test('facts are terms with their descriptions, and files are links, which can be folded', () => {
  const html = reportPage(
    page({
      heading: 'a',
      blocks: [
        { kind: 'facts', facts: [['seconds', '<3']] },
        { kind: 'files', files: [{ path: 'a.json', words: 'a & b' }] },
        { kind: 'files', files: [{ path: 'figures/a-b.svg' }], fold: 'Charts' },
      ],
    }),
  );
  assert.ok(html.includes('<dt>seconds</dt><dd>&lt;3</dd>'));
  assert.ok(html.includes('<li><a href="a.json">a.json</a>: a &amp; b</li>'));
  assert.match(
    html,
    /<details><summary>Charts<\/summary>\n<ul[^>]*>\n<li><a href="figures\/a-b.svg">/,
  );
});

test('a link to anything but a file beside the page is refused', () => {
  for (const path of [
    'https://example.org/a',
    '/etc/a',
    '../a',
    'a/../../b',
    'javascript:a',
    'a"b',
    '',
  ]) {
    const block = { kind: 'files', files: [{ path }] } as const;
    assert.throws(
      () => reportPage(page({ heading: 'a', blocks: [block] })),
      `reportPage: expected a path from the page to a file, got ${path}`,
    );
  }
});

test('figures, tables and images have captions, and images a text in their place', () => {
  const html = reportPage(full);
  assert.ok(html.includes('<figcaption>A figure.</figcaption>'));
  assert.ok(html.includes('<figcaption>Times</figcaption>'));
  assert.ok(html.includes('<th scope="col">goal</th>'));
  assert.ok(html.includes('<tr><th scope="row">vime</th><td>6</td></tr>'));
  assert.ok(html.includes(`<img src="${gif}" alt="A car.">`));
});

test('it fits a phone, and turns dark where the reader wants it', () => {
  const html = reportPage(full);
  assert.ok(html.includes('<meta name="viewport" content="width=device-width, initial-scale=1">'));
  assert.ok(html.includes('@media (prefers-color-scheme:dark)'));
  assert.ok(html.includes('svg [stroke="#0068a8"]{stroke:#3f95f0}'));
});

test('all text has a contrast of 4.5 or more, by day and by night', () => {
  const themes = [...pageStyle().matchAll(/:root\{(.*?)\}/g)].map(
    ([, rules]) => new Map(rules.split(';').map((rule) => rule.split(':') as [string, string])),
  );
  assert.is(themes.length, 2);
  for (const colours of themes) {
    const paper = colours.get('--paper')!;
    for (const name of ['--ink', '--faint', '--link']) {
      const ratio = contrast(colours.get(name)!, paper);
      assert.ok(ratio >= 4.5, `${name} on ${paper}: ${ratio}`);
    }
  }
});

test('hostile words stay words', () => {
  const hostile = '</title><script>alert("1")</script>';
  const html = reportPage({
    title: hostile,
    sections: [
      {
        heading: hostile,
        blocks: [
          { kind: 'prose', text: hostile },
          { kind: 'table', table: { caption: hostile, head: [hostile], rows: [[hostile]] } },
          { kind: 'figures', figures: [{ ...figure, caption: hostile }] },
          { kind: 'images', images: [{ source: gif, alt: hostile, caption: hostile }] },
        ],
      },
    ],
  });
  assert.not.ok(html.includes('<script') || html.includes('alert("1")'));
  assert.is(html.split('&lt;script&gt;alert(&quot;1&quot;)').length - 1, 12);
});

test('a figure that is drawn for narrow pages too is shown once, whatever the width', () => {
  const both = { ...figure, svg: '<svg>wide</svg>', narrow: '<svg>narrow</svg>' };
  const html = reportPage(page({ heading: 'a', blocks: [{ kind: 'figures', figures: [both] }] }));
  assert.match(html, '<div class="if-wide"><svg>wide</svg></div>');
  assert.match(html, '<div class="if-narrow"><svg>narrow</svg></div>');
  const [, wide] = /@media \(min-width:\w+\)\{(.*)/.exec(html)!;
  assert.match(html, '\n.if-wide{display:none}');
  assert.ok(wide.includes('.if-wide{display:block}') && wide.includes('.if-narrow{display:none}'));
});

test('an image from elsewhere is refused', () => {
  for (const source of [
    'https://example.org/a.png',
    'car.gif',
    'data:image/svg+xml;base64,AAAA',
    'data:image/png;base64,AA" onerror="alert(1)',
  ]) {
    const images = [{ source, alt: '', caption: '' }];
    assert.throws(
      () => reportPage(page({ heading: 'a', blocks: [{ kind: 'images', images }] })),
      /expected an image as data:image/,
    );
  }
});

test('an uneven table is refused', () => {
  const table = { caption: 'Times', head: ['a', 'b'], rows: [['1', '2'], ['1']] };
  assert.throws(
    () => reportPage(page({ heading: 'a', blocks: [{ kind: 'table', table }] })),
    'reportPage: Times: expected rows of 2 cells, got 1',
  );
});

test.run();
