/**
 * One seed gives the same run everywhere: trains the same agents in several JavaScript engines and compares the digests with
 * test/golden/digests.json.
 *
 * Also with a terminal, without tsx, and started on Node 20, killed half way and resumed on Node 26.
 *
 * Node 20, 22, 24 and 26, Deno and Bun come from the npm registry into a temporary folder. Chromium and Firefox are found on the
 * path or, by root on Debian, installed with apt-get; an engine that is not available is skipped with the reason.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { shown } from '../src/env/messages.ts';
import { ConfigError } from '../src/train/config/field.ts';
import { writing } from '../src/record/disk.ts';
import { parseCommandLine, suggestion, type Script } from './commandLine.ts';
import { runScript } from './output.ts';
import { openBrowser } from './engines/browser.ts';
import { openNode, openPlainNode, openResumed, openTerminal } from './engines/node.ts';
import { openBun, openDeno } from './engines/others.ts';
import { RUN_MS } from './engines/training.ts';
import {
  isSame,
  readKnown,
  SPECS,
  Unavailable,
  writeKnown,
  type Engine,
  type KnownDigest,
  type Measured,
} from './engines/runs.ts';

/** The one whose digests are the known ones comes first. */
const ENGINES = {
  node20: (folder) => openNode(folder, 20),
  'node20-terminal': (folder) => openTerminal(folder, 20),
  node22: (folder) => openNode(folder, 22),
  node24: (folder) => openNode(folder, 24),
  node26: (folder) => openNode(folder, 26),
  'node22-plain': (folder) => openPlainNode(folder, 22),
  'node20-node26': (folder) => openResumed(folder, 20, 26),
  deno: (folder) => openDeno(folder, 2),
  bun: (folder) => openBun(folder, 1),
  chromium: (folder) => openBrowser(folder, 'chromium'),
  firefox: (folder) => openBrowser(folder, 'firefox'),
} satisfies Record<string, (folder: string) => Promise<Engine>>;

type EngineName = keyof typeof ENGINES;
const NAMES = Object.keys(ENGINES) as EngineName[];
const REFERENCE: EngineName = 'node20';

const NAME_WIDTH = Math.max(...NAMES.map((name) => name.length));
const AGENT_WIDTH = Math.max(...SPECS.map(({ agent }) => agent.length));

interface Options {
  readonly names: readonly EngineName[];
  readonly update: boolean;
}

/** @throws ConfigError */
function checkOptions({ only, update }: { only: string | undefined; update: boolean }): Options {
  const wanted = only?.split(',') ?? NAMES;
  const unknown = wanted.find((name) => !Object.hasOwn(ENGINES, name));
  if (unknown !== undefined) {
    throw new ConfigError(
      `--only: expected some of ${NAMES.join(',')}, got ${shown(unknown)}${suggestion(unknown, NAMES)}`,
    );
  }
  const names = NAMES.filter((name) => wanted.includes(name));
  if (update && !names.includes(REFERENCE)) {
    throw new ConfigError(`--update writes the digests of ${REFERENCE}; add it to --only`);
  }
  return { names, update };
}

class Comparison {
  readonly #known: KnownDigest[];
  passed = 0;
  failed = 0;

  constructor(known: readonly KnownDigest[]) {
    this.#known = [...known];
  }

  /** Prints a row of the table. `fresh`: nothing is known yet, so this is what the others must equal. */
  add(name: string, measured: Measured, fresh: boolean): void {
    const { agent, episodes, seconds, digest } = measured;
    const known = this.#known.find((k) => isSame(k, measured))?.digest;
    if (fresh) this.#known.push(measured);
    const good = fresh || digest === known;
    if (good) this.passed++;
    else this.failed++;
    const run = `${agent.padEnd(AGENT_WIDTH)} ${String(episodes).padStart(2)} episodes`;
    const row = `${name.padEnd(NAME_WIDTH)}  ${run}  ${seconds.toFixed(1).padStart(5)} s  ${digest}`;
    console.log(good ? row : `${row}  FAIL, expected ${known ?? 'a run that digests.json holds'}`);
  }
}

/** Runs one engine; an error counts as a failure of each run that is missing. */
async function compareEngine(
  name: EngineName,
  folder: string,
  comparison: Comparison,
  fresh: boolean,
): Promise<Measured[]> {
  const done: Measured[] = [];
  try {
    console.log(`${name.padEnd(NAME_WIDTH)}  fetching it, if it is not here`);
    const engine = await ENGINES[name](folder);
    console.log(`${name.padEnd(NAME_WIDTH)}  ${engine.version}`);
    await engine.measure(SPECS, (measured) => {
      done.push(measured);
      comparison.add(name, measured, fresh);
    });
  } catch (error) {
    const { message, killed } = error as Error & { readonly killed?: boolean };
    if (error instanceof Unavailable) {
      console.log(`${name.padEnd(NAME_WIDTH)}  skipped: ${message}`);
    } else {
      console.log(
        `${name.padEnd(NAME_WIDTH)}  FAIL: ${killed ? `stopped after ${RUN_MS / 1000} s: ` : ''}${message}`,
      );
      comparison.failed += SPECS.length - done.length;
    }
  }
  return done;
}

const SCRIPT = {
  command: 'npm run test:engines --',
  does: 'Trains the same agents in several JavaScript engines and compares the digests with test/golden/digests.json.',
  examples: ['npm run test:engines -- --only node22,chromium'],
  options: {
    only: {
      kind: 'text',
      value: 'LIST',
      help: `Engines, separated by commas. By default all: ${NAMES.join(', ')}.`,
    },
    update: {
      kind: 'switch',
      help: `Learning has changed: write the digests of ${REFERENCE}, if all engines agree.`,
    },
  },
} as const satisfies Script;

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { names, update } = checkOptions(given.own);
  const folder = writing(tmpdir(), () => mkdtempSync(resolve(tmpdir(), 'vime-engines-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));

  const comparison = new Comparison(update ? [] : readKnown());
  let reference: Measured[] = [];
  for (const name of names) {
    const fresh = update && name === REFERENCE;
    const measured = await compareEngine(name, folder, comparison, fresh);
    if (name === REFERENCE) reference = measured;
  }
  if (comparison.passed + comparison.failed === 0) {
    console.log('no engine ran');
    comparison.failed++;
  }
  if (update && comparison.failed === 0 && reference.length === SPECS.length) {
    writeKnown(reference);
    console.log('wrote test/golden/digests.json');
  } else if (update) {
    console.log('left test/golden/digests.json as it was: not all engines agree');
    comparison.failed ||= 1;
  }
  console.log(`${comparison.passed} passed, ${comparison.failed} failed`);
  process.exitCode = comparison.failed ? 1 : 0;
}

await runScript('engines', main);
