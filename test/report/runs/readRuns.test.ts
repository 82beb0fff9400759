import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENTS } from '../../../src/train/config/agents.ts';
import { ENVIRONMENTS } from '../../../src/train/config/environments.ts';
import { fields } from '../../../src/train/config/settings.ts';
import { groupsOf, memberOfRun } from '../../../src/report/runs/groups.ts';
import {
  checkSameConfig,
  isFinished,
  readResults,
  resultLines,
  unreadableLines,
  writeResults,
} from '../../../src/report/runs/readRuns.ts';
import { runOf } from '../../support/runData.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { assertRefused } from '../../support/throws.ts';

test('a folder is free for the config it holds, and for any config if it holds none', () => {
  const folder = temporaryFolder();
  checkSameConfig(folder, tinyConfig());
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig()));
  checkSameConfig(folder, tinyConfig());
});

test('a folder that holds another config is refused, with the first setting that differs', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig({ gamma: 0.5, seed: 2 })));
  assertRefused(() => checkSameConfig(folder, tinyConfig({ gamma: 0.9, seed: 2 })), `${folder} holds another run: gamma is 0.5, not 0.9; choose another --out`);
});

test('a folder without a summary holds no finished run', () => {
  assert.not(isFinished(temporaryFolder()));
});

test('blank lines between runs are none, and a line keeps its number', () => {
  const file = join(temporaryFolder(), 'results.jsonl');
  const run = runOf();
  const line = JSON.stringify(run);
  writeFileSync(file, `\uFEFF\n${line}\r\n\n \t\r\n${line}\n\nnot JSON\n\n`);
  const lines = resultLines(file);
  assert.equal(
    lines.map(({ where }) => where),
    [`${file}:2`, `${file}:5`, `${file}:7`],
  );
  assert.equal([lines[0].read(), lines[1].read()], [run, run]);
  assert.equal(unreadableLines(file), ['not JSON']);
});

/** What `action` returns while properties of some tables have other values. */
function under<T>(
  others: readonly (readonly [table: object, name: string, value: unknown])[],
  action: () => T,
): T {
  const before = others.map(([table, name]) => Reflect.get(table, name) as unknown);
  for (const [table, name, value] of others) Reflect.set(table, name, value);
  const result = action();
  others.forEach(([table, name], n) => Reflect.set(table, name, before[n]));
  return result;
}

test('a line of results that was written under other defaults keeps its meaning', () => {
  const file = join(temporaryFolder(), 'results.jsonl');
  const rnd = { agent: 'rnd', env: 'noisy-tv' };
  const written = under(
    [
      [fields.gamma, 'default', 0.5],
      [fields.finalEpisodes, 'default', 7],
      [AGENTS.rnd, 'eta', 0.25],
      [ENVIRONMENTS['noisy-tv'].options['tvSham'], 'default', true],
    ],
    () => {
      const run = runOf(rnd);
      writeResults(file, [run]);
      assert.equal(memberOfRun(run).changed, {});
      return run;
    },
  );
  const [read] = readResults(file);
  assert.equal(read, written);
  assert.equal(memberOfRun(read).changed, { gamma: 0.5, eta: 0.25, tvSham: true });
  const labels = groupsOf([read, runOf(rnd)].map(memberOfRun)).map(({ label }) => label);
  assert.equal(labels, ['rnd, gamma 0.5, eta 0.25, tvSham true', 'rnd']);
});

test.run();
