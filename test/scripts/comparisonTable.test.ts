import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { resultsIn, showTable } from '../../scripts/comparisonTable.ts';
import { unreadableLines } from '../../src/report/runs/readRuns.ts';
import { runOf } from '../support/runData.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { refusal } from '../support/throws.ts';

const at = temporaryFolder();
const path = resultsIn(at);
const [one, two] = [1, 2].map((seed) =>
  JSON.stringify(runOf({ seed, digest: String(seed).repeat(64) })),
);

/** What is printed, and what is said on standard error. */
function shown(): { readonly table: string; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (line: unknown) => lines.push(line);
  try {
    showTable(at, (line) => warnings.push(line));
  } finally {
    console.log = log;
  }
  return { table: lines.join('\n'), warnings };
}

test('lines that cannot be read are kept at the end of the results, and named', () => {
  const damaged = ['{"seed": 7', one.replace('"episodes":200', '"episodes":3')];
  writeFileSync(path, `${[damaged[0], two, damaged[1], one].join('\n')}\n`);
  const { table, warnings } = shown();
  assert.match(table, /\bvime +2 /);
  const kept = readFileSync(path, 'utf8');
  assert.equal(kept, `${[one, two, ...damaged].join('\n')}\n`);
  assert.is(warnings.length, 3);
  assert.is(warnings[2], `${path}: what cannot be read is kept at its end, 2 lines`);
  shown();
  assert.is(readFileSync(path, 'utf8'), kept);
});

test('a folder in the place of the results is refused before training, and nothing there has no lines', () => {
  assert.equal(unreadableLines(`${path}.none`), []);
  assert.match(
    refusal(() => unreadableLines(at)),
    /^cannot read .*: it is a folder, expected a file/,
  );
});

test.run();
