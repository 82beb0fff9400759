/**
 * Steps per second of one agent in the playground, against Node; and whether memory grows.
 *
 *   npm run bench:playground
 *   npm run bench:playground -- --episodes 40 --agent dqn
 *
 * Each is the whole run divided by its wall-clock time: training and evaluation, started at the first step. With painting the page shows all
 * views; without, it shows none. The heap is that of page and worker after a collection of garbage, in Chromium.
 */
import '../../ndarrayOps.ts';
import type { Browser } from 'puppeteer-core';
import { whole } from '../../../src/train/config/field.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { AGENT_NAMES } from '../../../src/train/config/agents.ts';
import { choice } from '../../../src/train/config/field.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';
import { parseCommandLine, type Script } from '../../commandLine.ts';
import { Unavailable } from '../../engines/runs.ts';
import { runScript } from '../../output.ts';
import { terminalTable } from '../../../src/report/terminal/terminalTable.ts';
import { buildPlayground } from '../build.ts';
import { serve } from '../serve.ts';
import { Driver, launch } from './driver.ts';

const SCRIPT = {
  command: 'npm run bench:playground --',
  does: 'Steps per second of one agent in Chromium and Firefox against Node, with and without painting, and the heap.',
  examples: ['npm run bench:playground', 'npm run bench:playground -- --heap 3000'],
  options: {
    episodes: whole(60, [2, 100_000], 'Episodes of each measured run.'),
    agent: choice('vime', AGENT_NAMES, 'Which agent.'),
    heap: whole(
      0,
      [0, 1e6],
      'Episodes after which the heap is compared with that after a tenth; 0: it is not. An hour has about 10,000.',
    ),
  },
} as const satisfies Script;

interface Spec {
  readonly agent: string;
  readonly episodes: number;
}

/** Steps per second. */
function inNode({ agent, episodes }: Spec): number {
  const run = createRun(createConfig({ agent, episodes, seed: 1 }));
  trainEpisode(run); // compiles
  const [started, before] = [performance.now(), run.envSteps];
  for (let n = 1; n < episodes; n++) trainEpisode(run);
  return (1000 * (run.envSteps - before)) / (performance.now() - started);
}

const VIEWS = 'car,phase,milestones,curves,inspect,beliefs,tv,settings';

async function inBrowser(
  browser: Browser,
  url: string,
  { agent, episodes }: Spec,
  paints: boolean,
): Promise<number> {
  const context = await browser.createBrowserContext();
  try {
    const driver = await Driver.create(context, url);
    const hide = paints ? '' : `&hide=${VIEWS}`;
    await driver.open(`#agents=${agent}&seed=1&episodes=${episodes}&until=episode:1${hide}`);
    await driver.stopped();
    const started = performance.now();
    await driver.press('Play');
    await driver.digest(0);
    const seconds = (performance.now() - started) / 1000;
    await driver.press('Save one file'); // config.json: any of the files waits for the end
    const steps = await stepsOf(driver);
    return steps / seconds;
  } finally {
    await context.close();
  }
}

/** Environment steps of the run but for the first episode, from the file that the page saves. */
async function stepsOf(driver: Driver): Promise<number> {
  await driver.downloaded();
  await driver.fill('select[aria-label="A single file"]', 'episodes.jsonl');
  await driver.press('Save one file');
  const lines = Buffer.from(await driver.downloaded())
    .toString()
    .trim()
    .split('\n');
  const stepsIn = (line: string): number => (JSON.parse(line) as { envSteps: number }).envSteps;
  return stepsIn(lines.at(-1)!) - stepsIn(lines[0]);
}

/** Bytes of the heaps of page and worker, after a collection. */
async function heapOf(driver: Driver): Promise<number> {
  const sizes = await Promise.all(
    [driver.page, ...driver.page.workers()].map(async (target) => {
      const client = 'createCDPSession' in target ? await target.createCDPSession() : target.client;
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize } = await client.send('Runtime.getHeapUsage');
      return usedSize;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The heap after a tenth of the episodes, when the memory of the agent is nearly full, and after all. */
async function heaps(
  browser: Browser,
  url: string,
  agent: string,
  episodes: number,
): Promise<[number, number]> {
  const driver = await Driver.create(browser.defaultBrowserContext(), url);
  const first = Math.ceil(episodes / 10);
  // A small memory is full after a tenth: what grows from there on is none of the agent's own.
  await driver.open(
    `#agents=${agent}&seed=1&episodes=${episodes + 1}&replayCapacity=2000&until=episode:${first}`,
  );
  await driver.stopped();
  const before = await heapOf(driver);
  await driver.page.evaluate((to) => {
    location.hash = location.hash.replace(/until=episode:\d+/, `until=episode:${to}`);
  }, episodes);
  await driver.until('.status', 0, new RegExp(`episode ${episodes} of`));
  await driver.stopped();
  return [before, await heapOf(driver)];
}

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { episodes, agent, heap } = given.own;
  const spec = { agent, episodes };
  const { url, close } = await serve(await buildPlayground());
  const node = inNode(spec);
  const rows = [[`Node ${process.versions.node}`, '', node.toFixed(0), '100 %']];
  console.log(`${agent}, ${episodes} episodes; Node: ${node.toFixed(0)} steps per second`);
  try {
    for (const name of ['chromium', 'firefox'] as const) {
      let browser;
      try {
        browser = await launch(name);
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
        console.log(`skip ${name}: ${error.message}`);
        continue;
      }
      try {
        for (const paints of [false, true]) {
          const speed = await inBrowser(browser, url, spec, paints);
          console.log(`${name}, ${paints ? 'all views' : 'no views'}: ${speed.toFixed(0)}`);
          rows.push([
            await browser.version(),
            paints ? 'all views' : 'no views',
            speed.toFixed(0),
            share(speed, node),
          ]);
        }
        if (heap > 0 && name === 'chromium') {
          const [before, after] = await heaps(browser, url, agent, heap);
          console.log(
            `heap after ${Math.ceil(heap / 10)} and after ${heap} episodes: ${(before / 1e6).toFixed(1)} and ${(after / 1e6).toFixed(1)} MB, ${share(after, before)}`,
          );
        }
      } finally {
        await browser.close();
      }
    }
  } finally {
    close();
  }
  console.log(terminalTable(['engine', 'page', 'steps per second', 'of Node'], rows));
}

await runScript('bench:playground', main);
