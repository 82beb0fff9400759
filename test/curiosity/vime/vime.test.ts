import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createPosterior } from '../../../src/bnn/posterior.ts';
import { stream, type Rng } from '../../../src/math/random/rng.ts';
import { ReplayBuffer } from '../../../src/replay/replayBuffer.ts';
import type { CuriosityUpdate } from '../../../src/curiosity/curiosity.ts';
import { Vime, type GainKind, type VimeOptions } from '../../../src/curiosity/vime/vime.ts';
import { assertClose, assertSameBits } from '../../support/close.ts';
import { batchOf, drawn, remember, transitionOf } from '../../support/curiosity.ts';

const OPTIONS: VimeOptions = {
  stateSize: 2,
  actionCount: 3,
  hidden: 8,
  inputScale: 2,
  batchSize: 4,
  learningRate: 0.01,
  priorSd: 0.5,
  initialSigma: 0.1,
  noise: 'fixed',
  likelihoodSd: 0.3,
  noiseFloor: 0.02,
  likelihood: 'exact',
  samples: 2,
  freezeAfter: 1000,
  rows: 4,
  betaNll: 0,
};
const S = 2;
const A = 3;

const vimeOf = (options: Partial<VimeOptions> = {}, kind: GainKind = 'information-gain'): Vime =>
  new Vime(kind, { ...OPTIONS, ...options }, stream(1, 'bnn.init'));

/** Stores `count` seeded transitions, telling `vime` of each. */
function addTransitions(replay: ReplayBuffer, vime: Vime, count: number): void {
  const rng = stream(replay.added, 'transitions');
  const uniform = (): number => 2 * rng.uniform53() - 1;
  for (let i = 0; i < count; i++) {
    const state = Float64Array.of(uniform(), uniform());
    const nextState = state.map((value) => value + 0.1 * uniform());
    remember(replay, vime, {
      state: [...state],
      action: rng.integer(A),
      nextState: [...nextState],
    });
  }
}

/** The gain of the newest transition. */
function gainOf(vime: Vime, replay: ReplayBuffer, noise: Rng): number {
  const rows = new Int32Array(OPTIONS.rows).fill(replay.newest);
  const gains = new Float64Array(rows.length);
  vime.measure(batchOf(replay, rows), gains, noise);
  return gains[0];
}

/** One update on the transitions in these slots. */
const learnFrom = (
  vime: Vime,
  replay: ReplayBuffer,
  slots: Int32Array,
  rng: Rng,
): CuriosityUpdate => vime.learn(batchOf(replay, slots), replay.size, rng);

const noise = (): ReturnType<typeof stream> => stream(1, 'bnn.noise');

// The gain of the outcome falls with the error, the expected gain only as the weights become certain, which takes longer.
for (const [name, kind, options, updates] of [
  ['of the outcome', 'information-gain', {}, 200],
  ['expected', 'expected-gain', {}, 1500],
  ['of the outcome, with drawn weights', 'information-gain', { likelihood: 'weight' }, 200],
  ['of the outcome, with local noise', 'information-gain', { likelihood: 'local' }, 200],
] as const) {
  test(`the gain of an often repeated transition falls: ${name}`, () => {
    const vime = vimeOf(options, kind);
    const replay = new ReplayBuffer(200, S);
    addTransitions(replay, vime, 30);
    const repeated = transitionOf({ state: [0.5, -0.5], action: 1, nextState: [0.6, -0.45] });
    const sampling = stream(1, 'bnn.replay');
    const draws = stream(2, 'bnn.noise');
    const mean = (): number => {
      let total = 0;
      for (let i = 0; i < 20; i++) total += gainOf(vime, replay, draws);
      return total / 20;
    };
    replay.add(repeated);
    const first = mean();
    for (let i = 0; i < 150; i++) replay.add(repeated);
    for (let i = 0; i < updates; i++) learnFrom(vime, replay, drawn(replay, sampling, 4), draws);
    const last = mean();
    assert.ok(last < 0.2 * first, `gain ${first} at first, ${last} after ${updates} updates`);
  });
}

test('with learnt noise, noisy variables give less and less information, the others do not', () => {
  // The first variable is pure noise, the second is what the action makes of it.
  const gainsOf = (noiseKind: 'fixed' | 'learned'): number => {
    const vime = vimeOf({ noise: noiseKind, batchSize: 16 });
    const replay = new ReplayBuffer(400, S);
    const rng = stream(3, 'tv');
    for (let i = 0; i < 400; i++) {
      const action = rng.integer(A);
      const nextState = [2 * rng.uniform53() - 1, 0.1 * action];
      remember(replay, vime, { state: [0, 0], action, nextState });
    }
    for (let i = 0; i < 1500; i++)
      learnFrom(vime, replay, drawn(replay, stream(i, 'sampling'), 16), noise());
    const rows = Int32Array.from({ length: OPTIONS.rows }, (_, i) => i);
    const out = new Float64Array(rows.length);
    let total = 0;
    for (let start = 0; start < 400; start += rows.length) {
      const slots = rows.map((row) => start + row);
      vime.measure(batchOf(replay, slots), out, noise());
      for (const gain of out) total += gain;
    }
    return total / 400;
  };
  const [fixed, learned] = [gainsOf('fixed'), gainsOf('learned')];
  assert.ok(learned < 0.25 * fixed, `mean gain ${fixed} with fixed noise, ${learned} with learned`);
});

test('with learned noise and beta-NLL the expected gain is larger where the model has not learnt', () => {
  const vime = vimeOf({ noise: 'learned', betaNll: 0.5, batchSize: 16 }, 'expected-gain');
  const rng = stream(4, 'halves');
  /** A transition of the same dynamics in the left or the right half. */
  const transitionIn = (side: number) => {
    const state = [side * (0.2 + 0.8 * rng.uniform53()), 2 * rng.uniform53() - 1];
    const action = rng.integer(A);
    const nextState = [state[0] + 0.1 * state[1], state[1] + 0.05 * (action - 1)];
    return { state, action, nextState };
  };
  const replay = new ReplayBuffer(300, S);
  for (let i = 0; i < 200; i++) remember(replay, vime, transitionIn(1));
  const sampling = stream(1, 'bnn.replay');
  for (let i = 0; i < 2000; i++) learnFrom(vime, replay, drawn(replay, sampling, 16), noise());
  const meanGain = (side: number): number => {
    let total = 0;
    for (let i = 0; i < 50; i++) {
      replay.add(transitionOf(transitionIn(side)));
      total += gainOf(vime, replay, noise()) / 50;
    }
    return total;
  };
  const [known, unknown] = [meanGain(1), meanGain(-1)];
  assert.ok(known < 0.5 * unknown, `${known} where it has learnt, ${unknown} elsewhere`);
});

test('the expected gain needs no outcome', () => {
  const vime = vimeOf({ noise: 'learned' }, 'expected-gain');
  const replay = new ReplayBuffer(10, S);
  addTransitions(replay, vime, 6);
  const before = gainOf(vime, replay, noise());
  replay.nextStates.fill(1e3);
  assert.is(gainOf(vime, replay, noise()), before);
});

test('the gain anticipated of each action is that measured of a transition with it', () => {
  const vime = vimeOf({ noise: 'learned' }, 'expected-gain');
  const replay = new ReplayBuffer(40, S);
  addTransitions(replay, vime, 20);
  const sampling = stream(1, 'bnn.replay');
  for (let i = 0; i < 50; i++) learnFrom(vime, replay, drawn(replay, sampling, 4), noise());
  const before = vime.state();
  const anticipated = [...vime.anticipate!(Float64Array.of(0.3, -0.7), noise())];
  assert.equal(vime.state(), before, 'beliefs');
  const measured = Array.from({ length: A }, (_, action) => {
    replay.add(transitionOf({ state: [0.3, -0.7], action, nextState: [5, 5] }));
    return gainOf(vime, replay, noise());
  });
  assert.equal(anticipated, measured);
  assert.is(new Set(anticipated).size, A);
});

test('the gain of an outcome cannot be anticipated', () => {
  assert.is(vimeOf({}, 'information-gain').anticipate, undefined);
});

test('the model sees scaled state and one-hot action, and learns the standardised change', () => {
  const vime = vimeOf({ batchSize: 1 });
  const replay = new ReplayBuffer(1, S);
  const changes = [
    [0.1, -0.01],
    [0.3, 0.02],
    [-0.1, 0.05],
  ];
  changes.forEach(([dx, dv], action) => {
    remember(replay, vime, { state: [0.25, -0.5], action, nextState: [0.25 + dx, -0.5 + dv] });
    vime.learn(batchOf(replay, [0]), 1, noise());
    const oneHot = [0, 1, 2].map((a) => (a === action ? 1 : 0));
    assert.equal([...vime.bnn.inputs], [0.5, -1, ...oneHot]);
    const seen = changes.slice(0, action + 1);
    const expected = [0, 1].map((i) => {
      const column = seen.map((change) => change[i]);
      const m = column.reduce((a, b) => a + b) / column.length;
      const variance = column.reduce((a, b) => a + (b - m) * (b - m), 0) / column.length;
      return (changes[action][i] - m) / (variance > 0 ? Math.sqrt(variance) : 1);
    });
    assertClose(vime.bnn.targets, expected, 'targets', 1e-9, 1e-12);
  });
});

test('one seed, one curiosity: the same transitions give the same beliefs and gains', () => {
  const runs = [0, 1].map(() => {
    const vime = vimeOf({ likelihood: 'local' });
    const replay = new ReplayBuffer(50, S);
    const [sampling, draws] = [stream(1, 'bnn.replay'), noise()];
    const gains: number[] = [];
    for (let i = 0; i < 20; i++) {
      addTransitions(replay, vime, 1);
      if (replay.size >= 4) learnFrom(vime, replay, drawn(replay, sampling, 4), draws);
      gains.push(gainOf(vime, replay, draws));
    }
    return { gains: Float64Array.from(gains), phi: vime.bnn.posterior.phi.value.data };
  });
  assertSameBits(runs[0].gains, runs[1].gains, 'gains');
  assertSameBits(runs[0].phi, runs[1].phi, 'phi');
});

for (const noiseKind of ['fixed', 'learned'] as const) {
  test(`a restored state continues bit for bit (noise ${noiseKind})`, () => {
    const [vime, other] = [vimeOf({ noise: noiseKind }), vimeOf({ noise: noiseKind })];
    const [replay, before] = [new ReplayBuffer(30, S), new ReplayBuffer(30, S)];
    addTransitions(before, other, 20); // to be forgotten
    learnFrom(other, before, drawn(before, stream(1, 'sampling'), 4), noise());
    addTransitions(replay, vime, 17);
    for (let step = 0; step < 3; step++) {
      learnFrom(vime, replay, drawn(replay, stream(step, 'sampling'), 4), noise());
    }

    const state = vime.state();
    const kept = structuredClone(state);
    other.restore(state);
    const goOn = (each: Vime): number[] => {
      const { objective } = learnFrom(
        each,
        replay,
        drawn(replay, stream(9, 'sampling'), 4),
        noise(),
      );
      return [objective, gainOf(each, replay, noise())];
    };
    for (let step = 0; step < 3; step++) {
      assert.equal(goOn(other), goOn(vime));
      assert.equal(other.state(), vime.state());
    }
    assert.equal(state, kept, 'the state is a copy');
  });
}

test('beliefs start as createPosterior makes them for a state and one action', () => {
  const { phi } = vimeOf().bnn.posterior;
  const sizes = [S + A, OPTIONS.hidden, S];
  const { initialSigma } = OPTIONS;
  const expected = createPosterior(
    { sizes, initialSigma, activeInputs: S + 1 },
    stream(1, 'bnn.init'),
  );
  assertSameBits(phi.value.data, expected.phi.value.data, 'phi');
});

test('what is learnt is there by name: mu and rho, and the noise model if there is one', () => {
  for (const noiseKind of ['fixed', 'learned'] as const) {
    const { bnn, learnt } = vimeOf({ noise: noiseKind });
    const { phi, layers } = bnn.posterior;
    const P = phi.value.size / 2;
    const names = ['the model, mu', 'the model, rho', 'the noise model'];
    assert.equal(
      learnt.map(({ name }) => name),
      names.slice(0, noiseKind === 'fixed' ? 2 : 3),
    );
    phi.grad!.data.forEach((_, i) => (phi.grad!.data[i] = i));
    [0, P].forEach((start, part) => {
      assertSameBits(learnt[part].values, phi.value.data.slice(start, start + P), 'values');
      assertSameBits(learnt[part].grad, phi.grad!.data.slice(start, start + P), 'gradient');
      assert.is(learnt[part].layers, layers);
    });
  }
});

test.run();
