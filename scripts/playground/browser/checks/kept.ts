/** Runs that the browser keeps: after the page was closed, after a tab was dropped, and where nothing can be kept. */
import type { BrowserContext } from 'puppeteer-core';
import type { Driver } from '../driver.ts';
import { train, type Spec } from '../nodeRun.ts';
import { assertEqual, inTab, inTabOf, type Check, type Tools } from './check.ts';

const linkOf = ({ agent, seed, episodes }: Spec): string =>
  `#agents=${agent}&seed=${seed}&episodes=${episodes}`;

/** Runs in the page: whether its database holds a run. */
async function isKept(): Promise<boolean> {
  const wait = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('the database refused'));
    });
  if ((await indexedDB.databases()).length === 0) return false;
  const database = await wait(indexedDB.open('vime-playground'));
  const count = await wait(database.transaction('runs').objectStore('runs').count());
  database.close();
  return count > 0;
}

/** Runs in the page: loses the database, as when the visitor empties the browser's memory. */
function loseRuns(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase('vime-playground');
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error('the database refused'));
  });
}

/** Plays the first two episodes of a run and closes the page once the browser has kept them. */
const playTwo = (context: BrowserContext, tools: Tools, spec: Spec): Promise<void> =>
  inTabOf(context, tools, `${linkOf(spec)}&until=episode:2`, async (driver) => {
    await driver.stopped();
    await driver.page.waitForFunction(isKept, { polling: 500 });
  });

async function withContext(
  { browser }: Tools,
  act: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.createBrowserContext();
  await act(context).finally(() => context.close());
}

/** Ways in which a browser keeps nothing: run in the page before its own scripts. */
const DEAD_DATABASES: Readonly<Record<string, () => void>> = {
  'the operation is insecure': () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('the operation is insecure', 'SecurityError');
    };
  },
  'the database refused': () => {
    const put = Reflect.get(IDBObjectStore.prototype, 'put');
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      this.transaction.abort(); // as where there is no space left
      return request;
    };
  },
};

/** The same of a tab that the browser has dropped. */
const beDiscarded = (): void => {
  Object.defineProperty(document, 'wasDiscarded', { value: true });
};

export const KEPT: readonly Check[] = [
  {
    name: 'a run is kept in the browser and goes on after the page was closed',
    run: async (tools) => {
      const spec = { agent: 'dqn', seed: 3, episodes: 5 };
      await withContext(tools, async (context) => {
        await playTwo(context, tools, spec);
        await inTabOf(context, tools, '', async (driver) => {
          await driver.until('.saved', 0, /kept your last run: dqn.*episode 2/);
          await driver.press('Continue it');
          await driver.until('.status', 0, /episode 2 of 5/);
          await driver.press('Play');
          assertEqual(await driver.digest(0), train(spec).digest, 'digest');
        });
      });
    },
  },
  {
    name: 'a tab that was dropped in the middle of a run goes on by itself, to the digest of Node',
    run: async (tools) => {
      const spec = { agent: 'dqn', seed: 3, episodes: 30 };
      const link = `${linkOf(spec)}&speed=walk`;
      await withContext(tools, async (context) => {
        await inTabOf(context, tools, link, async (driver) => {
          await driver.press('Play');
          await driver.page.waitForFunction(isKept, { polling: 500 });
          await driver.page.evaluate(loseRuns);
          await driver.page.waitForFunction(isKept, { polling: 500 }); // in a new database
        });
        const goesOn = async (driver: Driver): Promise<void> => {
          await driver.until('.status', 0, /episode ([2-9]|1\d|2\d) of 30/);
          await driver.until('button.primary', 0, /^Pause$/);
          await driver.fill('.controls select', 'fast');
          assertEqual(await driver.digest(0), train(spec).digest, 'digest');
        };
        await inTabOf(context, tools, link, goesOn, beDiscarded);
      });
    },
  },
  {
    name: 'where nothing can be kept the runs go on, and a line says so',
    run: async (tools) => {
      for (const [fault, kill] of Object.entries(DEAD_DATABASES)) {
        const spec = { agent: 'dqn', seed: 1, episodes: 2 };
        const act = async (driver: Driver): Promise<void> => {
          assertEqual(await driver.digest(0), train(spec).digest, 'digest');
          await driver.until(
            '#saved > div > .fault',
            0,
            new RegExp(`does not keep these runs: .*${fault}`),
          );
        };
        await inTab(tools, `${linkOf(spec)}&until=end`, act, kill);
      }
    },
  },
];
