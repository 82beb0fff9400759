import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { graphOf } from '../../src/autodiff/backward.ts';
import { constant } from '../../src/autodiff/variable.ts';
import { Bnn, type BnnOptions } from '../../src/bnn/bnn.ts';
import { expectedLogLikelihood } from '../../src/bnn/expectedLogLikelihood.ts';
import { observationNoise } from '../../src/bnn/observationNoise.ts';
import { mlp } from '../../src/nn/mlp.ts';
import { normal } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { mean } from '../../src/math/stats/descriptive.ts';
import { fromArray } from '../../src/autodiff/tensor.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { assertRangeError } from '../support/throws.ts';

const OPTIONS: BnnOptions = {
  sizes: [1, 16, 1],
  activeInputs: 1,
  initialSigma: 0.1,
  priorSd: 0.5,
  kind: 'exact',
  noise: 'fixed',
  likelihoodSd: 0.1,
  noiseFloor: 0.02,
  betaNll: 0,
  samples: 3,
  batchSize: 32,
  learningRate: 0.01,
};

/** The function to learn. */
const target = (x: number): number => 0.8 * x * x - 0.4 * x;

/** A model that has seen `steps` batches of the function at points uniform in ±1. */
function trained(options: BnnOptions, steps: number, dataCount: number): Bnn {
  const bnn = new Bnn(options, stream(1, 'init'));
  const points = stream(1, 'points');
  const noise = stream(1, 'noise');
  const observation = normal(steps * options.batchSize, stream(1, 'observation'));
  for (let step = 0; step < steps; step++) {
    for (let row = 0; row < options.batchSize; row++) {
      const x = 2 * points.uniform53() - 1;
      bnn.inputs[row] = x;
      const e = observation[step * options.batchSize + row];
      bnn.targets[row] = target(x) + options.likelihoodSd * e;
    }
    bnn.learn(dataCount, noise);
  }
  return bnn;
}

for (const kind of ['exact', 'local', 'weight'] as const) {
  test(`${kind}: learning raises the bound and finds the function`, () => {
    const options = { ...OPTIONS, kind };
    const early = trained(options, 1, 1e4);
    const late = trained(options, 400, 1e4);
    const elbo = (bnn: Bnn): number => {
      // The mean over draws: the bound itself is noisy when sampled, and learning must not move it here.
      const kept = bnn.posterior.phi.value.data.slice();
      const noise = stream(2, 'noise');
      const values = Array.from({ length: 20 }, () => {
        const update = bnn.learn(1e4, noise).objective;
        bnn.posterior.phi.value.data.set(kept);
        return update;
      });
      return mean(values);
    };
    assert.ok(elbo(late) > elbo(early) + 1, `${elbo(early)} then ${elbo(late)}`);

    const { mu, layers } = late.posterior;
    const xs = [-0.9, -0.5, 0, 0.5, 0.9];
    const f = mlp(constant(fromArray(xs, [5, 1])), mu, layers);
    graphOf(f).forward();
    // To within the observation noise: the network is small and the steps are few.
    assertClose(f.value.data, xs.map(target), 'function', 0, 0.1);
  });
}

test('the more data, the surer the beliefs, and the farther from the prior', () => {
  const spread = (dataCount: number): number => {
    const { sigma } = trained(OPTIONS, 600, dataCount).posterior;
    return mean(sigma.value.data);
  };
  const [few, some, many] = [30, 1000, 30_000].map(spread);
  assert.ok(few > 1.2 * some && some > 1.2 * many, `mean sigma ${few}, ${some}, ${many}`);
});

test('without a word from the data beliefs go to the prior', () => {
  // A wide likelihood says nothing.
  const options = { ...OPTIONS, likelihoodSd: 1e6, learningRate: 0.02 };
  const bnn = new Bnn(options, stream(1, 'init'));
  for (let step = 0; step < 800; step++) bnn.learn(1, stream(1, 'noise'));
  const { mu, sigma } = bnn.posterior;
  assertClose(mu.value.data, new Float64Array(mu.value.size), 'mu', 0, 1e-3);
  assertClose(sigma.value.data, new Float64Array(sigma.value.size).fill(0.5), 'sigma', 0, 1e-3);
  assertClose([bnn.learn(1, stream(1, 'noise')).klPrior], [0], 'KL to the prior', 0, 1e-3);
});

test('an update tells bound, KL and gradient as they were before it', () => {
  const bnn = new Bnn(OPTIONS, stream(1, 'init'));
  bnn.inputs.set(normal(32, stream(1, 'x')));
  bnn.targets.set(normal(32, stream(1, 'y')));
  const phi = bnn.posterior.phi.value.data;
  const before = phi.slice();
  const first = bnn.learn(10, stream(1, 'noise'));
  assert.ok(
    phi.some((value, i) => value !== before[i]),
    'learnt',
  );
  phi.set(before);
  const again = bnn.learn(10, stream(1, 'noise'));
  assert.equal(again, first);
  assert.ok(first.klPrior > 0 && first.gradNorm > 0);
});

test('the KL from the prior counts once for all data', () => {
  const [few, many] = [10, 1000].map((dataCount) =>
    new Bnn(OPTIONS, stream(1, 'init')).learn(dataCount, stream(1, 'noise')),
  );
  assertClose([few.klPrior], [many.klPrior], 'KL', 1e-15);
  assertClose(
    [many.objective - few.objective],
    [few.klPrior * (1 / 10 - 1 / 1000)],
    'bounds',
    1e-9,
  );
});

test('the length of a short gradient is told as it is', () => {
  const bnn = new Bnn({ ...OPTIONS, likelihoodSd: 100 }, stream(1, 'init'));
  const { gradNorm } = bnn.learn(1e6, stream(1, 'noise'));
  const grad = bnn.posterior.phi.grad!.data;
  const squares = grad.reduce((total, g) => total + g * g, 0);
  assert.ok(gradNorm < 0.1);
  assertClose([gradNorm], [Math.sqrt(squares)], 'length', 1e-12);
});

test('a noise model of another size is refused', () => {
  const bnn = new Bnn({ ...OPTIONS, noise: 'learned' }, stream(1, 'init'));
  const state = bnn.state();
  const longer = { ...state.noise!, parameters: new Float64Array(99) };
  assertRangeError(() => bnn.restore({ ...state, noise: longer }), /^Bnn\.restore: /);
});

test('a gradient that is not finite is reported, not applied', () => {
  const bnn = new Bnn(OPTIONS, stream(1, 'init'));
  bnn.targets.fill(NaN);
  const before = bnn.posterior.phi.value.data.slice();
  const update = bnn.learn(10, stream(1, 'noise'));
  assert.not(Number.isFinite(update.gradNorm));
  assertSameBits(bnn.posterior.phi.value.data, before, 'phi');
});

test('exact draws no noise; the others draw as much as they need', () => {
  for (const [kind, draws] of [
    ['exact', 0],
    ['local', 3 * 32 * (16 + 1)],
    ['weight', 3 * (16 + 16 + 16 + 1)],
  ] as const) {
    const [used, counted] = [stream(1, 'noise'), stream(1, 'noise')];
    new Bnn({ ...OPTIONS, kind }, stream(1, 'init')).learn(10, used);
    // Two uniforms a pair of normals; each layer's noise is an array of its own.
    const arrays = kind === 'local' ? [3 * 32 * 16, 3 * 32] : [draws];
    for (const size of arrays) normal(size, counted);
    assert.equal(used.state(), counted.state(), kind);
  }
});

for (const noise of ['fixed', 'learned'] as const)
  test(`a restored state continues bit for bit (noise ${noise})`, () => {
    const options = { ...OPTIONS, noise };
    const bnn = trained(options, 3, 100);
    const state = bnn.state();
    const kept = structuredClone(state);
    const other = trained(options, 8, 50); // to be forgotten
    other.restore(state);
    const points = normal(OPTIONS.batchSize, stream(3, 'points'));
    for (let step = 0; step < 3; step++) {
      const [a, b] = [bnn, other].map((each) => {
        each.inputs.set(points);
        each.targets.fill(0.5);
        return each.learn(100, stream(step, 'noise'));
      });
      assert.equal(b, a);
      assert.equal(other.state(), bnn.state());
    }
    assert.equal(state, kept, 'the state is a copy');
    const larger = new Bnn({ ...options, sizes: [1, 17, 1] }, stream(1, 'init'));
    assertRangeError(() => larger.restore(state), /Bnn\.restore/);
  });

test('a state of the other kind of noise is refused', () => {
  const [fixed, learned] = (['fixed', 'learned'] as const).map(
    (noise) => new Bnn({ ...OPTIONS, noise }, stream(1, 'init')),
  );
  assertRangeError(() => fixed.restore(learned.state()), /^Bnn\.restore: .*noise/);
  assertRangeError(() => learned.restore(fixed.state()), /^Bnn\.restore: .*noise/);
});

/** Standard deviation of the noise that the model sees at these inputs [rows, 1], an output after the other. */
function noiseSd(bnn: Bnn, xs: readonly number[], outputs = 1): Float64Array {
  const x = constant(fromArray(xs, [xs.length, 1]));
  const y = constant(fromArray(new Float64Array(xs.length * outputs), [xs.length, outputs]));
  const { trace } = expectedLogLikelihood(bnn.posterior, x, y, bnn.likelihood);
  const [h] = trace.flatMap((t) => (t.kind === 'exact' ? [t.input.mean] : []));
  const { logVariance } = observationNoise(bnn.noiseModel!, h, x, y);
  graphOf(logVariance).forward();
  return logVariance.value.data.map((l) => Math.exp(l / 2));
}

/** A model with learned noise, of a function with noise that differs from input to input. */
function trainedOnNoise(sdOf: (x: number) => number, steps: number, noiseFloor = 0.02): Bnn {
  const options = { ...OPTIONS, noise: 'learned', batchSize: 64, noiseFloor } as const;
  const bnn = new Bnn(options, stream(1, 'init'));
  const points = stream(1, 'points');
  const observation = stream(1, 'observation');
  for (let step = 0; step < steps; step++) {
    const e = normal(64, observation);
    for (let row = 0; row < 64; row++) {
      const x = 2 * points.uniform53() - 1;
      bnn.inputs[row] = x;
      bnn.targets[row] = target(x) + sdOf(x) * e[row];
    }
    bnn.learn(1e5, stream(1, 'noise'));
  }
  return bnn;
}

test('learned noise finds the true noise, which differs from input to input', () => {
  const sdOf = (x: number): number => Math.exp(-1.5 + x); // 0.08 to 0.61
  const bnn = trainedOnNoise(sdOf, 1500);
  const xs = [-0.9, -0.5, 0, 0.5, 0.9];
  // To within a fifth: one pass, and steps of 0.01 in every parameter that still jitter.
  assertClose(noiseSd(bnn, xs), xs.map(sdOf), 'noise', 0.2);
});

test('where there is no noise the estimate goes down to the floor and stays there', () => {
  const bnn = trainedOnNoise(() => 0, 1500, 0.2);
  assertClose(noiseSd(bnn, [-0.5, 0, 0.5]), [0.2, 0.2, 0.2], 'noise', 1e-12);
});

test('fixed noise has no model of it', () => {
  const bnn = new Bnn(OPTIONS, stream(1, 'init'));
  assert.is(bnn.noiseModel, null);
  assert.is(bnn.state().noise, null);
});

test('learned noise draws nothing at the start: the beliefs are those of fixed noise', () => {
  const [fixed, learned] = (['fixed', 'learned'] as const).map(
    (noise) => new Bnn({ ...OPTIONS, noise }, stream(1, 'init')),
  );
  assertSameBits(learned.posterior.phi.value.data, fixed.posterior.phi.value.data, 'phi');
});

test('a noise model with a broken number stops learning: reported, not applied', () => {
  const bnn = new Bnn({ ...OPTIONS, noise: 'learned' }, stream(1, 'init'));
  bnn.noiseModel!.parameters.value.data[0] = NaN;
  const { phi } = bnn.posterior;
  const parameters = bnn.noiseModel!.parameters.value.data;
  const [beliefs, noise] = [phi.value.data.slice(), parameters.slice()];
  assert.not(Number.isFinite(bnn.learn(10, stream(1, 'noise')).gradNorm));
  assertSameBits(phi.value.data, beliefs, 'phi');
  assertSameBits(parameters, noise, 'noise model');
});

test.run();
