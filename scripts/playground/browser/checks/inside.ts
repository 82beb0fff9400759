/** Looking inside an agent: the chosen state, the drive, the curve, all by keyboard. */
import { assert, assertEqual, inTab, type Check } from './check.ts';

export const INSIDE: readonly Check[] = [
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
];
