/** The package: packed, installed into an empty folder, and used from there. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBrowser } from '../scripts/engines/browser.ts';
import { Unavailable } from '../scripts/engines/runs.ts';
import { createConsumer, type Consumer } from './support/consumer.ts';
import { tiny } from './support/tinyOptions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

const { exports, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly version: string;
};
/** `vime`, `vime/bnn` and so on. */
const ENTRIES = Object.keys(exports)
  .filter((name) => name !== './package.json')
  .map((name) => name.replace('.', 'vime'));

let consumer: Consumer;
test.before(() => {
  consumer = createConsumer();
});

test('the package takes less than 500 kB', () => {
  assert.ok(consumer.size < 500_000, String(consumer.size));
});

test('a source is in the package only if a map leads to it', () => {
  const installed = join(consumer.folder, 'node_modules', 'vime');
  const unread = readdirSync(join(installed, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .filter((name) => !existsSync(join(installed, 'dist', 'src', name.replace(/ts$/, 'js.map'))));
  assert.equal(unread, []);
});

test('there is an entry for every file of src/entries, and publint finds no fault', () => {
  const files = readdirSync(join(root, 'src', 'entries')).map((name) => name.replace('.ts', ''));
  assert.equal(files.sort(), ENTRIES.map((name) => name.replace('vime/', '')).sort());
  const { code, out } = consumer.run(bin('publint'), '--strict', consumer.tarball);
  assert.is(code, 0, out);
  assert.match(out, 'All good!');
});

test('maps lead to sources that are in the package', () => {
  const dist = join(consumer.folder, 'node_modules', 'vime', 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  const maps = files.filter((name) => name.endsWith('.map'));
  assert.ok(maps.length > 200, String(maps.length));
  const missing = maps.filter((name) => {
    const path = join(dist, name);
    const { sources } = JSON.parse(readFileSync(path, 'utf8')) as { readonly sources: string[] };
    return !sources.every((source) => existsSync(join(dirname(path), source)));
  });
  assert.equal(missing, []);
});

test('every entry has types that resolve from ESM', () => {
  const { code, out } = consumer.run(bin('attw'), '--profile', 'esm-only', consumer.tarball);
  assert.is(code, 0, out);
  for (const entry of ENTRIES) assert.match(out, `"${entry}"`);
});

test('the reference has a page for every entry, and says nothing of types that are not exported', () => {
  const at = join(consumer.folder, 'api');
  const { status, stdout, stderr } = spawnSync(bin('typedoc'), ['--out', at], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.is(status, 0, stdout + stderr);
  const pages = readdirSync(join(at, 'modules')).map((name) => name.replace('.html', ''));
  assert.equal(pages.sort(), ENTRIES.map((name) => name.replace('/', '_')).sort());
});

test('plain JavaScript imports every entry', () => {
  consumer.write(
    'all.js',
    `const names = ${JSON.stringify(ENTRIES)};
    for (const name of names) {
      const entry = await import(name);
      console.log(name, Object.keys(entry).length, Object.values(entry).includes(undefined));
    }`,
  );
  const { code, out, error } = consumer.run(process.execPath, 'all.js');
  assert.equal([code, error], [0, '']);
  const lines = out.trim().split('\n');
  assert.is(lines.length, ENTRIES.length);
  for (const line of lines) assert.match(line, /^vime\S* [1-9]\d* false$/);
});

const STRICT = [
  ...['--strict', '--exactOptionalPropertyTypes', '--noUncheckedSideEffectImports'],
  ...['--verbatimModuleSyntax', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2023'],
];

test('strict TypeScript compiles the examples against the package, and they run', () => {
  cpSync(join(root, 'examples'), join(consumer.folder, 'examples'), { recursive: true });
  consumer.write(
    'examples/all.ts',
    ENTRIES.map((name, n) => `import * as entry${n} from '${name}';\nvoid entry${n};\n`).join('') +
      "declare const console: { log(text: string): void };\nconsole.log('all');\n",
  );
  const globals = 'declare var console: { log(text: string): void };\n';
  consumer.write('examples/globals.d.ts', globals);
  const files = readdirSync(join(consumer.folder, 'examples')).map((name) => `examples/${name}`);
  const { code, out } = consumer.run(
    bin('tsc'),
    ...[...STRICT, '--module', 'nodenext', '--rewriteRelativeImportExtensions', '--outDir', 'out'],
    ...files,
  );
  assert.is(code, 0, out);
  const ran = consumer.run(process.execPath, 'out/trainAndPlay.js');
  assert.equal([ran.code, ran.error], [0, '']);
  assert.match(ran.out, /goals of the greedy policy: \d+ of 20\n$/);
});

test('strict TypeScript resolves every entry for a bundler', () => {
  const lines = ENTRIES.map(
    (name, n) => `import * as entry${n} from '${name}';\nvoid entry${n};\n`,
  );
  consumer.write('bundler.ts', lines.join(''));
  const args = ['--noEmit', '--module', 'esnext', '--moduleResolution', 'bundler', 'bundler.ts'];
  const { code, out } = consumer.run(bin('tsc'), ...STRICT, ...args);
  assert.is(code, 0, out);
});

const vime = (...args: string[]): ReturnType<Consumer['run']> =>
  consumer.run(join(consumer.folder, 'node_modules', '.bin', 'vime'), ...args);

test('the command runs, plays and compares with the package alone', () => {
  const run = vime('run', ...tiny, '--out', 'runs/one');
  assert.equal([run.code, run.error], [0, '']);
  assert.match(run.out, /^report +none: .*; npm install vega vega-lite .*$/m);
  const play = vime('play', 'runs/one', '--json');
  assert.equal([play.code, play.error], [0, '']);
  const { score, inRun } = JSON.parse(play.out) as { score: number; inRun: number };
  assert.is(score, inRun);
  const compare = vime(
    'compare',
    ...tiny,
    '--agents',
    'dqn',
    '--seeds',
    '1-2',
    '--out',
    'runs/two',
  );
  assert.equal([compare.code, compare.error], [0, '']);
  assert.match(compare.out, /^to draw it +npx vime report runs\/two$/m);
  assert.ok(existsSync(join(consumer.folder, 'runs', 'two', 'results.jsonl')));
});

test('what needs a chart library says in one line what to install', () => {
  for (const args of [
    ['report', 'runs/two'],
    ['play', 'runs/one', '--gif', 'car.gif'],
  ]) {
    const { code, error } = vime(...args);
    assert.is(code, 1);
    assert.match(
      error,
      /^\w+: \S+ cannot be loaded \(.*\); npm install vega .*open-sans installs .*\n$/,
    );
  }
});

test('the command has help and a version, and refuses what it does not know in one line', () => {
  assert.match(vime('--help').out, /^Usage: npx vime COMMAND/);
  assert.is(vime('--version').out, `${version}\n`);
  const help = vime('run', '--help').out;
  assert.match(help, /^Usage: npx vime run \[options\]\n/);
  assert.not.match(help, 'tsx');
  const { code, error } = vime('plya');
  assert.equal(
    [code, error],
    [2, 'vime: expected a command: run, compare, report, play; got "plya"; did you mean play?\n'],
  );
});

test("an environment of one's own is loaded from JavaScript, and from TypeScript where Node reads it", () => {
  cpSync(join(root, 'examples', 'environment.ts'), join(consumer.folder, 'mine.ts'));
  cpSync(join(consumer.folder, 'out', 'environment.js'), join(consumer.folder, 'mine.js'));
  const settings = '--episodes 2 --finalEpisodes 2 --report false --size 3'.split(' ');
  const plain = vime('run', '--env', './mine.js', ...settings, '--out', 'runs/js');
  assert.equal([plain.code, plain.error], [0, '']);
  const typed = vime('run', '--env', './mine.ts', ...settings, '--out', 'runs/ts');
  if ('typescript' in process.features) {
    assert.is(typed.code, 0);
  } else {
    assert.is(typed.code, 2);
    const message =
      /^run: \.\/mine\.ts: cannot be loaded: Node [\d.]+ reads no TypeScript; use Node 22.18 .*tsx.*\n$/;
    assert.match(typed.error, message);
  }
});

/** The source as one script for a browser. */
async function bundled(source: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: consumer.folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].contents;
}

test('a bundle of all of vime/bnn is under 22 kB gzip', async () => {
  const { length } = gzipSync(await bundled("export * from 'vime/bnn';"), { level: 9 });
  assert.ok(length < 22_000 && length > 10_000, `${length} bytes`);
});

test('every entry can be bundled for a browser: none needs Node', async () => {
  for (const entry of ENTRIES) {
    const { length } = await bundled(`export * from '${entry}';`); // throws if a module is not found
    assert.ok(length > 1000, entry);
  }
});

/** Learns y = x, and tells what it predicts. */
const LEARN = `
import { Bnn, constant, fromArray, predictiveMoments, stream } from 'vime/bnn';
const bnn = new Bnn(
  {
    sizes: [2, 8, 1], activeInputs: 2, initialSigma: 0.5, priorSd: 0.5, kind: 'exact', samples: 1,
    noise: 'fixed', likelihoodSd: 0.1, noiseFloor: 0.02, betaNll: 0, batchSize: 4, learningRate: 0.01,
  },
  stream(1, 'init'),
);
bnn.inputs.set([0, 1, 0.5, 1, 1, 1, -0.5, 1]);
bnn.targets.set([0, 0.5, 1, -0.5]);
for (let i = 0; i < 200; i++) bnn.learn(4, stream(1, 'noise'));
const { output } = predictiveMoments(bnn.posterior, constant(fromArray([0.25, 1], [1, 2])));
const told = 'predicts ' + output.mean.value.data[0] + ' with variance ' + output.variance.value.data[0];
`;

/** The text of a page that runs the script under a content security policy. */
async function shownBy(
  command: string,
  args: readonly string[],
  script: Uint8Array,
  policy: string,
): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    if (request.url === '/script.js') {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else {
      const page = '<!doctype html><body>nothing<script type="module" src="/script.js"></script>';
      response.setHeader('content-type', 'text/html').end(page);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const browser = spawn(command, [...args, '--timeout=20000', '--dump-dom', url], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return await text(browser.stdout);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('vime/bnn runs in a browser, to the bit as in Node, under the policy that docs/library.md names', async () => {
  const inNode = consumer.write('learn.js', `${LEARN}console.log(told);`);
  const told = consumer.run(process.execPath, inNode).out.trim();
  assert.match(told, /^predicts 0\.\d+ with variance 0\.\d+$/);
  let browser;
  try {
    browser = await findBrowser(consumer.folder, 'chromium');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`not tried in a browser: ${error.message}`);
    return;
  }
  const script = await bundled(`${LEARN}document.body.textContent = told;`);
  const { command, args } = browser;
  const [policy] = /script-src [^;`\n]*/.exec(
    readFileSync(join(root, 'docs', 'library.md'), 'utf8'),
  )!;
  assert.match(await shownBy(command, args, script, policy), told);
  assert.match(await shownBy(command, args, script, "script-src 'self'"), 'nothing');
});

test.run();
