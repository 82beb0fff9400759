/** Links, what cannot be done, and what the page loads. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainBroken } from '../nodeRun.ts';
import { assert, assertEqual, inTab, type Check } from './check.ts';

const LINKS = [
  '#agents=vime&seed=7&eta=0.01&until=episode:1&speed=quick&layer=bonus',
  '#agents=dqn,vime&seed=1&2.eta=0&until=step:30&state=-0.5,0.01&hide=settings,files',
  '#agents=rnd,vime&seed=3&env=noisy-tv&reward=dense&until=step:10&embed',
];

export const LINK_CHECKS: readonly Check[] = [
  {
    name: 'a link restores what it was made from',
    run: async (tools) => {
      for (const link of LINKS) {
        await inTab(tools, link, async (driver) => {
          await driver.stopped();
          const made = await driver.page.evaluate(() => {
            document.querySelector<HTMLInputElement>('.controls input')!.focus();
            return location.hash;
          });
          assertEqual(made, link, 'link');
          const agents = /agents=([^&]*)/.exec(link)![1].split(',');
          for (const [n, agent] of agents.entries()) {
            assert(
              (await driver.text('.agent-name', n)).startsWith(agent),
              `agent ${n + 1} is ${agent}`,
            );
          }
          const step = /until=step:(\d+)/.exec(link)?.[1];
          if (step !== undefined) await driver.until('.status', 0, new RegExp(`\\b${step} steps`));
          assertEqual(
            await driver.page.$$eval('#settings', ({ length }) => length),
            link.includes('hide=') ? 0 : 1,
            'settings',
          );
        });
      }
    },
  },
  {
    name: 'what cannot be done is said at the control',
    run: async (tools) => {
      await inTab(tools, '#agents=dqn&seed=1&speed=warp&size=big', async (driver) => {
        await driver.until('.fault', 0, /link: speed: expected slow, .* got warp/);
        await driver.until('.message', 0, /no setting is called "size"/);
      });
      await inTab(tools, '#agents=vime&seed=1', async (driver) => {
        await driver.fill('#setting-nStep', '0');
        await driver.until(
          '#setting-nStep-fault',
          0,
          /expected a whole number from 1 to 1000, got 0/,
        );
        const stray = join(tools.folder, 'holiday.txt');
        writeFileSync(stray, 'no run');
        await driver.choose([stray]);
        await driver.until(
          '.file-part .fault',
          0,
          /expected the folder of a run.* got holiday\.txt/,
        );
      });
    },
  },
  {
    name: 'an agent that fails names the step and the tensor, cannot be saved, and leaves the other learning',
    run: async (tools) => {
      const spec = { agent: 'dqn', seed: 1, episodes: 4 };
      const folder = await trainBroken(tools.folder, spec, 2);
      await inTab(tools, '#agents=dqn,dqn&seed=1&episodes=3', async (driver) => {
        await driver.choose(readdirSync(folder).map((name) => join(folder, name)));
        await driver.until('.status', 0, /episode 2 of 4/);
        await driver.press('Play');
        await driver.until('.message', 0, /environment step \d+: .*Q.* is (NaN|-?Infinity)/);
        await driver.press('Save as archive');
        await driver.until('.file-part .fault', 0, /the run failed within an episode/);
        await driver.digest(1);
      });
    },
  },
];
