/** Scripts whose packages cannot be loaded, as processes of their own. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { atMost } from '../support/short.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tiny } from '../support/tinyOptions.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function script(name: string, args: readonly string[], node: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...node, '--import', 'tsx', join(root, 'scripts', name), ...args],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_V8_COVERAGE: '' } },
  );
  return { code: status, out: stdout, error: stderr };
}

/** Options of Node under which the source of a package is another one; null: it is not there. */
function instead(name: string, source: string | null): string[] {
  const at = temporaryFolder();
  const hooks = `
    export async function resolve(specifier, context, next) {
      if (specifier !== ${JSON.stringify(name)} || ${source !== null}) return next(specifier, context);
      const message = "Cannot find package '${name}' imported from here";
      throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
    }
    export async function load(url, context, next) {
      if (${source === null} || !url.includes(${JSON.stringify(`/node_modules/${name}/`)})) return next(url, context);
      return { format: 'module', shortCircuit: true, source: ${JSON.stringify(source)} };
    }`;
  writeFileSync(join(at, 'hooks.mjs'), hooks);
  const url = pathToFileURL(join(at, 'hooks.mjs')).href;
  const register = `import { register } from 'node:module';\nregister(${JSON.stringify(url)});`;
  writeFileSync(join(at, 'register.mjs'), register);
  return ['--import', pathToFileURL(join(at, 'register.mjs')).href];
}

const CASES = {
  'without binaries': [['--no-addons'], '@resvg/resvg-js', 'leave out --no-addons'],
  'without vega': [instead('vega', null), 'vega', 'npm ci --include=dev'],
  'with a vega that fails': [instead('vega', 'throw new Error("broken")'), 'vega', 'npm ci'],
  'with a vega that is no program': [instead('vega', 'const x = ;'), 'vega', 'npm ci'],
  'with another vega': [instead('vega', 'export const x = 1;'), 'vega', 'npm ci'],
  'without gifenc': [instead('gifenc', null), 'gifenc', 'npm ci --include=dev'],
} as const;

for (const [what, [node, name, remedy]] of atMost(3, Object.entries(CASES))) {
  test(`${what} a run is saved, and a line says what is missing`, () => {
    const folder = join(temporaryFolder(), 'run');
    const { code, out, error } = script('run.ts', [...tiny, '--out', folder], node);
    assert.equal([code, error], [0, '']);
    const line = out.trim().split('\n').at(-1)!;
    assert.ok(line.startsWith(`report                none: ${name} cannot be loaded (`), line);
    assert.ok(line.includes(remedy), line);
    assert.ok(existsSync(join(folder, 'summary.json')));
    assert.not(existsSync(join(folder, 'report.html')));
  });

  test(`${what} a report is refused in one line, and nothing is written`, () => {
    const out = join(temporaryFolder(), 'report');
    const { code, error } = script('report.ts', ['results/runs', '--out', out], node);
    assert.is(code, 1);
    assert.ok(error.startsWith(`report: ${name} cannot be loaded (`), error);
    assert.is(error.indexOf('\n'), error.length - 1, error);
    assert.not(existsSync(out));
  });
}

test('results and compare say so too', () => {
  const results = script('results.ts', ['--check'], instead('vega', null));
  assert.is(results.code, 1);
  assert.match(results.error, /^results: vega cannot be loaded \(.*\n$/);
  const out = join(temporaryFolder(), 'runs');
  const compared = script('compare.ts', ['--out', out], instead('piscina', null));
  assert.equal([compared.code, compared.out], [1, '']);
  assert.match(compared.error, /^compare: piscina cannot be loaded \(.*npm ci --include=dev.*\n$/);
  assert.not(existsSync(out));
});

test.run();
