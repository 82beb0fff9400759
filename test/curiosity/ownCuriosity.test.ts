import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkCuriosity } from '../../src/curiosity/checkCuriosity.ts';
import { completed, type OwnCuriosity } from '../../src/curiosity/ownCuriosity.ts';
import { PredictionError } from '../../src/curiosity/rivals/predictionError.ts';
import { stream } from '../../src/math/random/rng.ts';

const SIZES = { stateSize: 2, actionCount: 3, rows: 4, freezeAfter: 100 };

/** Visits, kept in a private field, which methods lose that are called alone. */
class Visits implements OwnCuriosity<{ n: number }> {
  readonly measured = { name: 'visits', unit: '1', meaning: 'How many there were.' };
  #n = 0;
  update(): void {
    this.#n++;
  }
  measure(_: unknown, out: Float64Array): void {
    out.fill(1 / (1 + this.#n));
  }
  state(): { n: number } {
    return { n: this.#n };
  }
  restore({ n }: { n: number }): void {
    this.#n = n;
  }
}

test('one without a model learns nothing, of no batch, and measures what is in memory', () => {
  const whole = completed(new Visits(), 6);
  assert.equal(whole.measured, {
    name: 'visits',
    unit: '1',
    meaning: 'How many there were.',
    of: 'memory',
    objective: null,
    uncertainty: null,
  });
  assert.equal([whole.learnt, whole.batchSize, whole.rows], [[], 0, 6]);
  assert.is(whole.learn({} as never, 1, stream(1, 'x')), null);
  whole.update({} as never);
  assert.equal(whole.state(), { n: 1 });
  assert.equal(
    checkCuriosity(() => new Visits(), SIZES).map(({ rule }) => rule),
    [],
  );
});

test('one with a model keeps all that it has', () => {
  const own = new PredictionError(SIZES, stream(1, 'init'));
  const whole = completed(own, 6);
  assert.equal(whole.measured, own.measured);
  assert.equal([whole.learnt, whole.batchSize, whole.rows], [own.learnt, own.batchSize, 4]);
  assert.is(whole.anticipate, undefined);
  assert.ok('predict' in whole && 'layout' in whole);
});

test('what is wrong stays, and is named', () => {
  const whole = completed(new Visits(), 6);
  for (const [own, message] of [
    [{ batchSize: 8, learn: undefined }, /^learn: expected a method, got undefined/],
    [{ measured: 3 }, /^measured: expected an object .* got 3/],
    [{ measured: null }, /^measured: expected an object .* got null/],
    [{ rows: 0 }, /^rows: expected a whole number above 0, got 0/],
    [{ restore: 5 }, /^restore: expected a method, got 5/],
  ] as const) {
    const [fault] = checkCuriosity(() => ({ ...whole, ...own }) as unknown as OwnCuriosity, SIZES);
    assert.match(fault.sentence, message);
  }
});

test('a state with new names at each step is named with few of them, and what can be done', () => {
  class Growing extends Visits {
    readonly #seen: Record<string, number> = {};
    override update(): void {
      this.#seen[`part ${Object.keys(this.#seen).length}`] = 1;
    }
    override state(): { n: number } {
      return { n: 0, ...this.#seen };
    }
  }
  const [fault] = checkCuriosity(() => new Growing(), SIZES);
  assert.match(
    fault.sentence,
    /^state: expected the same parts at all times, got n and then n, part 0, .* and \d+ more; what grows can be kept in typed arrays/,
  );
  assert.ok(fault.sentence.length < 250);
});

test('checkCuriosity says how it is called', () => {
  for (const wrong of [
    [() => new Visits()],
    [() => new Visits(), { stateSize: 2 }],
    [new Visits(), SIZES],
  ]) {
    assert.throws(
      () => checkCuriosity(...(wrong as unknown as Parameters<typeof checkCuriosity>)),
      /^checkCuriosity: expected a function that makes a curiosity, .* and sizes, such as \{ stateSize: 2, actionCount: 3 \}/,
    );
  }
});

test.run();
