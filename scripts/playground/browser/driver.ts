/** A real browser with the playground in it, by way of puppeteer: what a visitor does, and what the page shows then. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer, {
  type Browser,
  type BrowserContext,
  type ElementHandle,
  type Page,
} from 'puppeteer-core';
import { BROWSERS, findOrInstall, type BrowserName } from '../../engines/browser.ts';
import { Unavailable } from '../../engines/runs.ts';

const WAIT = 180_000; // ms

async function launch(name: BrowserName): Promise<Browser> {
  const [command] = await findOrInstall(BROWSERS[name]);
  const isChromium = name === 'chromium';
  return puppeteer.launch({
    browser: isChromium ? 'chrome' : 'firefox',
    executablePath: pathOf(command),
    args: isChromium
      ? ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
      : [],
  });
}

/** Starts a browser and ends it after `act`; one that is not installed is told in a line and left out. */
export async function withBrowser(
  name: BrowserName,
  act: (browser: Browser) => Promise<void>,
): Promise<void> {
  let browser;
  try {
    browser = await launch(name);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`skip ${name}: ${error.message}`);
    return;
  }
  await act(browser).finally(() => browser.close());
}

/** Where a command is that can be run. */
const pathOf = (command: string): string =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((path) => existsSync(path)) ?? command;

/** The playground in a tab of its own. */
export class Driver {
  readonly page: Page;
  readonly #url: string;
  /** Errors on its console, and exceptions. */
  readonly errors: string[] = [];

  private constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.setDefaultTimeout(WAIT);
  }

  /** @param url of the playground, without what follows `#` */
  static async create(context: BrowserContext, url: string): Promise<Driver> {
    const driver = new Driver(await context.newPage(), url);
    await driver.page.setViewport({ width: 1280, height: 900 });
    // tsx wraps functions in a helper that pages do not have.
    await driver.page.evaluateOnNewDocument('globalThis.__name = (made) => made');
    await driver.page.evaluateOnNewDocument(keepDownloads);
    return driver;
  }

  /** Loads the page with a link. */
  async open(hash: string): Promise<void> {
    await this.page.goto('about:blank'); // otherwise only the part after # would change
    await this.page.goto(this.#url + hash);
    await this.page.waitForSelector('.agent');
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  /** The text of the first element, or of the n-th from 0. */
  async text(selector: string, n = 0): Promise<string> {
    return this.page.evaluate(
      (of, at) => [...document.querySelectorAll(of)].at(at)?.textContent ?? '',
      selector,
      n,
    );
  }

  /** Waits until an element says something. */
  async until(selector: string, n: number, pattern: RegExp): Promise<string> {
    await this.page.waitForFunction(
      (of, at, source) =>
        new RegExp(source).test([...document.querySelectorAll(of)].at(at)?.textContent ?? ''),
      { polling: 100, timeout: WAIT },
      selector,
      n,
      pattern.source,
    );
    return this.text(selector, n);
  }

  /** Waits until the first agent has begun, and nothing plays any more. */
  async stopped(): Promise<void> {
    await this.until('.status', 0, /\d steps/);
    await this.until('button.primary', 0, /^Play$/);
  }

  /** Presses a button by its text. @param n which one of that text, from 0 */
  async press(text: string, n = 0): Promise<void> {
    await this.page.evaluate(
      (wanted, at) => {
        const buttons = [...document.querySelectorAll('button')];
        const button = buttons.filter(({ textContent }) => textContent === wanted).at(at);
        if (!button) throw new Error(`no button ${wanted}`);
        button.click();
      },
      text,
      n,
    );
  }

  /** Sets a field as a visitor does. */
  async fill(selector: string, value: string): Promise<void> {
    await this.page.evaluate(
      (of, to) => {
        const field = document.querySelector<HTMLInputElement | HTMLSelectElement>(of)!;
        field.value = to;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      selector,
      value,
    );
  }

  /** Chooses files to be opened in the place of the first agent. */
  async choose(paths: readonly string[]): Promise<void> {
    const input = await this.page.$('input[type=file][multiple]');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(...paths);
  }

  /** Drops a file on an element, as from the visitor's disk. */
  async drop(selector: string, n: number, name: string, bytes: Uint8Array): Promise<void> {
    await this.page.evaluate(
      (of, at, file, base64) => {
        const dataTransfer = new DataTransfer();
        const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        dataTransfer.items.add(new File([content], file));
        const init = { dataTransfer, bubbles: true, cancelable: true };
        const drop = new DragEvent('drop', init);
        [...document.querySelectorAll(of)].at(at)!.dispatchEvent(drop);
        if (!drop.defaultPrevented) throw new Error(`${of} left the file to the browser`);
      },
      selector,
      n,
      name,
      Buffer.from(bytes).toString('base64'),
    );
  }

  /** The digest of agent n at the end of its run. */
  async digest(n: number): Promise<string> {
    const line = await this.until('.digest', n, /Digest [0-9a-f]{64}/);
    return /[0-9a-f]{64}/.exec(line)![0];
  }

  /** The bytes that the page offered last as a download. */
  async downloaded(): Promise<Uint8Array> {
    await this.page.waitForFunction(() => 'lastDownload' in globalThis);
    const base64 = await this.page.evaluate(() => {
      const { lastDownload } = globalThis as unknown as { lastDownload: string };
      delete (globalThis as { lastDownload?: string }).lastDownload;
      return lastDownload;
    });
    return Buffer.from(base64, 'base64');
  }
}

/** Runs in the page: keeps what is offered as a download, as base64. */
function keepDownloads(): void {
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (object: Blob | MediaSource): string => {
    if (object instanceof Blob) {
      void object.arrayBuffer().then((buffer) => {
        let text = '';
        for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
        (globalThis as unknown as { lastDownload: string }).lastDownload = btoa(text);
      });
    }
    return create(object);
  };
}
