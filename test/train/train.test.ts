import type { Config } from '../../src/train/config/settings.ts';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { NonFiniteError } from '../../src/train/finite.ts';
import { encodeSafetensors } from '../../src/record/safetensors.ts';
import type { Start } from '../../src/env/environment.ts';
import type { Transition, TransitionBatch } from '../../src/replay/transition.ts';
import { Coverage } from '../../src/train/coverage.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { finish } from '../../src/train/steps.ts';
import {
  episodeSteps,
  finalScores,
  trainEpisode,
  type EpisodeRecord,
} from '../../src/train/train.ts';
import { weightTensors } from '../../src/record/weights.ts';
import { assertClose, assertSameBits } from '../support/close.ts';
import { tinyConfig, trainAll, vimeOf } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

/** The first record and field in which two runs differ, or null. */
function firstDifference(a: readonly EpisodeRecord[], b: readonly EpisodeRecord[]): string | null {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const names = new Set([...Object.keys(a[i] ?? {}), ...Object.keys(b[i] ?? {})]);
    for (const name of names as Set<keyof EpisodeRecord>) {
      const [x, y] = [a.at(i)?.[name], b.at(i)?.[name]];
      const isSame = Array.isArray(x) ? String(x) === String(y) : Object.is(x, y);
      if (!isSame) return `record ${i}, ${name}: ${String(x)} and ${String(y)}`;
    }
  }
  return null;
}

const hex = (run: Run): string =>
  Buffer.from(encodeSafetensors(weightTensors(run))).toString('hex');

// Every way to a bonus is a run of its own kind.
const kinds: Record<string, Record<string, unknown>> = {
  'the defaults': {},
  'dense rewards': { reward: 'dense' },
  'the agent dqn': { agent: 'dqn' },
  'local likelihood and a collected unit': {
    noise: 'fixed',
    likelihood: 'local',
    bonusUnit: 'collected',
  },
  'drawn weights': { noise: 'fixed', likelihood: 'weight' },
  'gain of the outcome': { agent: 'vime-gain' },
  'optimistic acting': { act: 'optimistic', eta: 0.1 },
  'optimistic acting alone': { act: 'optimistic-only' },
  'hard target copies, single DQN, one step': {
    targetUpdate: 'updates',
    targetEvery: 5,
    doubleDqn: false,
    nStep: 1,
  },
  'a small ring': { replayCapacity: 50 },
  'fixed noise and a moving unit': { noise: 'fixed', bonusUnit: 'moving' },
  'the noisy TV': { env: 'noisy-tv' },
  'raw observations': { observation: 'raw' },
  'the cart-pole': { env: 'cartpole-swingup', repeat: 50 },
  'the deep sea, by an optimist': { env: 'deep-sea', size: 8, act: 'optimistic' },
  'batches that are measured as they are learnt from': {
    curiosity: 'cassie-lim',
    nStep: 1,
    bonusUnit: 'none',
  },
};

for (const [name, settings] of Object.entries(kinds)) {
  test(`two runs from one seed are the same to the last bit: ${name}`, () => {
    const [a, b] = [trainAll(tinyConfig(settings)), trainAll(tinyConfig(settings))];
    assert.is(firstDifference(a.records, b.records), null);
    assert.is(hex(a.run), hex(b.run), 'weights');
    assert.is(a.records.length, 4);
  });

  test(`another seed makes another run: ${name}`, () => {
    const a = trainAll(tinyConfig({ ...settings, seed: 1 }));
    const b = trainAll(tinyConfig({ ...settings, seed: 2 }));
    assert.is.not(firstDifference(a.records, b.records), null);
    assert.is.not(hex(a.run), hex(b.run));
  });
}

test('each kind of run differs from the defaults', () => {
  const plain = hex(trainAll(tinyConfig()).run);
  for (const [name, settings] of Object.entries(kinds).slice(1)) {
    assert.is.not(hex(trainAll(tinyConfig(settings)).run), plain, name);
  }
});

test('a memory that cannot hold the batch that a rival learns from is refused', () => {
  assertRefused(
    () => createRun(tinyConfig({ agent: 'rnd', replayCapacity: 31 })),
    'replayCapacity: rnd learns from 32 transitions at a time, got 31',
  );
  assert.ok(createRun(tinyConfig({ agent: 'counts', replayCapacity: 8 })));
});

test('two runs that take turns do not disturb each other', () => {
  const config = tinyConfig();
  const runs = [createRun(config), createRun(config)];
  const records: EpisodeRecord[][] = [[], []];
  for (let i = 0; i < config.episodes; i++) {
    runs.forEach((run, n) => records[n].push(trainEpisode(run)));
  }
  const alone = trainAll(config);
  for (const [n, run] of runs.entries()) {
    assert.is(firstDifference(records[n], alone.records), null);
    assert.is(hex(run), hex(alone.run));
  }
});

test('dqn is vime with eta 0 and random actions of one step: the same Q-weights, lengths and evaluations', () => {
  const vime = trainAll(tinyConfig({ eta: 0, randomRepeat: 'once' }));
  const dqn = trainAll(tinyConfig({ agent: 'dqn' }));
  assertSameBits(dqn.run.agent.dqn.online, vime.run.agent.dqn.online, 'online weights');
  assertSameBits(dqn.run.agent.dqn.average, vime.run.agent.dqn.average, 'averaged weights');
  const withoutModel = vime.records.map((r) => ({
    ...r,
    objective: null,
    noveltyMean: null,
    noveltyMax: null,
    modelR2: null,
  }));
  assert.is(firstDifference(dqn.records, withoutModel), null);
  assertSameBits(finalScores(dqn.run), finalScores(vime.run), 'final scores');
});

for (const curiosity of ['counts', 'cassie-lim']) {
  test(`the shares of what pressing a remote earns, if each action in turn were one, add up to 1: ${curiosity}`, () => {
    const runs = [0, 1, 2].map((remoteAction) => {
      const run = createRun(
        tinyConfig({
          curiosity,
          nStep: 1,
          bonusUnit: 'none',
          epsilonStart: 1,
          randomRepeat: 'once',
          env: 'noisy-tv',
        }),
      );
      Object.defineProperty(run.env, 'remoteActions', { value: [remoteAction] });
      return { run, records: [trainEpisode(run), trainEpisode(run)] };
    });
    const sum = (of: (record: EpisodeRecord) => number | null): number =>
      runs.reduce((total, { records }) => total + of(records[1])!, 0);
    assertClose([sum((r) => r.remoteShare), sum((r) => r.remoteBonusShare)], [1, 1], 'shares');
    const { run, records } = runs[1];
    const pressed = run.replay.actions.subarray(0, records[0].length).filter((a) => a === 1);
    assert.is(records[0].remoteShare, pressed.length / records[0].length);
    assert.ok(pressed.length > 0);
  });
}

test('nothing is said of what the remote earns where a bonus may be negative', () => {
  for (const agent of ['ama', 'lpm']) {
    const record = trainEpisode(createRun(tinyConfig({ agent, env: 'noisy-tv' })));
    assert.ok(record.intrinsicReturn !== 0, agent);
    assert.equal([typeof record.remoteShare, record.remoteBonusShare], ['number', null]);
  }
});

test('without a TV nothing is said of a remote, without a bonus nothing of what it earns', () => {
  const sharesOf = (settings: Record<string, unknown>) => {
    const { remoteShare, remoteBonusShare } = trainEpisode(createRun(tinyConfig(settings)));
    return [typeof remoteShare, remoteBonusShare];
  };
  assert.equal(sharesOf({}), ['object', null]);
  assert.equal(sharesOf({ env: 'noisy-tv', agent: 'dqn' }), ['number', null]);
});

test('eta makes a difference, so the two above are equal for a reason', () => {
  const none = trainAll(tinyConfig({ eta: 0 })).run.agent.dqn.online;
  const some = trainAll(tinyConfig({ eta: 0.1 })).run.agent.dqn.online;
  assert.ok(none.some((w, i) => w !== some[i]));
});

test('evaluating more often changes no training', () => {
  const few = trainAll(tinyConfig({ evalEpisodes: 1 }));
  const many = trainAll(tinyConfig({ evalEpisodes: 7, finalEpisodes: 9 }));
  finalScores(many.run);
  assert.is(hex(few.run), hex(many.run));
  const strip = (records: readonly EpisodeRecord[]): EpisodeRecord[] =>
    records.map((r) => ({ ...r, evalScore: 0, evalScoreSd: 0 }));
  assert.is(firstDifference(strip(few.records), strip(many.records)), null);
});

test('looking at the final scores changes nothing and gives the same again', () => {
  const { run } = trainAll(tinyConfig());
  const before = hex(run);
  const scores = finalScores(run);
  assert.is(scores.length, 3);
  assertSameBits(finalScores(run), scores, 'scores');
  assert.is(hex(run), before);
});

/** Makes the car of the run push in its direction of travel, whatever the agent says: it reaches the goal. */
function makePump({ env }: Run): void {
  const [reset, step] = [env.reset.bind(env), env.step.bind(env)];
  let velocity = 0;
  const noting = <S extends Start>(start: S): S => {
    velocity = start.observation[1];
    return start;
  };
  env.reset = (seed) => noting(reset(seed));
  env.step = () => noting(step(velocity >= 0 ? 2 : 0));
}

test('records say what happened: lengths, returns, goals, steps', () => {
  for (const reward of ['sparse', 'dense'] as const) {
    const run = createRun(tinyConfig({ reward, maxSteps: 200, eta: 0 }));
    makePump(run);
    let envSteps = 0;
    for (let episode = 1; episode <= 3; episode++) {
      const r = trainEpisode(run);
      envSteps += r.length;
      assert.is(r.episode, episode);
      assert.is(r.envSteps, envSteps);
      assert.ok(r.reachedGoal && r.length < 200, `length ${r.length}`);
      assert.is(r.extrinsicReturn, reward === 'dense' ? -r.length : 1);
      assert.is(r.intrinsicReturn, 0);
      const newest = run.replay.newest;
      assert.equal([run.replay.terminated[newest], run.replay.truncated[newest]], [1, 0]);
    }
    assert.is(run.replay.size, envSteps);
  }
});

test('the time limit is truncation, not termination', () => {
  const run = createRun(tinyConfig());
  const record = trainEpisode(run);
  assert.equal([record.reachedGoal, record.length], [false, 40]);
  const { newest, terminated, truncated } = run.replay;
  assert.equal([terminated[newest], truncated[newest]], [0, 1]);
  assert.is(
    truncated.reduce((a, b) => a + b),
    1,
  );
});

test('with truncationEnds the time limit is treated as termination where the batch is made, and nowhere else', () => {
  const run = createRun(tinyConfig({ truncationEnds: true, batchSize: 64 }));
  const record = trainEpisode(run);
  assert.equal([record.reachedGoal, record.length], [false, 40]);
  const { newest, terminated, truncated } = run.replay;
  assert.equal(
    [terminated[newest], truncated[newest]],
    [0, 1],
    'the memory holds both as they are',
  );
  while (run.episode < 4) trainEpisode(run);
  assert.ok(run.agent.batch.ended.includes(1), 'in the last batch');
  const [plain, ended] = [false, true].map(
    (truncationEnds) => trainAll(tinyConfig({ truncationEnds })).run.agent.dqn.online,
  );
  assert.ok(
    plain.some((w, i) => w !== ended[i]),
    'and is learnt from as one',
  );
});

test('the target is copied after every so many episodes of a run', () => {
  const run = createRun(tinyConfig({ targetUpdate: 'episodes', targetEvery: 2 }));
  const start = run.agent.dqn.target.slice();
  trainEpisode(run);
  assertSameBits(run.agent.dqn.target, start, 'after one');
  trainEpisode(run);
  assertSameBits(run.agent.dqn.target, run.agent.dqn.online, 'after two');
  assert.ok(run.agent.dqn.target.some((w, i) => w !== start[i]));
});

test('with the exponential schedule epsilon falls by a factor a step, down to epsilonEnd', () => {
  const settings = { epsilonSchedule: 'exponential', epsilonStart: 1.005, epsilonEnd: 1 };
  const { records } = trainAll(tinyConfig(settings));
  assertClose(
    records.map((r) => r.epsilon),
    [39, 79, 119, 159].map((steps) => Math.max(1, 1.005 * 0.99995 ** steps)),
    'epsilon',
  );
});

test('the intrinsic return is eta times the bonus', () => {
  const twice = [0.01, 0.02].map((eta) => {
    const run = createRun(tinyConfig({ eta, epsilonStart: 1, epsilonEnd: 1, warmupSteps: 1000 }));
    return trainEpisode(run).intrinsicReturn;
  });
  assert.ok(twice[0] > 0);
  assertClose([twice[1]], [2 * twice[0]], 'return with twice the eta', 1e-12);
});

for (const [reward, scale] of [
  ['sparse', 1],
  ['dense', 0.25], // in units of 1 − gamma
] as const) {
  test(`the agent learns from reward plus eta times bonus: ${reward}`, () => {
    const run = createRun(
      tinyConfig({ reward, gamma: 0.75, nStep: 1, eta: 0.5, maxSteps: 200, batchSize: 64 }),
    );
    makePump(run);
    const { replay } = run;
    const { batch, slots } = run.agent;
    do trainEpisode(run);
    while (run.episode < 10 && !batch.ended.includes(1));
    assert.ok(batch.ended.includes(1), 'the goal is in the last batch');
    // Nothing has been measured since the last update, so its rewards can be computed again.
    const expected = Float64Array.from(
      slots,
      (slot) => scale * replay.rewards[slot] + 0.5 * run.bonus!.of(slot),
    );
    assertSameBits(batch.returns, expected, 'rewards of the last batch');
    assert.ok(new Set(expected).size > 10, 'rewards vary');
  });
}

test('a dense reward can be learnt from as it is', () => {
  const config = tinyConfig({ reward: 'dense', scaleReward: false, gamma: 0.75, nStep: 1, eta: 0 });
  const { run } = trainAll(config);
  assertSameBits(run.agent.batch.returns, new Float64Array(8).fill(-1), 'rewards');
});

/** Settings under which the Q-network's batch is the model's, and a bonus is a gain. */
const OF_BATCH = {
  curiosity: 'cassie-lim',
  nStep: 1,
  bonusUnit: 'none',
  bonusRoot: false,
  bonusClip: 'none',
};

test('where the task is to explore, the score is the number of cells visited so far, and nothing is played', () => {
  const run = createRun(tinyConfig({ agent: 'dqn', randomRepeat: 'geometric', epsilonStart: 1 }));
  const cellOf = ([position]: Float64Array): number => Math.floor(100 * (position + 1.2));
  const coverage = new Coverage({ cells: 180, cellOf });
  Object.defineProperty(run, 'coverage', { value: coverage });
  Object.defineProperty(run, 'evaluation', { value: null });
  const scores = [1, 2, 3].map(() => {
    const { evalScore, evalScoreSd } = trainEpisode(run);
    const { nextStates, size, stateSize } = run.replay;
    const seen = Array.from({ length: size }, (_, slot) =>
      cellOf(run.view.observationOf(nextStates, slot * stateSize)),
    );
    assert.equal([evalScore, evalScoreSd], [new Set(seen).size, 0]);
    return evalScore;
  });
  assert.ok(scores[0] > 1 && scores[2] > scores[0], scores.join());
  assert.equal([...finalScores(run)], [scores[2]]);
});

test('the Q-network is trained every so many steps, with so many updates, from the warm-up on', () => {
  const updatesIn = (settings: Partial<Config>): number => {
    const run = createRun(tinyConfig({ agent: 'dqn', warmupSteps: 10, ...settings }));
    trainEpisode(run); // of 40 steps
    return run.agent.dqn.updates;
  };
  assert.is(updatesIn({}), 31);
  assert.is(updatesIn({ trainEvery: 8 }), 4); // steps 16, 24, 32, 40
  assert.is(updatesIn({ trainEvery: 8, gradientSteps: 3 }), 12);
  assert.is(updatesIn({ gradientSteps: 2 }), 62);
});

test('a run ends after so many environment steps, with the episode that reaches them', () => {
  const config = tinyConfig({ agent: 'dqn', episodes: 10, steps: 81, learningRateEnd: 0 });
  const { run, records } = trainAll(config);
  assert.equal([records.length, run.envSteps], [3, 120]);
  assert.is(trainAll(tinyConfig({ agent: 'dqn', episodes: 2, steps: 81 })).records.length, 2);
});

test('the learning rate falls over the steps, if they end the run', () => {
  const rates = (settings: Partial<Config>): number[] => {
    const run = createRun(tinyConfig({ agent: 'dqn', learningRateEnd: 0, ...settings }));
    const seen: number[] = [];
    const learn = run.agent.dqn.learn.bind(run.agent.dqn);
    run.agent.dqn.learn = (batch, rate) => {
      seen.push(rate);
      return learn(batch, rate);
    };
    for (let episode = 0; episode < 2; episode++) trainEpisode(run); // of 40 steps
    return [...new Set(seen)];
  };
  assert.equal(rates({ episodes: 4 }), [1e-3, 1e-3 * 0.75]);
  assert.equal(rates({ episodes: 4, steps: 80 }), [1e-3, 1e-3 * 0.5]);
});

test('where batches are measured, the model learns from them and reports them, and nothing before the warm-up', () => {
  const run = createRun(tinyConfig({ ...OF_BATCH, eta: 0.5, warmupSteps: 39 }));
  const before = run.streams.bnnReplay.state();
  const learnt: number[][] = [];
  const { curiosity } = run.bonus!;
  const learn = curiosity.learn.bind(curiosity);
  curiosity.learn = (batch, remembered, rng) => {
    learnt.push([...batch.states]);
    return learn(batch, remembered, rng);
  };
  const record = trainEpisode(run); // of 40 steps, so that there are two updates
  assert.is(learnt.length, 2);
  assert.equal(learnt[1], [...run.agent.batch.states], 'the batch of the Q-network');
  assert.equal(run.streams.bnnReplay.state(), before, 'none of its own is drawn');
  const gains = Array.from(run.agent.slots, (slot) => run.bonus!.novelty(slot));
  assertClose(
    run.agent.batch.returns,
    gains.map((gain) => 0.5 * gain),
    'rewards of the last batch',
  );
  // Both batches count: a mean over 16 gains, and the bonus of two steps.
  assertClose([record.intrinsicReturn], [2 * 0.5 * record.noveltyMean!], 'intrinsic return', 1e-12);
  assert.ok(record.noveltyMax! >= Math.max(...gains) && record.noveltyMean! > 0);
});

test('the learning rate and epsilon fall as they should', () => {
  const config = tinyConfig({ epsilonStart: 0.5, epsilonEnd: 0.1, epsilonSteps: 80 });
  const { records } = trainAll(config);
  // The epsilon of the last step of an episode, which saw envSteps − 1 steps before it.
  assertClose(
    records.map((r) => r.epsilon),
    [39, 79, 80, 80].map((steps) => 0.5 - 0.4 * Math.min(1, steps / 80)),
    'epsilon',
  );
});

test('nothing is measured before the warm-up is over', () => {
  const run = createRun(tinyConfig({ warmupSteps: 41, bnnBatchSize: 41 }));
  const first = trainEpisode(run);
  assert.equal([first.qLoss, first.objective], [null, null]);
  const second = trainEpisode(run);
  assert.ok(second.qLoss !== null && second.objective !== null);
  assert.ok(
    first.noveltyMean !== null &&
      first.noveltyMax !== null &&
      first.noveltyMean <= first.noveltyMax,
  );
});

/** Trains an episode with something broken from some step on; gives the message of the error. */
function messageOfBroken(
  settings: Parameters<typeof tinyConfig>[0],
  poison: (run: Run) => void,
  stepsBefore = 0,
): string {
  const run = createRun(tinyConfig(settings));
  const steps = episodeSteps(run);
  for (let step = 0; step < stepsBefore; step++) steps.next();
  poison(run);
  try {
    finish(steps);
  } catch (error) {
    assert.instance(error, NonFiniteError);
    return (error as NonFiniteError).message;
  }
  assert.unreachable('a broken run went on');
  return '';
}

for (const [what, settings, poison, message, stepsBefore] of [
  [
    'a weight of the Q-network',
    {},
    (run) => (run.agent.dqn.online[0] = NaN),
    /^environment step 20: the gradient of the Q-loss, layer 1 weights, is NaN;/,
  ],
  [
    'a target that overflows the sum of losses',
    {},
    // The last three biases: errors of 1e308, each with a slope of 1.
    (run) => run.agent.dqn.online.fill(1e308, -3),
    /^environment step 20: the Q-loss is Infinity;/,
  ],
  [
    'the target network',
    {},
    (run) => run.agent.dqn.target.fill(Infinity, -3),
    /^environment step 20: the Q-loss is Infinity;/,
  ],
  [
    'a belief',
    {},
    (run) => (vimeOf(run).bnn.posterior.phi.value.data[0] = NaN),
    /^environment step 1: the expected information gain is NaN;/,
  ],
  [
    'a belief that is learnt from at once',
    { bnnBatchSize: 1 },
    (run) => (vimeOf(run).bnn.posterior.phi.value.data[0] = NaN),
    /^environment step 1: the gradient of the model, mu, layer 1 weights, is NaN;/,
  ],
  [
    'a spread that overflows',
    {},
    (run) => vimeOf(run).bnn.posterior.phi.value.data.fill(1e200, -2),
    /^environment step 1: the expected information gain is (NaN|Infinity);/,
  ],
  [
    'the noise model',
    { noise: 'learned' },
    (run) => (vimeOf(run).bnn.noiseModel!.parameters.value.data[0] = NaN),
    /^environment step 1: the expected information gain is NaN;/,
  ],
  [
    'the noise model, learnt from at once',
    { noise: 'learned', bnnBatchSize: 1 },
    (run) => (vimeOf(run).bnn.noiseModel!.parameters.value.data[0] = NaN),
    /^environment step 1: the gradient of the model, mu, layer 1 weights, is NaN;/,
  ],
  [
    'the model of predictive-kl',
    { agent: 'predictive-kl' },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 1: the change of prediction is NaN;/,
  ],
  [
    'the model of predictive-kl, learnt from in the first update',
    { agent: 'predictive-kl', maxSteps: 60 },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 50: the gradient of the model, layer 1 weights, is NaN;/,
    49,
  ],
  [
    'the model of prediction-error',
    { agent: 'prediction-error' },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 1: the prediction error is NaN;/,
  ],
  [
    'the model of prediction-error, learnt from in the first update',
    { agent: 'prediction-error', maxSteps: 60 },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 50: the gradient of the model, layer 1 weights, is NaN;/,
    49,
  ],
  [
    'the model of rnd',
    { agent: 'rnd' },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 1: the distillation error is NaN;/,
  ],
  [
    'the model of rnd, learnt from in the first update',
    { agent: 'rnd', maxSteps: 60 },
    (run) => (run.bonus!.curiosity.learnt[0].values[0] = NaN),
    /^environment step 50: the gradient of the model, layer 1 weights, is NaN;/,
    49,
  ],
] as const satisfies readonly (readonly [
  string,
  Parameters<typeof tinyConfig>[0],
  (run: Run) => unknown,
  RegExp,
  number?,
])[]) {
  test(`a number that is not finite stops the run and is named: ${what}`, () => {
    assert.match(messageOfBroken(settings, poison, stepsBefore), message);
  });
}

test('in each step a curiosity sees the transition, learns and then measures it with older ones', () => {
  const run = createRun(tinyConfig({ agent: 'prediction-error', refreshRows: 3 }));
  const { curiosity } = run.bonus!;
  const calls: string[] = [];
  const called = (name: 'update' | 'learn' | 'measure', said: (given: never) => unknown): void => {
    const method = curiosity[name].bind(curiosity) as (...given: unknown[]) => unknown;
    Object.assign(curiosity, {
      [name]: (...given: unknown[]) => {
        calls.push(`${name} ${String(said(given[0] as never))}`);
        return method(...given);
      },
    });
  };
  called('update', ({ nextState }: Transition) => nextState);
  called('learn', ({ actions }: TransitionBatch) => actions.length);
  called('measure', ({ actions, nextStates }: TransitionBatch) =>
    [actions.length, nextStates.slice(0, 2)].join(': '),
  );
  trainEpisode(run);
  const [update, learn, measure] = calls.slice(-3);
  assert.is(learn, `learn ${curiosity.batchSize}`);
  assert.is(measure, update.replace('update', 'measure 3:'));
});

test.run();
