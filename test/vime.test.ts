import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WINDOW } from '../src/curiosity/bonusUnit.ts';
import { VIME_CONSTANTS } from '../src/curiosity/vime/vime.ts';
import { createConfig, valueOf } from '../src/train/config/config.ts';
import { STICKINESS } from '../src/dqn/epsilonGreedy.ts';
import { inverseSoftplus } from '../src/math/numerics/softplus.ts';
import { CONSTANTS, train } from '../src/vime.ts';
import { assertClose } from './support/close.ts';
import {
  expectedSteps,
  firstDifference,
  isSetting,
  RUNS,
  type RunName,
} from './support/sideBySide.ts';

const PAGE = new URL('../src/vime.ts', import.meta.url);

for (const name of Object.keys(RUNS) as RunName[]) {
  test(`${name} the page and the rest of src/ choose the same actions and learn the same`, () => {
    assert.is(firstDifference(train, name), null);
  });

  test(`${name} episodes reach the goal and are cut, and the unit freezes on the way`, () => {
    const steps = expectedSteps(name);
    assert.ok(steps.length > RUNS[name].freezeAfter + 100);
    assert.ok(steps.length > RUNS[name].replayCapacity + 50, 'memory runs full');
    assert.ok(steps.filter(({ terminated }) => terminated).length >= 2, 'goal reached');
    assert.ok(steps.filter((step) => step.truncated && !step.terminated).length >= 2, 'cut');
  });
}

test('the constants of the page are the defaults of the settings of the same name', () => {
  const config = createConfig();
  for (const [name, value] of Object.entries(CONSTANTS)) {
    if (isSetting(name)) assert.is(value, valueOf(config, name), name);
  }
  // The others are written in another way or are no settings; that they are the same is what the runs above show.
  const others = Object.keys(CONSTANTS).filter((name) => !isSetting(name));
  const {
    bnnInputScale,
    initialRho,
    meansVariance,
    lowestLogVariance,
    highestLogVariance,
    steepestNoiseSlope,
    unitWindow,
    stickiness,
  } = CONSTANTS;
  assert.equal(
    others,
    Object.keys({
      bnnInputScale,
      initialRho,
      meansVariance,
      lowestLogVariance,
      highestLogVariance,
      steepestNoiseSlope,
      unitWindow,
      stickiness,
    }),
  );
  assert.is(unitWindow, WINDOW);
  assert.is(stickiness, STICKINESS);
  assert.is(config.randomRepeat, 'geometric');
  assert.is(bnnInputScale, VIME_CONSTANTS.inputScale);
  assertClose([initialRho], [inverseSoftplus(config.initialSigma)], 'initialRho', 1e-15, 0);
  assertClose(
    [lowestLogVariance],
    [2 * Math.log(VIME_CONSTANTS.noiseFloor)],
    'lowestLogVariance',
    1e-15,
    0,
  );
});

test('the page uses autodiff, an optimiser, the environment and random streams, directly and indirectly, and what these use', async () => {
  const { metafile } = await build({
    entryPoints: [PAGE.pathname],
    absWorkingDir: new URL('..', PAGE).pathname,
    bundle: true,
    metafile: true,
    write: false,
  });
  const own = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules/'));
  const folders = new Set(own.map((file) => file.split('/')[1]));
  const allowed = ['autodiff', 'optim', 'env', 'math', 'vime.ts'];
  assert.equal([...folders].sort(), allowed.sort());
});

test('the page has at most 450 lines, of at most 140 characters', () => {
  const lines = readFileSync(PAGE, 'utf8').trimEnd().split('\n');
  assert.ok(lines.length <= 450, `${lines.length} lines`);
  assert.equal(
    lines.filter((line) => line.length > 140),
    [],
  );
});

test.run();
