/**
 * Headless browsers, without a driver: a server on loopback serves a page whose worker trains and posts the digests
 * back.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { Unavailable, type Engine, type Measured, type RunSpec } from './runs.ts';

const run = promisify(execFile);

export type BrowserName = 'chromium' | 'firefox';

const INSTALL_MS = 300_000;
const MEASURE_MS = 300_000;

interface Browser {
  /** Names of the command, best first. */
  readonly commands: readonly string[];
  /** Debian's package. */
  readonly package: string;
  /** Arguments for a fresh profile. */
  readonly start: (profile: string) => string[];
}

/** Nothing but the page: no first-run pages, updates, reports or look-ups. */
const FIREFOX_PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': 'data:,none',
};

export const BROWSERS: Readonly<Record<BrowserName, Browser>> = {
  chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    start: (profile) => [
      '--headless',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--no-proxy-server',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  },
  firefox: {
    commands: ['firefox-esr', 'firefox'],
    package: 'firefox-esr',
    start: (profile) => {
      const lines = Object.entries(FIREFOX_PREFERENCES).map(
        ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
      );
      writeFileSync(join(profile, 'user.js'), lines.join(''));
      return ['--headless', '--no-remote', '--profile', profile];
    },
  },
};

/** The first of the commands that can be run, with its version; null: none. */
async function find(commands: readonly string[]): Promise<[string, string] | null> {
  for (const command of commands) {
    try {
      const { stdout } = await run(command, ['--version'], { timeout: 30_000 });
      return [command, stdout.trim()];
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** Finds a browser; where there is none, root on Debian installs it. */
export async function findOrInstall({
  commands,
  package: name,
}: Browser): Promise<[string, string]> {
  const found = await find(commands);
  if (found) return found;
  if (process.getuid?.() !== 0) {
    throw new Unavailable(`not installed; on Debian: apt-get install ${name}`);
  }
  console.log(`installing ${name} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-qq'], { env, timeout: INSTALL_MS });
    const options = ['install', '-y', '-qq', '--no-install-recommends', name];
    await run('apt-get', options, { env, timeout: INSTALL_MS, maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Unavailable(`apt-get install ${name}: ${(error as Error).message.split('\n')[0]}`);
  }
  const installed = await find(commands);
  if (!installed) throw new Unavailable(`apt-get installed ${name}, but it does not start`);
  return installed;
}

/** The worker and all that it imports, as one script. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>vime</title>
<script>
  const worker = new Worker('/worker.js', { type: 'module' });
  worker.onerror = (e) => fetch('/failed', { method: 'POST', body: JSON.stringify(e.message) });
</script>`;

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return JSON.parse(text);
}

interface Reports {
  readonly measured: (measured: Measured) => void;
  readonly finished: () => void;
  readonly failed: (error: Error) => void;
}

/** Serves page, worker and specs, and reports what the worker posts. */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: Readonly<Record<string, readonly [type: string, text: string]>>,
  reports: Reports,
): Promise<void> {
  const path = request.url ?? '/';
  if (request.method === 'POST') {
    const body = await readJson(request);
    if (path === '/measured') reports.measured(body as Measured);
    if (path === '/finished') reports.finished();
    if (path === '/failed') reports.failed(new Error(String(body)));
    response.end();
  } else if (Object.hasOwn(files, path)) {
    const [type, text] = files[path];
    response.setHeader('content-type', type).end(text);
  } else {
    response.writeHead(404).end();
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Reports the end of the browser's output if it exits before the page is done. */
function watch(child: ChildProcess, failed: (error: Error) => void): void {
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    output = (output + chunk).slice(-2000);
  });
  child.once('error', failed);
  child.once('exit', (code) =>
    failed(new Error(`the browser ended (${code ?? 'killed'}) ${output}`)),
  );
}

async function measureInPage(
  command: string,
  args: readonly string[],
  specs: readonly RunSpec[],
  onMeasured: (measured: Measured) => void,
): Promise<void> {
  const files = {
    '/': ['text/html', PAGE],
    '/worker.js': ['text/javascript', await bundleWorker()],
    '/specs': ['application/json', JSON.stringify(specs)],
  } as const;
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let server: Server | undefined;
  try {
    await new Promise<void>((finished, failed) => {
      const reports = { measured: onMeasured, finished, failed };
      server = createServer((request, response) => {
        answer(request, response, files, reports).catch(failed);
      });
      timer = setTimeout(() => failed(new Error(`not done after ${MEASURE_MS} ms`)), MEASURE_MS);
      listen(server).then((port) => {
        const stdio = ['ignore', 'ignore', 'pipe'] as const;
        child = spawn(command, [...args, `http://127.0.0.1:${port}/`], { stdio: [...stdio] });
        watch(child, failed);
      }, failed);
    });
  } finally {
    clearTimeout(timer);
    child?.kill();
    server?.closeAllConnections();
    server?.close();
  }
}

/**
 * A headless browser: its version, its command, and arguments for a profile of its own under `folder`.
 *
 * @throws Unavailable
 */
export async function findBrowser(
  folder: string,
  name: BrowserName,
): Promise<{ readonly version: string; readonly command: string; readonly args: string[] }> {
  const browser = BROWSERS[name];
  const [command, version] = await findOrInstall(browser);
  mkdirSync(folder, { recursive: true });
  return { version, command, args: browser.start(mkdtempSync(join(folder, `${name}-`))) };
}

export async function openBrowser(folder: string, name: BrowserName): Promise<Engine> {
  const { version, command, args } = await findBrowser(folder, name);
  return {
    version,
    measure: (specs, onMeasured) => measureInPage(command, args, specs, onMeasured),
  };
}
