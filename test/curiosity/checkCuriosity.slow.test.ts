import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  checkCuriosity,
  type CuriosityFault,
  type CuriosityRule,
} from '../../src/curiosity/checkCuriosity.ts';
import type { Curiosity, Measure } from '../../src/curiosity/curiosity.ts';
import { mean } from '../../src/math/stats/descriptive.ts';
import { Counts } from '../../src/curiosity/rivals/counts.ts';
import { AGENTS } from '../../src/train/config/agents.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { createCuriosity, CURIOSITY_NAMES } from '../../src/train/config/curiosities.ts';
import { atMost } from '../support/short.ts';

const SIZES = { stateSize: 2, actionCount: 3 };

/** Rules that bonuses of the registry break; docs/curiosity.md says why. */
const BROKEN: Readonly<Record<string, readonly CuriosityRule[]>> = {
  'predictive-kl': ['fades'],
  'cassie-lim': ['fades', 'scale'],
};

for (const curiosity of atMost(
  5,
  CURIOSITY_NAMES.filter((name) => name !== 'none'),
)) {
  const broken = BROKEN[curiosity] ?? [];
  test(`${curiosity} breaks ${broken.length === 0 ? 'no rule' : `only: ${broken.join(', ')}`}`, () => {
    const [agent = 'vime'] = Object.keys(AGENTS).filter(
      (name) => AGENTS[name as keyof typeof AGENTS].curiosity === curiosity,
    );
    // Fewer rows than in a run, which changes nothing but the time that it takes.
    const config = createConfig({ agent, curiosity, refreshRows: 4, batchSize: 32 });
    const faults = checkCuriosity((rng) => createCuriosity(config, SIZES, rng)!, SIZES);
    assert.equal(
      faults.map(({ rule }) => rule),
      broken,
      faults.map(({ sentence }) => sentence).join('\n'),
    );
  });
}

type Changes = Partial<Record<keyof Curiosity, unknown>>;

/** Counts, with other parts. */
function countsBut(change: (counts: Counts) => Changes): () => Curiosity {
  return () => {
    const counts = new Counts({ rows: 4 }, 4);
    const methods = {
      measured: counts.measured,
      learnt: [],
      batchSize: 0,
      rows: 4,
      update: counts.update.bind(counts),
      learn: () => null,
      measure: counts.measure.bind(counts),
      state: () => ({}),
      restore: () => undefined,
    };
    return { ...methods, ...change(counts) } as unknown as Curiosity;
  };
}

/** Counts in arrays of a fixed size. */
const saved = (visits = new Float64Array(4)): Changes => ({
  update: ({ nextState: [x] }: { nextState: Float64Array }) => {
    visits[x < -0.5 ? 0 : x < 0 ? 1 : x < 0.5 ? 2 : 3]++;
  },
  measure: (_: unknown, out: Float64Array) => out.fill(1 / Math.max(1, mean(visits))),
  state: () => ({ visits: visits.slice() }),
  restore: (state: { visits: Float64Array }) => visits.set(state.visits),
});

const faultsOf = (create: () => Curiosity): CuriosityFault[] => checkCuriosity(create, SIZES);

test('one that keeps all rules has no faults', () => {
  assert.equal(faultsOf(countsBut(() => saved())), []);
});

let draws = 0;
const measured = (more: object): Changes => ({ measured: { ...saved(), ...more } });
const MEASURE: Measure = new Counts({ rows: 1 }).measured;

for (const [what, change, rule, message] of [
  ['no measure', { measured: undefined }, 'shape', /^measured: expected an object with/],
  ['no name', measured({ unit: 'x', meaning: 'y' }), 'shape', /^measured: expected an object/],
  ['no rows', { ...saved(), rows: 0 }, 'shape', /^rows: expected a whole number above 0, got 0\.$/],
  ['no method', { ...saved(), learn: 3 }, 'shape', /^learn: expected a method, got 3\.$/],
  [
    'a prediction that is no method',
    { ...saved(), predict: 7 },
    'shape',
    /^predict: expected a method or nothing, got 7\.$/,
  ],
  [
    'a layout of something else',
    { ...saved(), layout: () => ({ inputScale: 1, targetMean: [0], targetSd: 'one' }) },
    'shape',
    /^layout: targetSd is "one", expected a list of finite numbers\.$/,
  ],
  [
    'a promise to anticipate',
    { ...saved(), measured: { ...MEASURE, anticipates: true } },
    'shape',
    /^anticipate: expected a method where measured\.anticipates is true/,
  ],
  [
    'NaN at some step',
    { ...saved(), measure: (_: unknown, out: Float64Array) => out.fill(++draws > 9 ? NaN : 1) },
    'stream',
    /^step \d+: measure: the novelty is NaN, expected a finite number\.$/,
  ],
  [
    'a novelty below 0',
    { ...saved(), measure: (_: unknown, out: Float64Array) => out.fill(-1) },
    'stream',
    /^step 1: measure: the novelty is -1, expected 0 or more unless measured\.isSigned is true\.$/,
  ],
  [
    'an error',
    {
      ...saved(),
      update: () => {
        throw new Error('no room');
      },
    },
    'stream',
    /^step 1 throws: no room\.$/,
  ],
  [
    'a measure that waits',
    {
      ...saved(),
      measure: async (_: unknown, out: Float64Array) => {
        await Promise.resolve();
        out.fill(1);
      },
    },
    'stream',
    /^step 1: measure: got a promise; it must not be async\.$/,
  ],
  [
    'an update that changes what it is given',
    { ...saved(), update: ({ nextState }: { nextState: Float64Array }) => nextState.fill(0) },
    'stream',
    /^step 1: update: nextState\[0\] of the transition was -?[\d.e-]+ and is now 0; copy what is to be changed\.$/,
  ],
  [
    'numbers of its own',
    { ...saved(), measure: (_: unknown, out: Float64Array) => out.fill(++draws) },
    'stream',
    /^step 1: two that were made and asked alike give .*; draw only from the stream that is given\.$/,
  ],
  [
    'a state that lacks something',
    { ...saved(), state: () => ({}), restore: () => undefined },
    'state',
    /^restore: a step later its novelty is .*; state must hold everything that is remembered\.$/,
  ],
  [
    'a state that cannot be saved',
    { ...saved(), state: () => ({ visits: [1, 2] }) },
    'state',
    /^state\.visits: expected a number, a typed array or a plain object of such, got \[1,2\]\.$/,
  ],
  [
    'a novelty that stays',
    { ...saved(), measure: (_: unknown, out: Float64Array) => out.fill(1) },
    'fades',
    /^fades: the mean novelty of transitions that were seen \d+ times is 1 in the last quarter of 1000 steps;/,
  ],
  [
    'the size of the change',
    {
      ...saved(),
      measure: (batch: { states: Float64Array; nextStates: Float64Array }, out: Float64Array) =>
        out.forEach((_, row) => {
          out[row] = Math.abs(batch.nextStates[2 * row] - batch.states[2 * row]);
        }),
    },
    'scale',
    /^scale: where variable 0 changes by an eighth, the mean novelty is [\d.e-]+ instead of /,
  ],
] as const) {
  test(`one with ${what} breaks a rule, in one sentence`, () => {
    draws = 0;
    const faults = faultsOf(countsBut(() => change));
    const fault = faults.find((one) => one.rule === rule);
    assert.ok(fault, JSON.stringify(faults));
    assert.match(fault.sentence, message);
    assert.is(faults.filter(({ sentence }) => sentence === fault.sentence).length, 1);
    assert.is(fault.isFatal, ['shape', 'stream', 'state'].includes(rule));
  });
}

test('a novelty of noise that grows by as much at each step is named', () => {
  const faults = faultsOf(
    countsBut(() => {
      const steps = new Float64Array(1);
      return {
        update: () => {
          steps[0]++;
        },
        measure: (_: unknown, out: Float64Array) => out.fill(steps[0]),
        state: () => ({ steps: steps.slice() }),
        restore: (state: { steps: Float64Array }) => steps.set(state.steps),
      };
    }),
  );
  assert.match(
    faults.find(({ rule }) => rule === 'noise')?.sentence ?? '',
    /^noise: where outcomes are pure noise the mean novelty has grown to /,
  );
});

test.run();
