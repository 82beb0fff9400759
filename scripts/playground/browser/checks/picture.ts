/** The picture of the playground in README.md: both agents after some episodes. */
import { join } from 'node:path';
import { inTab, type Check } from './check.ts';

const LINK = '#agents=dqn,vime&seed=1&until=episode:20';
const SIZE = { width: 1200, height: 1000 };

export const PICTURE: Check = {
  name: 'the picture of README.md is made',
  run: (tools) =>
    inTab(tools, LINK, async (driver) => {
      await driver.page.setViewport(SIZE);
      for (const n of [0, 1]) await driver.until('.status', n, /episode 20 of/);
      await driver.stopped();
      await new Promise((resolve) => setTimeout(resolve, 500)); // the last maps are painted
      if (tools.pictures === null) return;
      await driver.page.screenshot({
        path: join(tools.pictures, 'playground.png'),
      });
    }),
};
