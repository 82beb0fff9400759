/** The same bits in the page and in Node: digests, milestones, and runs that begin in one and end in the other. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { continueRun, firstGoal, train, trainPart, type Spec } from '../nodeRun.ts';
import { assert, assertEqual, inTab, inTabOf, type Check, type Tools } from './check.ts';

const linkOf = ({ agent, seed, episodes }: Spec): string =>
  `#agents=${agent}&seed=${seed}&episodes=${episodes}`;

/** @param layer watched meanwhile: to look at a run does not change it */
async function compareDigests(
  tools: Tools,
  agents: readonly [string, string],
  seed: number,
  episodes: number,
  layer: string,
): Promise<void> {
  const expected = agents.map((agent) => train({ agent, seed, episodes }).digest);
  const link = `#agents=${agents.join()}&seed=${seed}&episodes=${episodes}&layer=${layer}&until=end`;
  await inTab(tools, link, async (driver) => {
    assertEqual([await driver.digest(0), await driver.digest(1)], expected, 'digests');
    assert(/^npx tsx scripts\/run\.ts /.test(await driver.text('.command code')), 'the command');
  });
}

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

export const BITS: readonly Check[] = [
  {
    name: 'three agents on two seeds have the digests of Node',
    run: async (tools) => {
      const episodes = tools.isShort ? 3 : 8;
      await compareDigests(tools, ['dqn', 'vime'], 1, episodes, 'bonus');
      if (tools.isShort) return;
      await compareDigests(tools, ['rnd', 'vime'], 2, episodes, 'novelty');
      await compareDigests(tools, ['rnd', 'dqn'], 1, episodes, 'value');
      await compareDigests(tools, ['dqn', 'dqn'], 2, episodes, 'visits');
    },
  },
  {
    name: 'a run stops at its first goal, in the episode of Node',
    run: async (tools) => {
      const goal = firstGoal({ agent: 'vime', seed: 1, episodes: 200 });
      const link = '#agents=vime&seed=1&until=first-goal';
      await inTab(tools, link, async (driver) => {
        await driver.until('.milestones', 0, new RegExp(`first goal: episode ${goal.episode}\\b`));
        await driver.stopped();
        const steps = goal.envSteps.toLocaleString('en');
        assert((await driver.text('.status')).includes(`${steps} steps`), 'stopped right there');
      });
    },
  },
  {
    name: 'a run begun in the page ends in Node with the same digest',
    run: async (tools) => {
      const spec = { agent: 'vime', seed: 2, episodes: 4 };
      await inTab(tools, `${linkOf(spec)}&until=episode:2`, async (driver) => {
        await driver.stopped();
        await driver.press('Save as archive');
        const files = unzipSync(await driver.downloaded());
        const folder = mkdtempSync(join(tools.folder, 'saved-'));
        for (const [path, bytes] of Object.entries(files)) {
          writeFileSync(join(folder, basename(path)), bytes);
        }
        assertEqual(await continueRun(folder, spec), train(spec).digest, 'digest');
      });
    },
  },
  {
    name: 'a run begun in Node ends in the page with the same digest',
    run: async (tools) => {
      const spec = { agent: 'vime', seed: 2, episodes: 4 };
      const parent = join(tools.folder, 'begun');
      mkdirSync(parent);
      const folder = await trainPart(parent, spec, 2);
      await inTab(tools, '#agents=dqn', async (driver) => {
        await driver.choose(readdirSync(folder).map((name) => join(folder, name)));
        await driver.until('.agent-name', 0, /^vime/);
        await driver.until('.status', 0, /episode 2 of 4/);
        await driver.press('Play');
        assertEqual(await driver.digest(0), train(spec).digest, 'digest');
      });
    },
  },
  {
    name: 'a run is kept in the browser and goes on after the page was closed',
    run: async (tools) => {
      const spec = { agent: 'dqn', seed: 3, episodes: 5 };
      const context = await tools.browser.createBrowserContext();
      await inTabOf(context, tools, `${linkOf(spec)}&until=episode:2`, async (driver) => {
        await driver.stopped();
        await driver.page.waitForFunction(isKept, { polling: 500 });
      });
      await inTabOf(context, tools, '', async (driver) => {
        await driver.until('.saved', 0, /kept your last run: dqn.*episode 2/);
        await driver.press('Continue it');
        await driver.until('.status', 0, /episode 2 of 5/);
        await driver.press('Play');
        assertEqual(await driver.digest(0), train(spec).digest, 'digest');
      });
      await context.close();
    },
  },
  {
    name: 'what is changed by hand is listed, and ends the claim to a digest',
    run: (tools) =>
      inTab(tools, '#agents=vime&seed=1&episodes=3&until=episode:1', async (driver) => {
        await driver.stopped();
        await driver.fill('#setting-eta', '0.01');
        await driver.until('#files .note', 0, /eta from [\d.]+ to 0\.01, from episode 2 on/);
        await driver.press('Play');
        await driver.until('.digest', 0, /changed by hand/);
        const isHidden = await driver.page.$eval(
          '.command',
          (line) => (line as HTMLElement).hidden,
        );
        assert(isHidden, 'no command is shown');
      }),
  },
];
