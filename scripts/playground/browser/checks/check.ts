/** What every check of the playground gets, and how it fails. */
import type { Browser, BrowserContext } from 'puppeteer-core';
import type { Theme } from '../../../../src/report/draw/palette.ts';
import { Driver } from '../driver.ts';

export interface Tools {
  readonly browser: Browser;
  /** Of the page, without what follows `#`. */
  readonly url: string;
  /** A folder for temporary files. */
  readonly folder: string;
  /** Where screenshots go; null: none are made. */
  readonly pictures: string | null;
  /** That puppeteer can give the browser. */
  readonly themes: readonly Theme[];
  /** Less of everything. */
  readonly isShort: boolean;
  /** Paths that were asked of the server so far. */
  readonly requests: readonly string[];
}

/** A name that says what holds, and what throws if it does not. */
export interface Check {
  readonly name: string;
  readonly run: (tools: Tools) => Promise<void>;
}

export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  assert(a === b, `${what}: expected ${b}, got ${a}`);
}

/**
 * Does something as a visitor who comes for the first time; errors on its console and requests after it has loaded are faults.
 *
 * @param before run in the page before its own scripts
 */
export async function inTab(
  tools: Tools,
  hash: string,
  act: (driver: Driver) => Promise<void>,
  before?: () => void,
): Promise<void> {
  const context = await tools.browser.createBrowserContext();
  try {
    await inTabOf(context, tools, hash, act, before);
  } finally {
    await context.close();
  }
}

/** The same beside other tabs of a visitor, whose database it shares. */
export async function inTabOf(
  context: BrowserContext,
  { url, requests }: Tools,
  hash: string,
  act: (driver: Driver) => Promise<void>,
  before?: () => void,
): Promise<void> {
  const driver = await Driver.create(context, url);
  try {
    if (before) await driver.page.evaluateOnNewDocument(before);
    await driver.open(hash);
    await driver.until('.status', 0, /episode|refused/);
    const loaded = requests.length;
    await act(driver);
    assertEqual(requests.slice(loaded), [], 'requests after loading');
    assertEqual(driver.errors, [], 'errors on the console');
  } finally {
    await driver.close();
  }
}
