/** The same bits in the page and in Node: digests, milestones, and runs that begin in one and end in the other. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { continueRun, firstGoal, train, trainPart, type Spec } from '../nodeRun.ts';
import { assert, assertEqual, inTab, type Check, type Tools } from './check.ts';

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
        await driver.until(
          '.milestones',
          0,
          new RegExp(`first goal: episode ${goal.episode}(?!\\d)`),
        );
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
    name: 'the archive of a run is dropped on an agent and opens in its place, a stray file does not',
    run: (tools) =>
      inTab(tools, '#agents=dqn,vime&seed=2&episodes=4&until=episode:1', async (driver) => {
        await driver.stopped();
        await driver.press('Save as archive', 1);
        const bytes = await driver.downloaded();
        await driver.drop('.agent', 0, 'saved.zip', bytes);
        await driver.until('.agent-name', 0, /^vime/);
        await driver.until('.status', 0, /episode 1 of 4/);
        await driver.drop('.agent', 1, 'holiday.txt', Buffer.from('no run'));
        await driver.until('.message', 1, /expected the folder of a run.* got holiday\.txt/);
        await driver.drop('.file-part', 0, 'broken.zip', bytes.subarray(0, 1000));
        await driver.until('.file-part .fault', 0, /broken\.zip: no archive/);
        await driver.press('One episode');
        await driver.until('.status', 0, /episode 2 of 4/);
      }),
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
