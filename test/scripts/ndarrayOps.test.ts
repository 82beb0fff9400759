import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { temporaryFolder } from '../support/temporary.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DETACHED = 'a buffer was detached';

/** Imported before everything else: says when the main thread detaches a buffer by growing WebAssembly's memory. */
const OBSERVER = `data:text/javascript,${encodeURIComponent(`
  import { isMainThread } from 'node:worker_threads';
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (isMainThread) console.log('${DETACHED}');
    return grow.call(this, pages);
  };
`)}`;

/** What a program prints, observed. */
const observed = (...program: string[]): string =>
  execFileSync(process.execPath, ['--import', OBSERVER, '--import', 'tsx', ...program], {
    cwd: root,
    encoding: 'utf8',
  });

test('training detaches no buffer, which would slow every typed array down', () => {
  const out = join(temporaryFolder(), 'run');
  const settings = '--episodes 1 --maxSteps 20 --finalEpisodes 1 --report false'.split(' ');
  const printed = observed('scripts/run.ts', ...settings, '--out', out);
  assert.match(printed, /episode/);
  assert.not.match(printed, DETACHED);
});

test('a detached buffer would have been seen', () => {
  assert.match(observed('-e', 'new WebAssembly.Memory({ initial: 1 }).grow(1)'), DETACHED);
});

// ndarrayOps.ts exists for these packages, for tsx as it is, and for Node 20. When one of the next three tests fails, what it names
// is no longer needed there.
for (const name of ['ndarray-ops', 'commander']) {
  test(`ndarrayOps.ts is needed for ${name}: loaded by tsx, it detaches a buffer`, () => {
    const printed = observed('--input-type=module', '-e', `await import('${name}')`);
    assert.match(printed, DETACHED);
  });
}

test('ndarrayOps.ts is needed as long as Node 20 is supported, whose typed arrays get slower', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  assert.match(engines.node, /^>=20\./);
});

test.run();
