/** Options as plain JavaScript may pass them: missing, or not known. */
import { test } from 'uvu';
import { Bnn, type BnnOptions } from '../../src/bnn/bnn.ts';
import { Bonus, type BonusOptions } from '../../src/curiosity/bonus.ts';
import { Counts } from '../../src/curiosity/rivals/counts.ts';
import { Vime, type GainKind, type VimeOptions } from '../../src/curiosity/vime/vime.ts';
import { Dqn, type DqnOptions } from '../../src/dqn/dqn.ts';
import { EpsilonGreedy, type RepeatKind } from '../../src/dqn/epsilonGreedy.ts';
import { MountainCar, type MountainCarOptions } from '../../src/env/mountainCar.ts';
import { stream } from '../../src/math/random/rng.ts';
import { checkNumbers } from '../../src/nn/checkOptions.ts';
import { assertRangeError } from '../support/throws.ts';

const rng = stream(1, 'test');

const BNN: BnnOptions = {
  sizes: [2, 8, 1],
  initialSigma: 0.1,
  activeInputs: 2,
  priorSd: 0.5,
  noise: 'learned',
  noiseFloor: 0.02,
  betaNll: 0,
  batchSize: 4,
  learningRate: 0.01,
  kind: 'exact',
  likelihoodSd: 1,
  samples: 10,
};

const DQN: DqnOptions = {
  sizes: [2, 8, 3],
  batchSize: 4,
  doubleDqn: true,
  huberDelta: Infinity,
  maxGradNorm: Infinity,
  inputLasso: 0,
  targetUpdate: 'soft',
  tau: 0.01,
  targetEvery: 1,
  averageWeight: 0.01,
};

const BONUS: BonusOptions = {
  bonusUnit: 'frozen',
  freezeAfter: 100,
  bonusRoot: false,
  bonusClip: Infinity,
  replayCapacity: 10,
};

const VIME: VimeOptions = {
  ...BNN,
  stateSize: 2,
  actionCount: 3,
  inputScale: 1.7,
  freezeAfter: 100,
  hidden: 8,
  likelihood: 'exact',
  rows: 4,
};

const newBonus = (options: BonusOptions): Bonus => new Bonus(new Counts({ rows: 4 }), options, 2);

/** Removes each option in turn. @param optional those that may be missing */
function refusesMissing<Options extends object>(
  caller: RegExp,
  options: Options,
  make: (options: Options) => unknown,
  optional: readonly (keyof Options)[] = [],
): void {
  make(options);
  for (const name of Object.keys(options)) {
    if (optional.includes(name as keyof Options)) continue;
    const rest = { ...options, [name]: undefined };
    assertRangeError(() => make(rest), new RegExp(`^(${caller.source}).*got undefined`));
  }
}

test('an option that is missing is named', () => {
  refusesMissing(/Bnn|layersOf|createPosterior/, BNN, (options) => new Bnn(options, rng));
  refusesMissing(/Dqn|layersOf/, DQN, (options) => new Dqn(options, rng), ['doubleDqn']);
  refusesMissing(/Bonus/, BONUS, newBonus, ['bonusRoot']);
  const ofBnn = ['kind', 'sizes', 'activeInputs'] as unknown as (keyof VimeOptions)[];
  refusesMissing(
    /Vime|Bnn|createPosterior|Transitions/,
    VIME,
    (options) => new Vime('expected-gain', options, rng),
    ofBnn,
  );
});

test('options that are missing altogether are, too', () => {
  const none = undefined as unknown as BnnOptions & DqnOptions;
  assertRangeError(() => new Bnn(none, rng), /^Bnn: .*, got undefined$/);
  assertRangeError(() => new Dqn(none, rng), /^Dqn: .*, got undefined$/);
});

test('what makes numbers that are not finite is refused', () => {
  for (const name of ['initialSigma', 'activeInputs', 'priorSd', 'likelihoodSd', 'noiseFloor']) {
    for (const value of [0, -1, NaN, '1']) {
      const pattern = new RegExp(`: ${name}: expected a number above 0, got ${value}$`);
      assertRangeError(() => new Bnn({ ...BNN, [name]: value }, rng), pattern);
    }
  }
  assertRangeError(
    () => checkNumbers('f', { a: NaN }, ['a']),
    /^f: a: expected a number, got NaN$/,
  );
});

test('a choice that is not known is refused, not taken for another', () => {
  assertRangeError(
    () => new Bnn({ ...BNN, noise: 'learnt' as 'learned' }, rng),
    /^Bnn: noise: expected fixed, learned, got learnt$/,
  );
  assertRangeError(
    () => new Bnn({ ...BNN, noise: 'fixed', kind: 'exakt' as 'exact' }, rng),
    /^Bnn: kind: expected exact, local, weight, got exakt$/,
  );
  assertRangeError(
    () => new Dqn({ ...DQN, targetUpdate: 'hard' as 'soft' }, rng),
    /^Dqn: targetUpdate: expected soft, updates, steps, episodes, got hard$/,
  );
  assertRangeError(() => new EpsilonGreedy('twice' as RepeatKind), /^EpsilonGreedy: .* got twice$/);
  assertRangeError(
    () => newBonus({ ...BONUS, bonusUnit: 'median' as 'none' }),
    /^BonusUnit: .* got median$/,
  );
  assertRangeError(() => new Vime('gain' as GainKind, VIME, rng), /^Vime: kind: .* got gain$/);
  assertRangeError(
    () => new MountainCar({ reward: 'Dense' } as unknown as MountainCarOptions),
    /^MountainCar: expected a reward sparse or dense, got Dense$/,
  );
});

test.run();
