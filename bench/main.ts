/**
 * Measures how fast the project is.
 *
 *   npm run bench                      all groups but growth, under three minutes
 *   npm run bench -- kl dqn            some groups
 *   npm run bench -- --json runs/b.json
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { shown } from '../src/env/messages.ts';
import { ConfigError } from '../src/train/config/field.ts';
import { parseCommandLine, suggestion, type Script } from '../scripts/commandLine.ts';
import { LiveLine } from '../scripts/liveLine.ts';
import { runScript } from '../scripts/output.ts';
import type { Figure, Flags, Row } from './case.ts';
import { GROUP_NAMES, isGroupName, USUAL_GROUPS } from './groups.ts';
import { describe, machine } from './machine.ts';
import { checkFile, writeJson } from './options.ts';
import { alignedTable, duration, threeDigits } from './table.ts';
import type { Message } from './worker.ts';

const SCRIPT = {
  command: 'npm run bench --',
  does: 'Measures how fast the project is.',
  examples: ['npm run bench -- kl dqn', 'npm run bench -- --json runs/b.json'],
  options: {
    json: { kind: 'text', value: 'FILE', help: 'Write the figures to this file, too.' },
    whole: {
      kind: 'switch',
      help: 'In group memory, also measure the whole default run, its seconds and its peak memory.',
    },
  },
  operands: {
    value: 'GROUP...',
    help: `Groups of ${GROUP_NAMES.join(', ')}. By default all but growth.`,
  },
  notes: [
    "Every case is checked against its definition before it is timed. The ratios say how many times faster the project's code is than its definition (the readable form it must agree with), than the same in calls of ndarray-ops, and than one loop written by hand for this size (below 1x: ours is slower).",
    'The ceiling column is the speed as a share of the highest that V8 reached in the same rounds: that of register-blocked multiply-adds where GFLOP/s are given, else the bandwidth of a copy of as many bytes. Products with a zero do not count as operations.',
  ],
} as const satisfies Script;

/** @throws ConfigError */
function checkGroups(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !isGroupName(name));
  if (unknown !== undefined) {
    throw new ConfigError(
      `expected groups of ${GROUP_NAMES.join(', ')}, got ${shown(unknown)}${suggestion(unknown, GROUP_NAMES)}`,
    );
  }
  return names.length > 0 ? [...new Set(names)] : USUAL_GROUPS;
}

interface Result {
  readonly group: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  readonly text: string;
  /** What went wrong, if something did: a check that failed, most of all. */
  readonly error: string | null;
}

const progress = new LiveLine(process.stderr);

/** Runs a group in a process of its own. */
function runGroup(group: string, flags: Flags): Promise<Result> {
  const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
  const child = fork(worker, [group, JSON.stringify(flags)], {
    execArgv: ['--expose-gc', '--import', import.meta.resolve('tsx')],
  });
  const rows: Row[] = [];
  const figures: Figure[] = [];
  let title = group;
  let text = '';
  progress.show(`${group} ...`);
  child.on('message', (data) => {
    const message = data as Message;
    if (message.kind === 'title') title = message.title;
    else if (message.kind === 'figure') figures.push(message.figure);
    else if (message.kind === 'text') text = message.text;
    else {
      rows.push(message.row);
      progress.show(`${group} ... ${message.row.name}, ${message.row.size}`);
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      progress.clear();
      const error = code === 0 ? null : `group ${group} failed (${signal ?? `exit code ${code}`})`;
      resolve({ group, title, rows, figures, text, error });
    });
  });
}

const ratio = (x: number | null): string => (x === null ? '' : `${threeDigits(x)}x`);
const percent = (x: number | null): string => (x === null ? '' : `${Math.round(100 * x)}%`);

function caseTable(rows: readonly Row[]): string {
  const header = [
    'case',
    'size',
    'median',
    'p25-p75',
    'ns/element',
    'GFLOP/s',
    'definition',
    'ndarray-ops',
    'by hand',
    'ceiling',
  ];
  const lines = rows.map((row) => [
    row.name,
    row.size,
    duration(row.timing.median),
    `${duration(row.timing.p25)} - ${duration(row.timing.p75)}`,
    threeDigits(row.nsPerElement),
    row.gflops === null ? '' : row.gflops.toFixed(2),
    ratio(row.timesDefinition),
    ratio(row.timesNdarrayOps),
    ratio(row.timesHandFused),
    percent(row.ofCeiling),
  ]);
  // A column that no case of the group fills is left out.
  const used = header.map((_, c) => c < 5 || lines.some((line) => line[c] !== ''));
  const pick = (line: readonly string[]): string[] => line.filter((_, c) => used[c]);
  const targets = rows.flatMap((row) =>
    row.target === null ? [] : [`target: ${row.name}, ${row.size}: ${row.target}`],
  );
  return [alignedTable(pick(header), lines.map(pick)), ...targets].join('\n');
}

function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ name, value, unit, target, note }) => [
    name,
    `${threeDigits(value)} ${unit}`,
    target === undefined ? '' : `at most ${target} ${unit}: ${value <= target ? 'met' : 'missed'}`,
    note ?? '',
  ]);
  return alignedTable(['what', 'value', 'target', 'note'], lines, 4);
}

function report({ group, title, rows, figures, text, error }: Result): string {
  return [
    `\n${group}: ${title}`,
    rows.length > 0 ? caseTable(rows) : '',
    figures.length > 0 ? figureTable(figures) : '',
    text,
    error ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

async function main(): Promise<void> {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const { json, ...flags } = given.own;
  const groups = checkGroups(given.operands);
  checkFile('json', json);
  const start = performance.now();
  const about = machine();
  console.log(describe(about));
  const results: Result[] = [];
  for (const group of groups) {
    const result = await runGroup(group, flags);
    results.push(result);
    if (result.error !== null) process.exitCode = 1;
    console.log(report(result));
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(`\n${seconds.toFixed(0)} s`);
  if (json !== undefined) writeJson(json, { machine: about, seconds, results });
}

await runScript('bench', main);
