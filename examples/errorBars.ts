/** Error bars of a Bayesian network: wide where there are no data. */
import { Bnn, constant, fromArray, predictiveMoments, stream } from 'vime/bnn';

const [rng, noise] = [stream(1, 'data'), stream(1, 'noise')];
const bnn = new Bnn(
  {
    sizes: [2, 32, 1], // x and a constant input
    activeInputs: 2,
    initialSigma: 0.5,
    priorSd: 0.5,
    kind: 'exact', // the likelihood in closed form
    samples: 1,
    noise: 'fixed', // its standard deviation is likelihoodSd
    likelihoodSd: 0.1,
    noiseFloor: 0.02,
    betaNll: 0,
    batchSize: 32,
    learningRate: 0.01,
  },
  stream(1, 'init'),
);

// 100 data with x from -1 to 0.
const data = Array.from({ length: 100 }, () => -rng.uniform()).map((x) => ({ x, y: x * x }));
for (let step = 0; step < 1500; step++) {
  for (let row = 0; row < 32; row++) {
    const { x, y } = data[rng.integer(data.length)];
    bnn.inputs.set([x, 1], 2 * row);
    bnn.targets[row] = y;
  }
  bnn.learn(data.length, noise);
}

for (const x of [-1, -0.5, 0, 1, 2]) {
  const input = constant(fromArray([x, 1], [1, 2]));
  const { mean, variance } = predictiveMoments(bnn.posterior, input).output;
  const [f, sd] = [mean.value.data[0], Math.sqrt(variance.value.data[0])];
  console.log(`f(${x}) = ${f.toFixed(2)} ± ${sd.toFixed(2)}`);
}
