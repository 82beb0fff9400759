/** The pages of the book in a browser: nothing that axe finds fault with, terms that explain themselves, passages that set the figure. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BROWSERS, findOrInstall } from '../../../scripts/engines/browser.ts';
import { bookFiles } from '../../../scripts/book/write.ts';
import { SHORT } from '../../support/short.ts';
import { serve, type Served } from '../../../scripts/playground/serve.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STUB = '<!doctype html><html lang="en"><title>Playground</title><h1>Playground</h1></html>';

const test = suite('book');
let served: Served;
let browser: Browser;
const requested: string[] = [];

test.before(async () => {
  const files = new Map([['index.html', Buffer.from(STUB)], ...bookFiles()]);
  served = await serve(files, { path: '/a/b/', onRequest: (path) => requested.push(path) });
  const [command] = await findOrInstall(BROWSERS.chromium);
  const places = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command));
  browser = await puppeteer.launch({
    executablePath: places.find((place) => existsSync(place)) ?? command,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], // it refuses to run as root
  });
});
test.after(async () => {
  await browser.close();
  served.close();
});

interface View {
  readonly width?: number;
  readonly dark?: boolean;
  readonly scripts?: boolean;
}

/** Opens a page of the book, and closes it after `use`. An error on it fails the test. */
async function withPage(
  name: string,
  { width = 1400, dark = false, scripts = true }: View,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 800, hasTouch: width < 500 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
  ]);
  await page.goto(`${served.url}book/${name}`);
  await use(page);
  assert.equal(errors, []);
  await page.close();
}

/** The value of an expression in the page. */
const ask = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);

const attributeOf = (page: Page, selector: string, name: string): Promise<unknown> =>
  ask(page, `document.querySelector(${JSON.stringify(selector)}).getAttribute('${name}')`);

interface Finding {
  readonly id: string;
  readonly html: string;
}

const all = [...bookFiles().keys()]
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.slice('book/'.length));
/** One of each kind, and all chapters unless time is short. */
const examined = all.filter(
  (name) =>
    ['05-information-gain.html', 'glossary.html', 'src/train/shaping.ts.html'].includes(name) ||
    (!SHORT && /^(\d|index|environments|results)/.test(name)),
);

for (const [n, view] of [
  { width: 360, dark: true },
  { width: 1400, dark: false },
].entries()) {
  test(`axe finds nothing in a window of ${view.width} px`, async () => {
    // A chapter is like another: each is looked at in one of the two, the examples of each kind in both.
    const here = examined.filter((_, place) => SHORT || place % 2 === n || place > 10);
    for (const name of here) {
      await withPage(name, view, async (page) => {
        await ask(page, AXE);
        const found = (await ask(
          page,
          'axe.run({ iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, html: nodes[0].html })))',
        )) as Finding[];
        assert.equal(
          found.map(({ id, html }) => `${name}: ${id}: ${html}`),
          [],
        );
      });
    }
  });
}

test('no page is wider than a window of 360 px', async () => {
  await withPage('index.html', { width: 360 }, async (page) => {
    for (const name of all) {
      await page.goto(`${served.url}book/${name}`);
      assert.is(await ask(page, 'document.documentElement.scrollWidth'), 360, name);
    }
  });
});

const CHAPTER = '01-valley.html';

/** What is explained now, or null. */
const shownMeaning = (page: Page): Promise<unknown> =>
  ask(
    page,
    `(() => { const m = document.querySelector('#meaning'); return m.matches(':popover-open') ? m.textContent : null; })()`,
  );

test('a term explains itself under the pointer and in focus, until Escape', async () => {
  await withPage(CHAPTER, {}, async (page) => {
    const term = (await page.$('a.term'))!;
    const meaning = await attributeOf(page, 'a.term', 'data-meaning');
    assert.is(await shownMeaning(page), null);
    await term.hover();
    assert.is(await shownMeaning(page), meaning);
    await page.keyboard.press('Escape');
    assert.is(await shownMeaning(page), null);
    await term.focus();
    assert.is(await shownMeaning(page), meaning);
    assert.is(await attributeOf(page, 'a.term', 'aria-describedby'), 'meaning');
    await page.keyboard.press('Tab');
    assert.is.not(await shownMeaning(page), meaning);
  });
});

test('the first tap on a term explains it, the second leads to the glossary', async () => {
  await withPage(CHAPTER, { width: 360 }, async (page) => {
    const term = (await page.$('a.term'))!;
    const meaning = await attributeOf(page, 'a.term', 'data-meaning');
    await term.tap();
    assert.is(await shownMeaning(page), meaning);
    assert.match(page.url(), CHAPTER);
    await Promise.all([page.waitForNavigation(), term.tap()]);
    assert.match(page.url(), /glossary\.html#term-/);
  });
});

test('a passage sets the figure and is marked; on a narrow page the way back to it is offered', async () => {
  for (const width of [360, 1400]) {
    await withPage(CHAPTER, { width }, async (page) => {
      const passage = (await page.$$('a.state'))[1];
      await passage.click();
      await page.waitForFunction(
        "document.querySelector('iframe').contentWindow.location.hash === document.querySelectorAll('a.state')[1].hash",
      );
      assert.is(await attributeOf(page, '#passage-2', 'aria-current'), 'true');
      const isOffered = await ask(page, "document.querySelector('.back').checkVisibility()");
      assert.is(isOffered, width === 360);
      assert.match(page.url(), CHAPTER);
    });
  }
});

test('without scripts the text is there, a term leads to the glossary, and a passage sets the figure', async () => {
  await withPage(CHAPTER, { scripts: false }, async (page) => {
    const frame = (await page.$('iframe'))!;
    const content = await frame.contentFrame();
    const passage = (await page.$$('a.state'))[1];
    await passage.click();
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.match(content.url(), /until=episode:/);
    await Promise.all([page.waitForNavigation(), page.click('a.term')]);
    assert.match(page.url(), /glossary\.html#term-/);
  });
});

test('nothing was asked for that is not there', () => {
  assert.ok(requested.length > all.length);
  const files = new Set([...bookFiles().keys(), 'index.html'].map((name) => `/a/b/${name}`));
  assert.equal(
    requested.filter((path) => !files.has(path)),
    [],
  );
});

test.run();
