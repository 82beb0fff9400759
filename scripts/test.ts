/**
 * Runs the test files, some of a folder in one process; each slow one has its own. A test counts as passed if it was
 * declared, ran and passed; a declared test that did not run has failed, and so has a file without a test. If all files
 * are run, the total must not fall below FLOOR.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../src/train/config/field.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { runScript } from './output.ts';
import type { Verdict } from './test/account.ts';
import { closing, totalsOf } from './test/closing.ts';
import { runFiles } from './test/runFiles.ts';

/** Least number of tests. Raise it when tests are added, so that none can be lost without notice. */
const FLOOR = { ordinary: 3600, slow: 250 };
/** Seconds on two idle cores: half the processor time of the tests. */
const USUAL = { ordinary: 95, slow: 480, short: 220 };
/** Seconds without a report after which a process is stopped. */
const LIMIT = { ordinary: 120, slow: 600 };
/** Files in a process, at most. */
const TOGETHER = { ordinary: 8, slow: 1 };
const SLOW = '.slow.test.ts';

const SCRIPT = {
  command: 'npm test --',
  does: 'Runs the tests.',
  examples: [
    'npm test',
    'npm test -- autodiff',
    'npm run test:slow',
    'npm run test:slow -- --short',
  ],
  options: {
    slow: {
      kind: 'switch',
      help: `Run the slow tests: those that install, build, drive a browser or train, *${SLOW}.`,
    },
    short: {
      kind: 'switch',
      help: 'With --slow, run the same with fewer cases: it sets TEST_SHORT=1, which slow tests read.',
    },
  },
  operands: {
    value: 'WORD...',
    help: 'Run only files whose path contains each of these words. By default all.',
  },
} as const satisfies Script;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Files of one folder, as many as may share a process. */
function groupsOf(files: readonly string[], most: number): string[][] {
  const groups: string[][] = [];
  for (const file of files) {
    const last = groups.at(-1);
    if (last && last.length < most && dirname(last[0]) === dirname(file)) last.push(file);
    else groups.push([file]);
  }
  return groups;
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { slow: isSlow, short: isShort } = given.own;
  const words = given.operands;
  const kind = isSlow ? 'slow' : 'ordinary';
  if (isShort && kind !== 'slow') throw new ConfigError('--short goes with --slow');

  const matching = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && words.every((word) => file.includes(word)))
    .sort();
  const files = matching.filter((file) => file.endsWith(SLOW) === (kind === 'slow'));
  if (files.length === 0) {
    const other = kind === 'slow' ? 'npm test' : 'npm run test:slow';
    const hint = matching.length > 0 ? `; ${other} has ${matching.join(', ')}` : '';
    throw new ConfigError(`no ${kind} test file has ${words.join(' and ')} in its path${hint}`);
  }
  if (words.length === 0) {
    const usual = USUAL[isShort ? 'short' : kind];
    console.log(`${files.length} files; takes about ${usual} s on two cores`);
  }
  const started = performance.now();
  const verdicts = new Map<string, Verdict>();
  const queue = groupsOf(files, TOGETHER[kind]);
  const worker = async (): Promise<void> => {
    for (let group = queue.shift(); group !== undefined; group = queue.shift()) {
      const paths = group.map((file) => join(root, 'test', file));
      const variables = isShort ? { TEST_SHORT: '1' } : {};
      const outcomes = await runFiles(root, paths, variables, LIMIT[kind]);
      for (const [n, outcome] of outcomes.entries()) {
        const { passed, failed, seconds, output, notes, slow } = outcome;
        verdicts.set(group[n], { ...outcome, slow: kind === 'slow' ? [] : slow });
        const counts = `${passed} passed, ${failed} failed`;
        console.log(`${failed ? 'FAIL' : 'ok  '} ${group[n]}  ${counts}, ${seconds.toFixed(1)} s`);
        if (failed) console.log([output, ...notes].join('\n'));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));

  const { passed, failed } = totalsOf(verdicts);
  if (words.length === 0 && passed + failed < FLOOR[kind]) {
    const note = `(only ${passed + failed} tests; expected at least ${FLOOR[kind]})`;
    verdicts.set(note, { passed: 0, failed: 1, notes: [], slow: [] });
  }
  const totals = totalsOf(verdicts);
  console.log(closing(totals, (performance.now() - started) / 1000));
  process.exitCode = totals.failed ? 1 : 0;
}

await runScript('test', main);
