import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { argMax } from '../../../src/math/kernels/reduce.ts';
import { uniformInit } from '../../../src/nn/init.ts';
import { stream } from '../../../src/math/random/rng.ts';
import { networkFunction } from '../../../src/nn/network.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { readPolicy } from '../../../src/report/runs/policy.ts';
import type { RunPolicy } from '../../../src/train/evaluate.ts';
import { policyModule } from '../../../src/report/runs/policyModule.ts';
import { assertSameBits } from '../../support/close.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

const at = temporaryFolder();

interface Exported {
  readonly act: (observation: ArrayLike<unknown>) => number;
  readonly values: (observation: ArrayLike<number>) => number[];
}

async function imported(name: string, policy: RunPolicy): Promise<Exported> {
  const file = join(at, `${name}.mjs`);
  writeFileSync(file, policyModule(policy));
  return (await import(pathToFileURL(file).href)) as Exported;
}

for (const [name, settings] of Object.entries({
  car: {},
  raw: { observation: 'raw' },
  // Its places and velocities have no bounds, and are seen as they are.
  swingup: { env: 'cartpole-swingup', episodes: 1, evalEpisodes: 1, finalEpisodes: 1 },
})) {
  test(`${name}: the module's values are those of the run's own network, bit for bit`, async () => {
    const folder = new RunFolder(join(at, name), tinyConfig(settings));
    await trainInto(folder);
    const { env, view, agent } = folder.run;
    const { low, high } = env.observationSpace;
    const policy = readPolicy(folder.path);
    const { layers } = policy;
    const rng = stream(1, 'observations');
    const acted = new Set<number>();
    // A network that has learnt next to nothing may always do the same; one of random weights does not.
    const others = [1, 2, 3].map((n) => uniformInit(layers, stream(n, 'weights')));
    for (const weights of [agent.dqn.average, ...others]) {
      const q = networkFunction(weights, layers, 1);
      const isRun = weights === agent.dqn.average;
      const { act, values } = await imported(
        `${name}${others.indexOf(weights)}`,
        isRun ? policy : { ...policy, weights },
      );
      for (let n = 0; n < 200; n++) {
        const observation = low.map((least, i) => {
          const [from, to] = [Math.max(least, -10), Math.min(high[i], 10)];
          return from + (to - from) * rng.uniform();
        });
        view.seeInto(q.inputs, 0, observation);
        const expected = q.evaluate();
        assertSameBits(Float64Array.from(values(observation)), expected, `observation ${n}`);
        assert.is(act(observation), argMax(expected, 0, env.actionSpace.n));
        assert.equal(values([...observation]), [...expected], 'a plain list will do');
        acted.add(act(observation));
      }
    }
    assert.ok(acted.size > 1, 'not always the same action');
  });
}

test('of several actions with the largest value the first is taken, and a wrong observation is refused', async () => {
  const policy = readPolicy(join(at, 'car'));
  const { act, values } = await imported('zero', { ...policy, weights: policy.weights.fill(0) });
  assert.is(act([-0.5, 0]), 0);
  assert.throws(() => values([1, 2, 3]), /expected 2 numbers, got 3/);
  for (const wrong of [NaN, Infinity, undefined, '0']) {
    assert.throws(
      () => act([0, wrong]),
      new RegExp(`^values: expected finite numbers, got ${wrong} at index 1$`),
    );
  }
});

test('a name with a line break stays in its comment', async () => {
  const { config, ...policy } = readPolicy(join(at, 'car'));
  const env = './a\u2028throw 1;\nthrow 2;\r.ts';
  const { act } = await imported('names', { ...policy, config: { ...config, env } });
  assert.type(act([-0.5, 0]), 'number');
});

test.run();
