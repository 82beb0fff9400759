import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VIME_CONSTANTS } from '../../src/curiosity/vime/vime.ts';
import { networkFunction } from '../../src/nn/network.ts';
import { MountainCar } from '../../src/env/mountainCar.ts';
import { CELLS, cellOf, COLUMNS, middleOf, ROWS } from '../../src/train/config/phaseGrid.ts';
import { cellOfSlot, phaseMaps } from '../../src/train/phaseSpace.ts';
import { View } from '../../src/env/view.ts';
import { runState } from '../../src/record/runState.ts';
import { createRun } from '../../src/train/run.ts';
import { trainEpisode } from '../../src/train/train.ts';
import { argMax } from '../../src/math/kernels/reduce.ts';
import { mean } from '../../src/math/stats/descriptive.ts';
import { normalInto } from '../../src/math/random/normal.ts';
import { stream } from '../../src/math/random/rng.ts';
import { assertClose } from '../support/close.ts';
import { tinyConfig, trainAll, vimeOf } from '../support/tinyRun.ts';

const { run } = trainAll(tinyConfig());
const phaseSpace = run.env.phaseSpace!;
const view = new View(run.env.observationSpace, 'scaled');
const maps = phaseMaps(run, phaseSpace, 0);

/** What networks see at the middle of a cell. */
const seenIn = (cell: number): Float64Array =>
  view.see(phaseSpace.observationAt(...middleOf(phaseSpace, cell)));

test('the middle of every cell lies in that cell', () => {
  for (let cell = 0; cell < CELLS; cell++) {
    const observation = phaseSpace.observationAt(...middleOf(phaseSpace, cell));
    assert.is(cellOf(phaseSpace, observation), cell);
    assert.is(cellOf(phaseSpace, view.observationOf(view.see(observation))), cell);
  }
});

test('a run whose networks see the state as it is has the same maps of where it was', () => {
  // All actions random and nothing learnt, so that what is seen makes no difference to what is done.
  const still = { epsilonStart: 1, epsilonEnd: 1, warmupSteps: 1000, eta: 0 };
  const [scaled, raw] = (['scaled', 'raw'] as const).map(
    (observation) => trainAll(tinyConfig({ ...still, observation })).run,
  );
  const [a, b] = [scaled, raw].map((each) => phaseMaps(each, phaseSpace, 0));
  assert.equal(b.visits, a.visits);
  assert.equal(b.path, a.path);
  assert.not.equal([...raw.replay.states], [...scaled.replay.states]);
  assert.not.equal(b.value, a.value, 'networks see other numbers');
});

test('cells are counted from the lowest velocity and the leftmost position; the edges belong to them', () => {
  const cell = (position: number, velocity: number): number =>
    cellOf(phaseSpace, Float64Array.of(position, velocity));
  assert.equal(cell(-1.2, -0.07), 0);
  assert.equal(cell(0.6, -0.07), COLUMNS - 1);
  assert.equal(cell(-1.2, 0.07), (ROWS - 1) * COLUMNS);
  assert.equal(cell(0.6, 0.07), CELLS - 1);
  assert.equal(cell(0.7, 0.08), CELLS - 1, 'the nearest for what is outside');
});

test('visits count every remembered step, and the path lists the same cells in order', () => {
  assert.is(
    maps.visits.reduce((a, b) => a + b),
    run.envSteps,
  );
  const counted = new Array<number>(CELLS).fill(0);
  for (const cell of maps.path) counted[cell]++;
  assert.equal(counted, maps.visits);
  assert.is(maps.path[0], cellOfSlot(run, phaseSpace, 0));
  assert.is(maps.path.at(-1), cellOfSlot(run, phaseSpace, run.replay.newest));
  assert.equal(phaseMaps(run, phaseSpace, 100).path, maps.path.slice(100));
});

test('a memory that has come round gives the path that it still holds, oldest first', () => {
  const small = trainAll(tinyConfig({ replayCapacity: 50 })).run;
  const { path, visits } = phaseMaps(small, phaseSpace, 0);
  assert.is(path.length, 50);
  assert.is(
    visits.reduce((a, b) => a + b),
    50,
  );
  assert.equal(path, maps.path.slice(-50));
});

test('action and value are those of the evaluated network at the middle of the cell', () => {
  const q = networkFunction(run.agent.dqn.average, run.agent.dqn.layers, 1);
  for (const cell of [0, 777, 1490, CELLS - 1]) {
    q.inputs.set(seenIn(cell));
    const values = q.evaluate();
    const best = argMax(values, 0, 3);
    assert.is(maps.action[cell], best);
    assert.is(maps.value[cell], Number(values[best].toPrecision(3)));
  }
});

test('the gain in a cell is the mean over the actions of what their true transitions would teach', () => {
  const { config } = run;
  const car = new MountainCar({ reward: 'sparse' });
  const cell = 1490;
  const gains: number[] = [];
  const bonuses: number[] = [];
  const copy = createRun(config); // a memory and a model to add to
  copy.bonus!.restore(run.bonus!.state());
  for (const action of [0, 1, 2]) {
    const state = view.see(car.restart(...middleOf(phaseSpace, cell)).observation);
    const nextState = view.see(car.step(action).observation);
    const transition = { state, action, reward: 0, nextState };
    const slot = copy.replay.add({ ...transition, terminated: false, truncated: false });
    gains.push(copy.bonus!.measure(copy.replay, slot, stream(1, 'noise')));
    bonuses.push(run.bonus!.ofNovelty(gains[action]));
  }
  assertClose([maps.curiosity!.novelty[cell]], [mean(gains)], 'gain', 1e-2);
  assertClose([maps.curiosity!.bonus[cell]], [mean(bonuses)], 'bonus', 1e-2);
});

test('the model’s uncertainty is the spread of what networks drawn from it predict', () => {
  const { phi, layers } = vimeOf(run).bnn.posterior;
  const [first, second] = layers;
  const P = phi.value.size / 2;
  const cell = 1490;
  const state = seenIn(cell);
  const rng = stream(1, 'draws');
  const noise = new Float64Array(P);
  const draws = 20_000;
  const sums = new Float64Array(6);
  const squares = new Float64Array(6);
  for (let n = 0; n < draws; n++) {
    normalInto(noise, rng);
    const { mu, sigma } = vimeOf(run).bnn.posterior;
    const theta = noise.map((e, i) => mu.value.data[i] + sigma.value.data[i] * e);
    for (let action = 0; action < 3; action++) {
      const x = [...state].map((v) => v * VIME_CONSTANTS.inputScale);
      x.push(...[0, 1, 2].map((a) => (a === action ? 1 : 0)));
      const out = [0, 1].map((o) => theta[second.biasStart + o]);
      for (let h = 0; h < first.outputs; h++) {
        let z = theta[first.biasStart + h];
        x.forEach((v, i) => (z += v * theta[first.weightStart + i * first.outputs + h]));
        for (const o of [0, 1]) {
          out[o] += Math.max(z, 0) * theta[second.weightStart + h * second.outputs + o];
        }
      }
      out.forEach((y, o) => {
        sums[2 * action + o] += y / draws;
        squares[2 * action + o] += (y * y) / draws;
      });
    }
  }
  const variance = squares.map((square, i) => square - sums[i] * sums[i]);
  const sds = [0, 1, 2].map((a) => Math.sqrt((variance[2 * a] + variance[2 * a + 1]) / 2));
  // The sd of a sample sd of n draws is about sd / √(2n) = 0.5 %; 5 of these, and the rounding.
  assertClose([maps.curiosity!.modelUncertainty![cell]], [mean(sds)], 'sd', 0.03);
});

for (const env of ['weak-engine', 'noisy-tv']) {
  test(`maps of ${env}: every kind, and looking changes nothing`, () => {
    const settings = tinyConfig({ env, agent: 'prediction-error' });
    const seen = trainAll(settings).run;
    const { curiosity, visits } = phaseMaps(seen, seen.env.phaseSpace!, 0);
    assert.is(curiosity!.modelUncertainty, null, 'its model is not Bayesian');
    assert.ok(curiosity!.novelty.every((gain) => gain >= 0));
    assert.is(
      visits.reduce((a, b) => a + b, 0),
      seen.replay.size,
    );
    assert.equal(runState(seen), runState(trainAll(settings).run));
  });
}

test('an agent without curiosity has no maps of it', () => {
  const plain = trainAll(tinyConfig({ agent: 'dqn' })).run;
  assert.is(phaseMaps(plain, phaseSpace, 0).curiosity, null);
});

for (const settings of [
  {},
  { likelihood: 'local', noise: 'fixed' },
  { bonusUnit: 'collected' },
  { agent: 'vime-gain', episodes: 2 },
]) {
  test(`looking changes nothing of a run, with ${JSON.stringify(settings)}`, () => {
    const config = tinyConfig(settings);
    const watched = createRun(config);
    const alone = createRun(config);
    while (alone.episode < config.episodes) {
      assert.equal(trainEpisode(watched), trainEpisode(alone));
      phaseMaps(watched, phaseSpace, 0);
    }
    assert.equal(runState(watched), runState(alone));
  });
}

test('the same run gives the same maps', () => {
  assert.equal(phaseMaps(run, phaseSpace, 0), maps);
  assert.equal(phaseMaps(trainAll(tinyConfig()).run, phaseSpace, 0), maps);
});

test.run();
