import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../../src/train/config/field.ts';
import { checkSameConfig, isFinished } from '../../../src/report/runs/readRuns.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

test('a folder is free for the config it holds, and for any config if it holds none', () => {
  const folder = temporaryFolder();
  checkSameConfig(folder, tinyConfig());
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig()));
  checkSameConfig(folder, tinyConfig());
});

test('a folder that holds another config is refused, with the first setting that differs', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tinyConfig({ gamma: 0.5, seed: 2 })));
  assert.throws(
    () => checkSameConfig(folder, tinyConfig({ gamma: 0.9, seed: 2 })),
    (error: unknown) =>
      error instanceof ConfigError &&
      error.message === `${folder} holds another run: gamma is 0.5, not 0.9; choose another --out`,
  );
});

test('a folder without a summary holds no finished run', () => {
  assert.not(isFinished(temporaryFolder()));
});

test.run();
