/**
 * Rebuilds the tables of README.md from the data in results/.
 *
 *   npm run results              rewrites the tables
 *   npm run results -- --check   only says whether they agree with the data
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../src/experiment/config.ts';
import { learningTable } from '../src/report/learningTable.ts';
import { readResults } from '../src/report/readRuns.ts';
import { reportMistake } from './commandLine.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const README = fromRoot('README.md');

/** The tables between `<!-- NAME -->` and `<!-- /NAME -->` in the README. */
const TABLES: Readonly<Record<string, () => string>> = {
  learning: () => learningTable(readResults(fromRoot('results/learning.jsonl'))),
};

/** The text with every table made anew. */
function withTables(text: string): string {
  let result = text;
  for (const [name, table] of Object.entries(TABLES)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = result.indexOf(open);
    const end = result.indexOf(close);
    if (start < 0 || end < start) {
      throw new ConfigError(`README.md: expected ${open} and, after it, ${close}`);
    }
    result = `${result.slice(0, start)}${open}\n\n${table()}\n\n${result.slice(end)}`;
  }
  return result;
}

function main(): void {
  const given = process.argv.slice(2).join(' ');
  if (given !== '' && given !== '--check') {
    throw new ConfigError(`expected nothing or --check, got ${given}`);
  }
  const before = readFileSync(README, 'utf8');
  const after = withTables(before);
  if (after === before) {
    console.log('README.md agrees with results/');
  } else if (given === '--check') {
    console.error('results: README.md does not agree with results/; run npm run results');
    process.exitCode = 1;
  } else {
    writeFileSync(`${README}.tmp`, after);
    renameSync(`${README}.tmp`, README);
    console.log('README.md: tables made anew from results/');
  }
}

try {
  main();
} catch (error) {
  reportMistake('results', error);
}
