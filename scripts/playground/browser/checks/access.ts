/** Every visitor: no violation that axe-core knows of, everything by keyboard, any width, any theme. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Driver } from '../driver.ts';
import type { Theme } from '../../../../src/report/draw/palette.ts';
import { assert, assertEqual, inTab, type Check, type Tools } from './check.ts';

const require = createRequire(import.meta.url);

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function violations({ page }: Driver): Promise<string[]> {
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const found = (await page.evaluate(
    'axe.run().then(({ violations }) => violations)',
  )) as Violation[];
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

/** Where there is only one theme it is that of the browser. */
async function setTheme(driver: Driver, theme: Theme, { themes }: Tools): Promise<void> {
  if (themes.length === 1) return;
  await driver.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
}

/** What has the focus: its kind and its text or label. */
const focused = ({ page }: Driver): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return '';
    const label =
      element.getAttribute('aria-label') ??
      [...((element as HTMLInputElement).labels ?? [])].at(0)?.textContent;
    return `${element.tagName.toLowerCase()} ${(label ?? element.textContent).trim()}`.trim();
  });

/** Presses Tab until a control has the focus. */
async function tabTo(driver: Driver, wanted: RegExp): Promise<void> {
  for (let n = 0; n < 200; n++) {
    await driver.page.keyboard.press('Tab');
    if (wanted.test(await focused(driver))) return;
  }
  throw new Error(`Tab does not reach ${wanted.source}`);
}

export const ACCESS: readonly Check[] = [
  {
    name: 'axe-core finds no violation, light and dark, before, during and after a run',
    run: (tools) =>
      inTab(tools, '#agents=dqn,vime&seed=1&episodes=2', async (driver) => {
        for (const theme of tools.themes) {
          await setTheme(driver, theme, tools);
          assertEqual(await violations(driver), [], `violations at the start, ${theme}`);
        }
        await driver.press('Play');
        await driver.digest(0);
        await driver.digest(1);
        await driver.page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        for (const theme of tools.themes) {
          await setTheme(driver, theme, tools);
          assertEqual(await violations(driver), [], `violations at the end, ${theme}`);
        }
      }),
  },
  {
    name: 'every control is reached by Tab, and works by keys',
    run: (tools) =>
      inTab(tools, '#agents=dqn&seed=1&episodes=3&speed=slow', async (driver) => {
        const { page } = driver;
        await tabTo(driver, /^button Play/);
        await page.keyboard.press('Enter');
        await driver.until('button.primary', 0, /^Pause$/);
        await page.keyboard.press(' ');
        await driver.until('button.primary', 0, /^Play$/);
        await tabTo(driver, /^button One step/);
        await page.keyboard.press('Enter');
        await driver.until('.status', 0, /\d step/);
        await tabTo(driver, /^button One episode/);
        await page.keyboard.press('Enter');
        await driver.until('.status', 0, /200 steps/);
        await tabTo(driver, /^select Speed/);
        await page.keyboard.press('End');
        await page.keyboard.press('Enter');
        await page.waitForFunction(() => !location.hash.includes('speed='));
        await tabTo(driver, /^input Stop at the first goal/);
        await page.keyboard.press(' ');
        await page.waitForFunction(() => location.hash.includes('until=first-goal'));
        await tabTo(driver, /^button Restart/);
        await page.keyboard.press('Enter');
        await driver.until('.status', 0, /ahead/);
        await tabTo(driver, /^button New seed/);
        await page.keyboard.press('Enter');
        await driver.until('.seed', 0, /seed (?!1$)\d+/);
        const missed = await page.evaluate(controlsOutOfReach);
        assertEqual(missed, [], 'controls that Tab does not reach');
      }),
  },
  {
    name: 'nothing is cut off at 360, 768, 1440 and 2560 px, light and dark',
    run: (tools) =>
      inTab(tools, '#agents=dqn,vime&seed=1&episodes=6&until=end', async (driver) => {
        await driver.digest(0);
        await driver.digest(1);
        for (const width of tools.isShort ? [360, 1440] : [360, 768, 1440, 2560]) {
          for (const theme of tools.themes) {
            await setTheme(driver, theme, tools);
            await driver.page.setViewport({ width, height: 900 });
            await new Promise((resolve) => setTimeout(resolve, 300));
            const wide = await driver.page.evaluate(() => document.documentElement.scrollWidth);
            assert(wide <= width, `${width} px: the page is ${wide} px wide`);
            if (tools.pictures === null) continue;
            const path = join(
              tools.pictures,
              `playground-${width}-${theme}.png`,
            ) as `${string}.png`;
            await driver.page.screenshot({ path, fullPage: true });
          }
        }
      }),
  },
];

/** Runs in the page: visible controls that cannot have the focus. */
function controlsOutOfReach(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, select, input, summary, a[href]')]
    .filter((element) => element.offsetParent !== null && !(element as HTMLButtonElement).disabled)
    .filter((element) => element.tabIndex < 0)
    .map((element) => element.outerHTML.slice(0, 100));
}
