/**
 * The published comparison: its data in results/, and the tables of README.md that are made from them.
 *
 *   npm run results                    rewrites the tables
 *   npm run results -- runs/sparse ... takes the finished runs in these folders into results/ first
 *   npm run results -- --check         only says whether the tables agree with the data
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AGENT_NAMES } from '../src/experiment/agents.ts';
import { ConfigError } from '../src/experiment/config.ts';
import type { RunData } from '../src/experiment/readBack.ts';
import { writeWhole } from '../src/experiment/record.ts';
import { compareRuns } from '../src/report/comparison.ts';
import { gatherRuns } from '../src/report/gatherRuns.ts';
import { summaryTable } from '../src/report/markdown.ts';
import { readResults } from '../src/report/readRuns.ts';
import { reportMistake } from './commandLine.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const README = fromRoot('README.md');
const DATA = fromRoot('results/');

/** Which file a run belongs to: `mountain-car-sparse`. */
const groupOf = ({ world, reward }: RunData): string => `${world}-${reward}`;
const fileOf = (group: string): string => `${DATA}${group}.jsonl`;

const agentOrder: readonly string[] = AGENT_NAMES;

/** Adds runs to the data; a run of the same agent and seed takes the place of the one that was there. */
function takeIn(folders: readonly string[]): void {
  const { runs, unfinished } = gatherRuns(folders);
  for (const where of unfinished) console.log(`left out, not finished: ${where}`);
  for (const group of new Set(runs.map(groupOf))) {
    const path = fileOf(group);
    const before = existsSync(path) ? readResults(path) : [];
    const byName = new Map(
      [...before, ...runs.filter((run) => groupOf(run) === group)].map((run) => [
        `${run.agent} ${run.seed}`,
        run,
      ]),
    );
    const all = [...byName.values()].sort(
      (a, b) => agentOrder.indexOf(a.agent) - agentOrder.indexOf(b.agent) || a.seed - b.seed,
    );
    writeWhole(path, all.map((run) => `${JSON.stringify(run)}\n`).join(''));
    console.log(`results/${basename(path)}: ${all.length} runs`);
  }
}

function tableOf(path: string): string {
  const comparison = compareRuns(readResults(path));
  return summaryTable(comparison.groups[0], comparison.baseline);
}

/** The text with the table between `<!-- NAME -->` and `<!-- /NAME -->` made anew for each file NAME.jsonl of data. */
function withTables(text: string): string {
  let result = text;
  for (const file of readdirSync(DATA).filter((name) => name.endsWith('.jsonl'))) {
    const name = basename(file, '.jsonl');
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = result.indexOf(open);
    const end = result.indexOf(close);
    if (start < 0 || end < start) {
      throw new ConfigError(`README.md: expected ${open} and, after it, ${close}`);
    }
    const table = tableOf(`${DATA}${file}`);
    result = `${result.slice(0, start)}${open}\n\n${table}\n\n${result.slice(end)}`;
  }
  return result;
}

function parse(): { readonly folders: readonly string[]; readonly isCheck: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { check: { type: 'boolean', default: false } },
    });
    return { folders: positionals, isCheck: values.check };
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

function main(): void {
  const { folders, isCheck } = parse();
  if (isCheck && folders.length > 0) throw new ConfigError('--check takes no folders');
  if (folders.length > 0) takeIn(folders);
  const before = readFileSync(README, 'utf8');
  const after = withTables(before);
  if (after === before) {
    console.log('README.md agrees with results/');
  } else if (isCheck) {
    console.error('results: README.md does not agree with results/; run npm run results');
    process.exitCode = 1;
  } else {
    writeWhole(README, after);
    console.log('README.md: tables made anew from results/');
  }
}

try {
  main();
} catch (error) {
  reportMistake('results', error);
}
