/** What one datum tells a Bayesian network about its weights: much where nothing was seen, little where much was. */
import { Bnn, stream } from 'vime/bnn';
import { batchGain, expectedGain } from 'vime/curiosity';

const [data, noise] = [stream(1, 'data'), stream(1, 'noise')];
const bnn = new Bnn(
  {
    sizes: [2, 16, 1], // x and a constant input
    activeInputs: 2,
    initialSigma: 0.5,
    priorSd: 0.5,
    kind: 'exact',
    samples: 1,
    noise: 'fixed',
    likelihoodSd: 0.1,
    noiseFloor: 0.02,
    betaNll: 0,
    batchSize: 32,
    learningRate: 0.01,
  },
  stream(1, 'init'),
);
for (let step = 0; step < 500; step++) {
  for (let row = 0; row < 32; row++) {
    const x = -data.uniform(); // only negative x are seen
    bnn.inputs.set([x, 1], 2 * row);
    bnn.targets[row] = x;
  }
  bnn.learn(100, noise);
}

// Before the outcome: the expected gain of x = -0.5 and of x = 1. After it, y = x: how far the beliefs would move.
for (const [name, meter] of Object.entries({ expectedGain, batchGain })) {
  const gain = meter(bnn.posterior, 2, bnn.likelihood);
  gain.x.set([-0.5, 1, 1, 1]);
  gain.y.set([-0.5, 1]);
  console.log(
    `${name}: ${[...gain.measure(noise)].map((value) => value.toPrecision(3)).join(' and ')}`,
  );
}
