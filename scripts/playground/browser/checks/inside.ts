/** Looking inside an agent: the chosen state, the drive, the curve, all by keyboard. */
import { assert, assertEqual, inTab, type Check } from './check.ts';

/** Runs in the page: how often the address is changed while a slider is moved from one end to the other. @returns the changes, and the last address */
async function dragSlider(): Promise<[count: number, hash: string]> {
  let count = 0;
  const replace = history.replaceState.bind(history);
  history.replaceState = (...args) => {
    count++;
    replace(...args);
  };
  const slider = document.querySelector<HTMLInputElement>('#inspect input[type=range]')!;
  for (let value = 0; value <= 200; value++) {
    slider.value = String(value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await new Promise((resolve) => setTimeout(resolve, 600));
  return [count, location.hash];
}

/** Runs in the page: whether the state in the address is this one, but for a pixel or two. */
function isAt(x: number, y: number): boolean {
  const [atX, atY] = /state=([^&]*)/.exec(location.hash)![1].split(',').map(Number);
  return Math.abs(atX - x) < 0.01 && Math.abs(atY - y) < 0.001;
}

export const INSIDE: readonly Check[] = [
  {
    name: 'a slider is dragged, and a finger drags the state over the map: the address follows, but not at each move',
    run: (tools) =>
      inTab(tools, '#agents=dqn&seed=1&state=-0.5,0', async (driver) => {
        const { page } = driver;
        await driver.until('.formula', 0, /reward to learn from/);
        const started = performance.now();
        const [count, hash] = await page.evaluate(dragSlider);
        const most = Math.ceil(((performance.now() - started) / 30_000) * 100) + 1;
        assert(count <= most, `the address changed ${count} times, at most ${most}`);
        assert(hash.includes('state=0.6,0'), `the last state is in the address: ${hash}`);

        const middle = async (selector: string): Promise<[number, number]> => {
          const { x, y, width, height } = (await (await page.$(selector))!.boundingBox())!;
          return [x + width / 2, y + height / 2];
        };
        await page.$eval('.phase-box', (box) => box.scrollIntoView({ block: 'center' }));
        await page.mouse.click(...(await middle('canvas.phase')), { delay: 200 }); // on the line of the cross, which is drawn anew meanwhile
        await page.waitForFunction(isAt, {}, -0.3, 0);
        const [x, y] = await middle('.handle');
        const before = await page.evaluate(() => scrollY);
        await page.touchscreen.touchStart(x, y);
        for (let n = 1; n <= 5; n++) await page.touchscreen.touchMove(x + 8 * n, y - 6 * n);
        await page.touchscreen.touchEnd();
        const { width, height } = (await (await page.$('canvas.phase'))!.boundingBox())!;
        await page.waitForFunction(isAt, {}, -0.3 + (40 / width) * 1.8, (30 / height) * 0.14);
        assertEqual(await page.evaluate(() => scrollY), before, 'the page stays where it is');
      }),
  },
  {
    name: 'by keyboard a state is looked into, the car is driven and teaches, and a point is added to the curve',
    run: (tools) =>
      inTab(tools, '#agents=vime-gain&seed=1&until=episode:1&state=-0.5,0.01', async (driver) => {
        const { page } = driver;
        await driver.until('.status', 0, /200 steps/);
        await driver.until('.formula', 0, /min\(5, /);
        await page.focus('.phase-box');
        await page.keyboard.press('ArrowRight');
        await page.waitForFunction(() => location.hash.includes('state=-0.47,0.01'));
        const sum = await driver.until('.agent-beliefs p', 0, /add up to .* nats/);
        const found = /add up to (\S+) nats.*transition: (\S+)\.$/.exec(sum);
        assert(found !== null, `the sum of the terms and the gain: ${sum}`);
        const [, total, measured] = found;
        assertEqual(total, measured, 'sum of the KL terms');

        await page.focus('#drive input[type=checkbox]');
        await page.keyboard.press(' ');
        await page.focus('.drive-box');
        await page.keyboard.down('ArrowRight');
        await driver.until('#drive [role=status]', 0, /You drive/);
        await new Promise((resolve) => setTimeout(resolve, 500));
        await page.keyboard.up('ArrowRight');
        await page.keyboard.press('Escape');
        await driver.until('#drive [role=status]', 0, /learn from it in their next episode/);
        await driver.press('One episode');
        await driver.until('#settings .note', 0, /driver the agent to a visitor from episode 2/);

        await page.focus('#curve input');
        await page.keyboard.press('ArrowRight');
        await driver.press('Add or remove the point');
        await driver.until('#curve [role=status]', 0, /Point at x 0.05: expected to teach/);
      }),
  },
  {
    name: 'a point is removed by a click on it, though the curve is drawn anew while the button is held',
    run: (tools) =>
      inTab(tools, '#agents=dqn&seed=1', async (driver) => {
        const { page } = driver;
        await page.$eval('#curve', (curve) => curve.scrollIntoView({ block: 'center' }));
        await page.waitForSelector('.fit .point');
        // In the page at one go: the point that a handle means is gone at the next frame.
        const [x, y] = await page.evaluate(() => {
          const { x, y, width, height } = document
            .querySelector('.fit .point')!
            .getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        });
        await page.mouse.click(x, y, { delay: 300 });
        await driver.until('#curve [role=status]', 0, /removed/);
      }),
  },
];
