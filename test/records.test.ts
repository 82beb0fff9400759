/** Holds docs/records.md to what is written: every file and every field, each with its type, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunFolder } from '../src/record/runFolder.ts';
import { trainInto } from '../src/record/trainInto.ts';
import { weightTensors } from '../src/record/weights.ts';
import { readRun, writeResults } from '../src/report/runs/readRuns.ts';
import { compareRuns } from '../src/report/tables/comparison.ts';
import { csvOf } from '../src/report/tables/csv.ts';
import { AGENT_NAMES } from '../src/train/config/agents.ts';
import { createConfig } from '../src/train/config/config.ts';
import { CELLS } from '../src/train/config/phaseGrid.ts';
import { createRun } from '../src/train/run.ts';
import { runOf } from './support/runData.ts';
import { temporaryFolder } from './support/temporary.ts';
import { tinyConfig } from './support/tinyRun.ts';

const DOCUMENT = readFileSync(new URL('../docs/records.md', import.meta.url), 'utf8');

/** The rows of the first table below a heading, each a list of cells. */
function tableBelow(heading: string): string[][] {
  const after = DOCUMENT.split('\n').slice(DOCUMENT.split('\n').indexOf(heading) + 1);
  const start = after.findIndex((line) => line.startsWith('|'));
  const end = after.findIndex((line, n) => n > start && !line.startsWith('|'));
  return after
    .slice(start + 2, end < 0 ? undefined : end)
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

/** What stands in backquotes in the first column. */
const namesIn = (rows: readonly string[][]): string[] =>
  rows.flatMap(([first]) => [...first.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

const isNumber = (value: unknown): boolean => typeof value === 'number';
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'whole number': Number.isSafeInteger,
  number: isNumber,
  text: (value) => typeof value === 'string',
  'true or false': (value) => typeof value === 'boolean',
  '64 hexadecimal digits': (value) => /^[0-9a-f]{64}$/.test(String(value)),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
  'list of numbers': (value) => Array.isArray(value) && value.every(isNumber),
  'list of cells': (value) =>
    Array.isArray(value) && value.every((cell) => Number.isSafeInteger(cell) && cell < CELLS),
  map: (value) => Array.isArray(value) && value.length === CELLS && value.every(isNumber),
};

type Fields = ReadonlyMap<string, unknown>;

/** The rows of a table name these fields, in this order, and each value is of the type that its row says. */
function assertDocumented(heading: string, fields: Fields): void {
  const rows = tableBelow(heading);
  assert.equal(namesIn(rows), [...fields.keys()], heading);
  for (const [first, type] of rows) {
    const [name] = namesIn([[first]]);
    const isNull = type.endsWith(' or null') && fields.get(name) === null;
    const holds = TYPES[type.replace(/ or null$/, '')] as ((value: unknown) => boolean) | undefined;
    assert.ok(holds, `${heading}, ${name}: no type ${type}`);
    assert.ok(isNull || holds(fields.get(name)), `${heading}, ${name}: no ${type}`);
  }
}

const fieldsOf = (value: object): Fields => new Map(Object.entries(value));

/** The fields of an object and of the objects in it: `a`, `a.b`, `list[].c`; not of those that `isWhole` names. */
function deepFields(value: object, isWhole: (path: string) => boolean, at = ''): Fields {
  return new Map(
    Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
      const path = `${at}${name}`;
      const first: unknown = Array.isArray(part) ? part[0] : part;
      const isLeaf = isWhole(path) || typeof first !== 'object' || first === null;
      const below = isLeaf
        ? []
        : deepFields(first, isWhole, Array.isArray(part) ? `${path}[].` : `${path}.`);
      return [[path, part] as const, ...below];
    }),
  );
}

const folder = new RunFolder(join(temporaryFolder(), 'run'), tinyConfig());
const textOf = (file: string): string => readFileSync(join(folder.path, file), 'utf8');
const firstLine = (file: string): object => JSON.parse(textOf(file).split('\n')[0]) as object;
await trainInto(folder, {
  maps: true,
  checkpointEvery: 2,
  isStopped: () => folder.run.episode > 2,
});

test('the files of a run are those in the document', () => {
  const files = readdirSync(folder.path).map((name) => name.replace(/-\d+\./, '-N.'));
  const page = 'report.html'; // scripts/run.ts adds it
  const documented = namesIn(tableBelow('## The folder of a run')).filter((name) =>
    /^[\w-]+\.\w+$/.test(name),
  );
  assert.equal(documented.sort(), [...new Set([...files, page])].sort());
});

test('so are the fields of episodes.jsonl, maps.jsonl and summary.json', () => {
  assertDocumented('### episodes.jsonl', fieldsOf(firstLine('episodes.jsonl')));
  assertDocumented(
    '### maps.jsonl',
    deepFields(firstLine('maps.jsonl'), (path) => path !== 'curiosity'),
  );
  assertDocumented('### summary.json', fieldsOf(JSON.parse(textOf('summary.json')) as object));
});

test('so is what config.json tells of the environment, beside the settings', () => {
  const config = JSON.parse(textOf('config.json')) as { readonly environment: object };
  assertDocumented(
    '### config.json',
    deepFields({ environment: config.environment }, (path) => path.endsWith('.axes')),
  );
});

test('so are the tensors of weights.safetensors, whatever the agent', () => {
  const networkOf = (name: string): string => name.replace(/\..*/, '');
  const tensors = AGENT_NAMES.flatMap((agent) =>
    weightTensors(
      createRun(createConfig({ agent, hiddenWidth: 4, batchSize: 32, replayCapacity: 64 })),
    ),
  );
  const documented = tableBelow('### weights.safetensors').map(([first]) => namesIn([[first]]));
  const networks = new Set(tensors.map(({ name }) => networkOf(name)));
  assert.equal([...new Set(documented.flat().map(networkOf))].sort(), [...networks].sort());
  const names = new Set(tensors.map(({ name }) => name));
  for (const name of documented.flat()) assert.ok(names.has(name), name);
});

test('so are the fields of results.jsonl that a summary does not have', () => {
  const path = join(temporaryFolder(), 'results.jsonl');
  writeResults(path, [readRun(folder.path)]);
  const row = JSON.parse(readFileSync(path, 'utf8')) as object;
  const summary = JSON.parse(textOf('summary.json')) as object;
  const more = Object.entries(row).filter(([name]) => !Object.hasOwn(summary, name));
  assertDocumented('## results.jsonl', new Map(more));
});

/** Two agents in two environments, on two seeds. */
const runs = [1, 2].flatMap((seed) =>
  ['vime', 'dqn'].flatMap((agent) => [
    runOf({ agent, seed }),
    runOf({ agent, seed, env: 'weak-engine' }),
  ]),
);

test('so are the columns of report.csv', () => {
  const [head, row] = csvOf(runs.slice(0, 1))
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const valueOf = (cell: string): unknown =>
    cell === '' ? null : Number.isNaN(Number(cell)) ? cell : Number(cell);
  assertDocumented('### report.csv', new Map(head.map((name, n) => [name, valueOf(row[n])])));
});

test('so are the fields of report.json', () => {
  const isWhole = (path: string): boolean =>
    /\.(settings|firstGoal|firstAbove|lastFifth|efficiency|profile|remote|against|learning|normalisedScore)$/.test(
      path,
    );
  assertDocumented('### report.json', deepFields(compareRuns(runs), isWhole));
});

test.run();
