import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MissingPart, optionalPart } from '../../scripts/optionalPart.ts';

const errorOf = (message: string, code?: string, stack = ''): Error =>
  Object.assign(new Error(message), { stack, ...(code === undefined ? {} : { code }) });

/** What is said when a part cannot be loaded for this reason. */
async function said(error: unknown): Promise<string> {
  try {
    await optionalPart([], () => Promise.reject(error as Error));
  } catch (missing) {
    assert.instance(missing, MissingPart);
    return (missing as Error).message;
  }
  throw new Error('nothing was thrown');
}

const INSTALL = 'npm ci --include=dev installs all that is needed';

// As Node 20 words them.
for (const [what, error, message] of [
  [
    'a package that is not there',
    errorOf(
      "Cannot find package 'vega' imported from /x/src/report/draw.ts",
      'ERR_MODULE_NOT_FOUND',
    ),
    `vega cannot be loaded (Cannot find package 'vega'); ${INSTALL}`,
  ],
  [
    'a package of a package',
    errorOf(
      "Cannot find package 'd3-array' imported from /x/node_modules/vega-encode/build/vega-encode.js",
      'ERR_MODULE_NOT_FOUND',
    ),
    `d3-array cannot be loaded (Cannot find package 'd3-array'); ${INSTALL}`,
  ],
  [
    'the binary of this system',
    errorOf(
      "Cannot find module '@resvg/resvg-js-linux-x64-gnu'\nRequire stack:\n- /x/node_modules/@resvg/resvg-js/js-binding.js",
      'MODULE_NOT_FOUND',
    ),
    `@resvg/resvg-js-linux-x64-gnu cannot be loaded (Cannot find module '@resvg/resvg-js-linux-x64-gnu'); ${INSTALL}`,
  ],
  [
    'no binaries at all',
    errorOf(
      'Cannot load native addon because loading addons is disabled.',
      'ERR_DLOPEN_DISABLED',
      'at Object.<anonymous> (/x/node_modules/@resvg/resvg-js/js-binding.js:1:3488)',
    ),
    '@resvg/resvg-js cannot be loaded (Cannot load native addon because loading addons is disabled); leave out --no-addons',
  ],
  [
    'a binary for another system',
    errorOf(
      '/x/node_modules/@resvg/resvg-js-linux-x64-gnu/resvgjs.node: invalid ELF header',
      'ERR_DLOPEN_FAILED',
    ),
    `@resvg/resvg-js-linux-x64-gnu cannot be loaded (/x/node_modules/@resvg/resvg-js-linux-x64-gnu/resvgjs.node: invalid ELF header); ${INSTALL}`,
  ],
  [
    'a package that fails itself, below tsx',
    errorOf(
      'broken',
      undefined,
      'at register (file:///x/node_modules/tsx/dist/a.mjs:1:1)\nat file:///x/node_modules/gifenc/dist/gifenc.js:1:7',
    ),
    `gifenc cannot be loaded (broken); ${INSTALL}`,
  ],
  [
    'a package of another version',
    errorOf("The requested module 'vega' does not provide an export named 'View'"),
    `vega cannot be loaded (The requested module 'vega' does not provide an export named 'View'); ${INSTALL}`,
  ],
  [
    'a package on Windows',
    errorOf('broken', undefined, 'at C:\\x\\node_modules\\@a\\b\\index.js:1:7'),
    `@a/b cannot be loaded (broken); ${INSTALL}`,
  ],
] as const) {
  test(`what cannot be loaded is named in a line: ${what}`, async () => {
    assert.is(await said(error), message);
  });
}

test('a mistake of our own is none of a package', async () => {
  const ours = errorOf('x is not a function', undefined, 'at draw (/x/src/report/draw.ts:1:1)');
  try {
    await optionalPart([], () => Promise.reject(ours));
    assert.unreachable();
  } catch (error) {
    assert.is(error, ours);
  }
});

test('packages are loaded first, and what can be loaded is', async () => {
  assert.is(await optionalPart(['node:fs'], () => Promise.resolve(3)), 3);
  let loaded = false;
  try {
    await optionalPart(['no-such-package'], () => Promise.resolve((loaded = true)));
    assert.unreachable();
  } catch (error) {
    assert.instance(error, MissingPart);
    assert.match((error as Error).message, /^no-such-package cannot be loaded \(.*\); npm ci /);
  }
  assert.not(loaded);
});

test.run();
