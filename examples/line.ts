/** Fits a line to 50 noisy points: a loss, its gradient, and steps of Adam. */
import * as ad from 'vime/autodiff';

const rng = ad.stream(1, 'points');
const xs = Array.from({ length: 50 }, () => 2 * rng.uniform() - 1);
const ys = xs.map((x) => 3 * x - 1 + 0.2 * (rng.uniform() - 0.5));

const x = ad.constant(ad.fromArray(xs)); // [50]
const y = ad.constant(ad.fromArray(ys)); // [50]
const theta = ad.parameter(ad.zeros([2])); // slope and offset
const slope = ad.slice(theta, 0, 0, 1); // [1], repeated for each point
const offset = ad.slice(theta, 0, 1, 2);
const error = ad.sub(ad.add(ad.mul(slope, x), offset), y);
const loss = ad.mean(ad.square(error)); // []

const graph = ad.graphOf(loss); // computes the loss and its gradient again and again
const line = { parameters: theta, optimiser: new ad.Adam(2) };
for (let step = 0; step < 300; step++) ad.gradientStep(graph, [line], 0.05);

const [a, b] = theta.value.data;
console.log(
  `y = ${a.toFixed(2)} x + ${b.toFixed(2)}, mean squared error ${loss.value.data[0].toFixed(4)}`,
);
