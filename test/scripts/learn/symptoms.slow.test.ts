/** Trains with each fault and without: what the task says must be seen in the curves. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { faultCharts, faultMaps } from '../../../scripts/learn/debug/charts.ts';
import { trained, type Trained } from '../../../scripts/learn/debug/train.ts';
import { withFault } from '../../../scripts/learn/debug.ts';
import { loaderOf } from '../../../scripts/learn/exercise.ts';
import { FAULTS, type Fault, type FaultName, type Series } from '../../../scripts/learn/faults.ts';
import { LearnProject } from '../../support/learnProject.ts';
import { SHORT } from '../../support/short.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const project = new LearnProject();

const last = ({ curves }: Trained, series: Series): number => curves[series]!.at(-1)!;
const highest = ({ curves }: Trained, series: Series): number => Math.max(...curves[series]!);
/** Of the second half of the run. */
const mean = ({ curves }: Trained, series: Series): number => {
  const half = curves[series]!.slice(curves[series]!.length / 2);
  return half.reduce((sum, value) => sum + value, 0) / half.length;
};

type Shows = (copy: Trained, right: Trained) => void;

/** What is seen of each fault. */
const SYMPTOMS: Readonly<Record<FaultName, Shows>> = {
  'debug-stairs': (copy, right) => {
    assert.ok(last(right, 'value') > -12);
    const quarter = copy.curves.value!.slice(0, copy.curves.value!.length / 4);
    assert.ok(Math.min(...quarter) < -85, String(Math.min(...quarter)));
  },
  'debug-values': (copy, right) => {
    assert.ok(Math.abs(last(right, 'value') + 10) < 0.2);
    assert.ok(last(copy, 'value') > -8);
    assert.ok(mean(copy, 'qLoss') > 100 * mean(right, 'qLoss'));
  },
  'debug-treasure': (copy, right) => {
    assert.ok(highest(right, 'value') < 1.1);
    assert.ok(mean(copy, 'value') > 1.3);
    assert.is(last(copy, 'evalScore'), last(right, 'evalScore'));
  },
  'debug-loss': (copy, right) => {
    assert.ok(mean(right, 'qLoss') < 1e-3);
    assert.ok(mean(copy, 'qLoss') > 0.05);
  },
  'debug-doubt': (copy, right) => {
    const ratio = copy.curves.uncertainty![0] / right.curves.uncertainty![0];
    assert.ok(ratio > 70 && ratio < 110, String(ratio));
    assert.ok(last(copy, 'uncertainty') > 2 * last(right, 'uncertainty'));
    assert.ok(Math.abs(copy.curves.sigma![0] - right.curves.sigma![0]) < 0.02);
    assert.ok(mean(copy, 'objective') < mean(right, 'objective') - 5);
  },
  'debug-certain': (copy, right) => {
    assert.ok(last(copy, 'sigma') < 0.05);
    assert.ok(last(right, 'sigma') > 0.1);
    assert.ok(last(copy, 'uncertainty') < 0.7 * last(right, 'uncertainty'));
  },
  'debug-gain': (copy, right) => {
    assert.ok(last(right, 'noveltyMean') < 1.5);
    const explored = right.curves.noveltyMean!.slice(100, 170);
    assert.ok(explored.every((gain) => Math.abs(gain - 4.3) < 0.7));
    assert.ok(Math.abs(mean(copy, 'noveltyMean') - 4) < 0.7);
    assert.ok(last(copy, 'intrinsicReturn') > 1.3 * last(right, 'intrinsicReturn'));
  },
  'debug-fade': (copy, right) => {
    assert.ok(mean(copy, 'intrinsicReturn') < 0.1 * mean(right, 'intrinsicReturn'));
    assert.ok(mean(copy, 'intrinsicReturn') < 0.1);
    assert.ok(last(right, 'noveltyMean') < 0.01 * right.curves.noveltyMean![0]);
    assert.ok(last(right, 'intrinsicReturn') > right.curves.intrinsicReturn![0]);
  },
  'debug-stuck': (copy, right) => {
    const late = copy.curves.intrinsicReturn!.slice(4);
    assert.ok(
      late.every((bonus) => Math.abs(bonus - 2) < 0.3),
      late.join(' '),
    );
    assert.is(highest(copy, 'evalScore'), -200);
    assert.ok(highest(right, 'evalScore') > -200);
    const cells = ({ visits }: Trained): number => visits!.flat().filter((n) => n > 0).length;
    assert.ok(cells(copy) < 0.5 * cells(right), `${cells(copy)} of ${cells(right)} cells`);
  },
};

/** Runs without a fault, by their settings: several faults share one. */
const rights = new Map<string, Trained>();
async function rightOf({ run }: Fault, series: readonly Series[]): Promise<Trained> {
  const key = JSON.stringify([run, series]);
  const known = rights.get(key) ?? (await trained(loaderOf(root), run, series));
  rights.set(key, known);
  return known;
}

const QUICK: readonly FaultName[] = ['debug-stairs', 'debug-treasure', 'debug-fade'];
for (const fault of (FAULTS as readonly Fault[]).filter(
  ({ name }) => !SHORT || QUICK.includes(name as FaultName),
)) {
  test(`${fault.name}: ${fault.title}`, async () => {
    const folder = project.newFolder();
    const path = join(folder, 'src', fault.file);
    writeFileSync(path, withFault(readFileSync(path, 'utf8'), fault));
    const right = await rightOf(fault, fault.series);
    const copy = await trained(loaderOf(folder), fault.run, fault.series);
    assert.equal([right.broken, copy.broken], [null, null]);
    SYMPTOMS[fault.name as FaultName](copy, right);
    const charts = faultCharts(fault, copy, right);
    assert.is(charts.length, fault.series.length);
    assert.is(faultMaps(fault, copy, right, 80).length > 0, fault.hasMap === true);
  });
}

test.run();
