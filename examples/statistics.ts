/** Are these results better than those? Statistics of a few seeds, with intervals. */
import {
  ascending,
  bootstrapInterval,
  interquartileMean,
  probabilityOfImprovement,
  resampledInterquartileMean,
  stream,
  survivalQuantile,
  survivalQuantileInterval,
  type Counts,
} from 'vime/stats';

// Scores of ten seeds each, and the episode of the first goal; null: never in 200 episodes.
const ours = [-101, -99, -104, -100, -98, -103, -131, -100, -102, -99];
const theirs = [-110, -200, -105, -121, -103, -200, -108, -117, -104, -109];
const goals = [12, 7, 31, 9, null, 15, 22, 8, 11, null];

const rng = stream(1, 'bootstrap');
for (const [name, scores] of Object.entries({ ours, theirs })) {
  const order = ascending(scores);
  const ofResample = (counts: Counts) => resampledInterquartileMean(scores, order, counts);
  const { low, high } = bootstrapInterval([scores.length], ofResample, rng)!;
  const middle = interquartileMean(scores).toFixed(1);
  console.log(`${name}: interquartile mean ${middle} [${low.toFixed(1)}, ${high.toFixed(1)}]`);
}
console.log(`probability that ours is better ${probabilityOfImprovement(ours, theirs).toFixed(2)}`);

// A seed that never got there is not left out: it was watched for 200 episodes.
const subjects = goals.map((goal) => ({ time: goal ?? 200, reached: goal !== null }));
const { low, high } = survivalQuantileInterval(subjects, 0.5, rng)!;
console.log(`median first goal ${survivalQuantile(subjects, 0.5)} [${low}, ${high}]`);
