/**
 * Uses the playground in real browsers, as it is built for a host: digests, links, files, keys, widths, contrast.
 *
 *   npm run test:playground
 *   npm run test:playground -- --short --only keyboard
 *
 * Browsers are found on the path or, by root on Debian, installed; one that is not available is skipped with the reason.
 * The last line counts: `N passed, N failed`.
 */
import '../../ndarrayOps.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { choice, ConfigError } from '../../../src/train/config/field.ts';
import type { Theme } from '../../../src/report/draw/palette.ts';
import { makeFolder, writing } from '../../../src/record/disk.ts';
import { parseCommandLine, type Script } from '../../commandLine.ts';
import type { BrowserName } from '../../engines/browser.ts';
import { runScript } from '../../output.ts';
import { buildPlayground, type PageFiles } from '../build.ts';
import { ACCESS } from './checks/access.ts';
import { BITS } from './checks/bits.ts';
import { assert, type Check, type Tools } from './checks/check.ts';
import { INSIDE } from './checks/inside.ts';
import { KEPT } from './checks/kept.ts';
import { LINK_CHECKS } from './checks/links.ts';
import { PICTURE } from './checks/picture.ts';
import { withBrowser } from './driver.ts';
import { serve } from '../serve.ts';

const SCRIPT = {
  command: 'npm run test:playground --',
  does: 'Uses the playground in Chromium and Firefox: the same digests as in Node, links, files, keyboard, widths, contrast.',
  examples: ['npm run test:playground -- --short', 'npm run test:playground -- --pictures shots'],
  options: {
    short: { kind: 'switch', help: 'Less of everything, in Chromium if no other is named.' },
    browser: choice('both', ['both', 'chromium', 'firefox'], 'Where to check.'),
    only: { kind: 'text', value: 'WORD', help: 'Only checks whose name contains this.' },
    pictures: {
      kind: 'text',
      value: 'DIR',
      help: 'Leave screenshots of every width and theme here, and the picture of README.md.',
    },
  },
} as const satisfies Script;

/** Bytes that the first load may take, compressed. */
const MOST_BYTES = 150_000;

const CHECKS: readonly Check[] = [...BITS, ...KEPT, ...LINK_CHECKS, ...INSIDE, ...ACCESS];

/** Compressed, all that the page loads. */
const loadOf = (files: PageFiles): number =>
  [...files.values()].reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);

/** @returns whether each check passed */
async function checkIn(
  name: BrowserName,
  tools: Omit<Tools, 'browser'>,
  checks: readonly Check[],
): Promise<boolean[]> {
  const passed: boolean[] = [];
  await withBrowser(name, async (browser) => {
    for (const check of checks) {
      const started = performance.now();
      let fault = '';
      try {
        await check.run({ ...tools, browser });
      } catch (error) {
        fault = `\n     ${(error as Error).message}`;
      }
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${fault === '' ? 'ok  ' : 'FAIL'} ${name}: ${check.name}, ${seconds} s${fault}`);
      passed.push(fault === '');
    }
  });
  return passed;
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { short: isShort, browser, only = '', pictures } = given.own;
  const all = pictures === undefined ? CHECKS : [...CHECKS, PICTURE];
  const checks = all.filter(({ name }) => name.includes(only));
  if (checks.length === 0) throw new ConfigError(`--only: no check has ${only} in its name`);
  if (pictures !== undefined) makeFolder(pictures);
  const files = await buildPlayground();
  const load = loadOf(files);
  console.log(`first load: ${Math.ceil(load / 1000)} kB compressed`);
  assert(load < MOST_BYTES, `the first load takes ${load} bytes compressed, at most ${MOST_BYTES}`);
  const requests: string[] = [];
  const path = '/a/b/';
  const served = await serve(files, { path, onRequest: (asked) => requests.push(asked) });
  const folder = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-playground-')));
  const passed: boolean[] = [];
  try {
    const both = isShort ? (['chromium'] as const) : (['chromium', 'firefox'] as const);
    for (const name of browser === 'both' ? both : [browser]) {
      const own = { folder: mkdtempSync(resolve(folder, name)), pictures: pictures ?? null };
      const themes: readonly Theme[] = name === 'chromium' ? ['light', 'dark'] : ['light'];
      const tools = { url: served.url, isShort, requests, themes, ...own };
      passed.push(...(await checkIn(name, tools, checks)));
    }
  } finally {
    served.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const count = (result: boolean): number => passed.filter((one) => one === result).length;
  console.log(`${count(true)} passed, ${count(false)} failed`);
  process.exitCode = count(false) === 0 && passed.length > 0 ? 0 : 1;
}

await runScript('playground', main);
