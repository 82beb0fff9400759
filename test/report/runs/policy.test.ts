import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/record/safetensors.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { readPolicy } from '../../../src/report/runs/policy.ts';
import { finalEvaluation } from '../../../src/train/evaluate.ts';
import { finalScores } from '../../../src/train/train.ts';
import { assertSameBits } from '../../support/close.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { assertRefused } from '../../support/throws.ts';

const at = temporaryFolder();
const folder = new RunFolder(join(at, 'run'), tinyConfig({ agent: 'counts', maxSteps: 150 }));
const summary = await trainInto(folder);

test('the policy read back is the one that the run evaluated, and so are its scores', () => {
  const policy = readPolicy(folder.path);
  assertSameBits(policy.weights, folder.run.agent.dqn.average, 'weights');
  const scores = finalEvaluation(policy);
  assertSameBits(scores, finalScores(folder.run), 'scores');
  assert.is(scores.reduce((sum, x) => sum + x, 0) / scores.length, summary.finalScore);
});

test('the first episodes are the same however many there are, and another seed starts elsewhere', () => {
  const policy = readPolicy(folder.path);
  const resets: number[] = [];
  const env = Object.getPrototypeOf(policy.env) as { reset: (seed: number) => unknown };
  const { reset } = env;
  env.reset = function (this: unknown, seed: number) {
    resets.push(seed);
    return reset.call(this, seed);
  };
  try {
    finalEvaluation(policy, 1, 2);
    finalEvaluation(policy, 1, 4);
    finalEvaluation(policy, 2, 2);
  } finally {
    env.reset = reset;
  }
  assert.equal(resets.slice(0, 2), resets.slice(2, 4));
  assert.is(new Set(resets).size, 6);
});

/** A copy of the run in which something is not as it was. */
function broken(name: string, change: (path: string) => void): string {
  const path = join(at, name);
  cpSync(folder.path, path, { recursive: true });
  change(path);
  return path;
}

const weightsFile = (path: string): string => join(path, 'weights.safetensors');

const notFinite = (path: string): void => {
  const { tensors } = decodeSafetensors(readFileSync(weightsFile(path)));
  tensors.get('q_average.2.bias')!.data[0] = NaN;
  writeFileSync(weightsFile(path), encodeSafetensors([...tensors.values()], {}));
};

for (const [name, path, message] of [
  ['no folder', join(at, 'none'), /none.config\.json: there is no such folder$/],
  ['a folder that is no run', at, /holds no run: it has no config\.json$/],
  [
    'a run that has no weights yet',
    broken('early', (path) => rmSync(weightsFile(path))),
    /early holds no weights\.safetensors, which a run leaves at its end$/,
  ],
  [
    'weights that were cut',
    broken('cut', (path) =>
      writeFileSync(weightsFile(path), readFileSync(weightsFile(path)).subarray(0, -9)),
    ),
    /cut.weights\.safetensors: /,
  ],
  [
    'weights that are not finite',
    broken('nan', notFinite),
    /nan.weights\.safetensors: expected finite weights, got NaN$/,
  ],
  [
    'a config that is not JSON',
    broken('torn', (path) => writeFileSync(join(path, 'config.json'), '{"agent"')),
    /torn.config\.json: expected JSON/,
  ],
] as const) {
  test(`${name} is refused in a line`, () => {
    assertRefused(() => readPolicy(path), message);
  });
}

test.run();
