/**
 * Steps per second of one agent in the playground, against Node; and whether memory grows.
 *
 *   npm run bench:playground
 *   npm run bench:playground -- --episodes 40 --agent dqn
 *   npm run bench:playground -- --heap 216000
 *
 * Each is the whole run divided by its wall-clock time: training and evaluation, started at the first step. With painting the page shows all
 * views; without, it shows none. The heap is that of page and worker after a collection of garbage, in Chromium. An hour in real time has
 * 216,000 steps, 60 in a second.
 */
import '../../ndarrayOps.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'puppeteer-core';
import { createConfig } from '../../../src/train/config/config.ts';
import { AGENT_NAMES } from '../../../src/train/config/agents.ts';
import { choice, whole } from '../../../src/train/config/field.ts';
import { createRun } from '../../../src/train/run.ts';
import { finalScores, trainEpisode } from '../../../src/train/train.ts';
import { parseCommandLine, type Script } from '../../commandLine.ts';
import type { BrowserName } from '../../engines/browser.ts';
import { runScript } from '../../output.ts';
import { terminalTable } from '../../../src/report/terminal/terminalTable.ts';
import { buildPlayground } from '../build.ts';
import { serve } from '../serve.ts';
import { Driver, withBrowser } from './driver.ts';

const SCRIPT = {
  command: 'npm run bench:playground --',
  does: 'Steps per second of one agent in Chromium and Firefox against Node, with and without painting, and the heap.',
  examples: ['npm run bench:playground', 'npm run bench:playground -- --heap 3000'],
  options: {
    episodes: whole(60, [2, 100_000], 'Episodes of each measured run.'),
    agent: choice('vime', AGENT_NAMES, 'Which agent.'),
    heap: whole(
      0,
      [0, 1e8],
      'Measure only the heap: after so many steps against that after a tenth, in Chromium. An hour in real time has 216,000. 0: measure speed.',
    ),
    browser: choice('both', ['both', 'chromium', 'firefox'], 'Where speed is measured.'),
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
  finalScores(run); // the page ends with it, too
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

const LOOK = 2000; // ms

/** Bytes of the heaps of page and worker, arrays included, after a collection. */
async function heapOf(driver: Driver): Promise<number> {
  const sizes = await Promise.all(
    [driver.page, ...driver.page.workers()].map(async (target) => {
      const client = 'createCDPSession' in target ? await target.createCDPSession() : target.client;
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = await client.send('Runtime.getHeapUsage');
      return usedSize + backingStorageSize;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The heap after a tenth of the steps and after all, with all views, at the fastest speed. */
async function heaps(browser: Browser, url: string, agent: string, steps: number): Promise<string> {
  const driver = await Driver.create(browser.defaultBrowserContext(), url);
  const first = Math.ceil(steps / 10);
  await driver.open(
    `#agents=${agent}&seed=1&episodes=${steps}&steps=${steps}&until=step:${first}&layer=bonus`,
  );
  await driver.stopped();
  const before = await heapOf(driver);
  await driver.press('Play');
  // Longer than a browser's driver waits for one answer.
  while (!(await driver.text('.status')).includes('finished')) await sleep(LOOK);
  await driver.digest(0);
  const after = await heapOf(driver);
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const end = await driver.text('.status');
  return `heap after ${first} and after ${steps} steps: ${mb(before)} and ${mb(after)} MB, ${share(after, before)} (${agent}: ${end})`;
}

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(0)} %`;

async function speeds(names: readonly BrowserName[], url: string, spec: Spec): Promise<void> {
  const node = inNode(spec);
  const rows = [[`Node ${process.versions.node}`, '', node.toFixed(0), '100 %']];
  console.log(
    `${spec.agent}, ${spec.episodes} episodes; Node: ${node.toFixed(0)} steps per second`,
  );
  for (const name of names) {
    await withBrowser(name, async (browser) => {
      for (const paints of [false, true]) {
        const views = paints ? 'all views' : 'no views';
        const speed = await inBrowser(browser, url, spec, paints);
        console.log(`${name}, ${views}: ${speed.toFixed(0)}`);
        rows.push([await browser.version(), views, speed.toFixed(0), share(speed, node)]);
      }
    });
  }
  console.log(terminalTable(['engine', 'page', 'steps per second', 'of Node'], rows));
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { episodes, agent, heap, browser } = given.own;
  const { url, close } = await serve(await buildPlayground());
  try {
    if (heap > 0) {
      await withBrowser('chromium', async (chromium) =>
        console.log(await heaps(chromium, url, agent, heap)),
      );
    } else {
      const names = browser === 'both' ? (['chromium', 'firefox'] as const) : [browser];
      await speeds(names, url, { agent, episodes });
    }
  } finally {
    close();
  }
}

await runScript('bench:playground', main);
