/**
 * Every bound of every number setting, in short runs of each kind of model: the run ends, and what it has written is
 * read back. Where several extremes meet a run may break down, but then it says so in one line.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AgentName } from '../../../src/train/config/agents.ts';
import { ConfigError } from '../../../src/train/config/field.ts';
import { NonFiniteError } from '../../../src/train/finite.ts';
import { readMaps } from '../../../src/record/mapsFile.ts';
import { missingBonus } from '../../../src/train/missingBonus.ts';
import { parseRecords } from '../../../src/record/readBack.ts';
import { readText } from '../../../src/record/disk.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { fields, type Config, type FieldName } from '../../../src/train/config/settings.ts';
import { readRun } from '../../../src/report/runs/readRuns.ts';
import { SHORT } from '../../support/short.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { agentConfig } from '../../support/tinyRun.ts';

type Given = Readonly<Record<string, unknown>>;

/** One of each kind of model and of measuring it. */
const KINDS: readonly (readonly [AgentName, Given])[] = [
  ['vime', {}],
  ['vime', { noise: 'fixed', likelihood: 'local' }],
  ['vime', { noise: 'fixed', likelihood: 'weight' }],
  ['vime', { act: 'optimistic' }],
  ['vime-gain', {}],
  ['vime-paper', {}],
  ['predictive-kl', {}],
  ['prediction-error', {}],
  ['rnd', {}],
  ['ama', {}],
  ['lpm', {}],
  ['original', {}],
];

/** Their upper bounds are a matter of patience or of memory. */
const LARGE = [
  'episodes',
  'evalEpisodes',
  'finalEpisodes',
  'maxSteps',
  'hiddenWidth',
  'bnnHidden',
  'batchSize',
  'bnnBatchSize',
  'refreshRows',
  'replayCapacity',
  'tvChannels',
];

const bounds = Object.entries(fields).flatMap(([name, field]) => {
  if (!('min' in field) || name === 'seed') return [];
  const { min, max } = field;
  return (LARGE.includes(name) ? [min] : [min, max]).map((bound) => [name, bound] as const);
});

const at = temporaryFolder();
let runs = 0;

/** A short run, in a folder of its own. */
function folderOf(agent: AgentName, settings: Given): RunFolder {
  const config: Config = agentConfig(agent, { episodes: 2, maxSteps: 60, ...settings });
  return new RunFolder(join(at, String(runs++)), config);
}

/** Trains, and reads what was written. */
async function train(folder: RunFolder): Promise<void> {
  await trainInto(folder, { maps: true, checkpointEvery: 1 });
  readRun(folder.path);
  assert.is(readMaps(folder.path).length, folder.records.length); // both episodes, or as many as the setting steps allows
}

for (const [name, bound] of bounds) {
  const isNumber = fields[name as FieldName].kind === 'number';
  test(`${name} ${bound} works`, async () => {
    for (const [agent, kind] of isNumber && !SHORT ? KINDS : KINDS.slice(0, 1)) {
      let folder: RunFolder;
      try {
        folder = folderOf(agent, { ...kind, [name]: bound });
      } catch (error) {
        assert.instance(error, ConfigError, String(error)); // it does not go with this agent
        continue;
      }
      await train(folder);
      if (agent === 'vime') assert.is(missingBonus(folder.run, folder.records), null);
    }
  });
}

test('where bounds meet, the run ends, or says in one line why it broke down', async () => {
  const settings = fc
    .uniqueArray(fc.constantFrom(...bounds), { minLength: 2, maxLength: 6, selector: ([n]) => n })
    .map((pairs) => Object.fromEntries(pairs));
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...KINDS), settings, async ([agent, kind], given) => {
      let folder: RunFolder;
      try {
        folder = folderOf(agent, { ...kind, ...given });
      } catch (error) {
        assert.instance(error, ConfigError, String(error));
        return;
      }
      try {
        await train(folder);
        whole++;
      } catch (error) {
        assert.instance(error, NonFiniteError, String(error));
        assert.not.match((error as Error).message, /\n/);
        if (existsSync(join(folder.path, 'maps.jsonl'))) readMaps(folder.path);
        const records = parseRecords('', readText(join(folder.path, 'episodes.jsonl')));
        assert.is(records.length, folder.records.length);
      }
    }),
    { numRuns: SHORT ? 10 : 60, seed: 1 },
  );
  assert.ok(whole > 0);
});

test.run();
