import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Rng, stream, type RngState } from '../../../src/math/random/rng.ts';

const draws = (rng: Rng, count: number): number[] =>
  Array.from({ length: count }, () => rng.uniform());

test('stream(1, "a") begins with the known numbers', () => {
  // Reference: Baagøe's Alea, transcribed to Python independently of the package, seeded with '1/a'.
  assert.equal(
    draws(stream(1, 'a'), 4),
    [0.43536364077590406, 0.3970527038909495, 0.9871567303780466, 0.5702996263280511],
  );
  const rng = stream(1, 'a');
  assert.equal(
    Array.from({ length: 3 }, () => rng.uniform53()),
    [0.43536364086835, 0.9871567305108299, 0.9207257827549624],
  );
});

test('integer(n) is the whole part of n times the next uniform', () => {
  const rng = stream(1, 'a');
  assert.equal(
    Array.from({ length: 4 }, () => rng.integer(10)),
    [4, 3, 9, 5],
  );
});

test('the same seed and name give the same numbers', () => {
  assert.equal(draws(stream(42, 'env'), 100), draws(stream(42, 'env'), 100));
});

test('another name or another seed gives other numbers', () => {
  const seen = new Set<number>();
  for (const seed of [0, 1, 11, -1]) {
    for (const name of ['', 'a', 'b', 'env', 'policy', '1/a'])
      seen.add(stream(seed, name).uniform53());
  }
  assert.is(seen.size, 24);
});

test('streams of neighbouring names and seeds are uncorrelated', () => {
  // The mean of n products of independent uniforms on ±√3 (variance 1) has standard deviation 1/√n.
  const n = 20_000;
  const standard = (rng: Rng): number => (2 * rng.uniform() - 1) * Math.sqrt(3);
  for (const [one, other] of [
    [stream(1, 'a'), stream(1, 'b')],
    [stream(1, 'a'), stream(2, 'a')],
    [stream(1, 'bnn.init'), stream(1, 'bnn.noise')],
  ]) {
    let total = 0;
    for (let i = 0; i < n; i++) total += standard(one) * standard(other);
    assert.ok(Math.abs(total / n) < 5 / Math.sqrt(n), `correlation ${total / n}`);
  }
});

test('one more draw in one stream leaves the others unmoved', () => {
  const alone = draws(stream(3, 'policy'), 10);
  const env = stream(3, 'env');
  const policy = stream(3, 'policy');
  const interleaved = alone.map(() => {
    env.uniform();
    env.integer(5);
    return policy.uniform();
  });
  assert.equal(interleaved, alone);
});

test('a state written as JSON continues with the same numbers, of every kind', () => {
  const rng = stream(5, 'replay');
  draws(rng, 7);
  const resumed = new Rng(JSON.parse(JSON.stringify(rng.state())) as RngState);
  for (let i = 0; i < 50; i++) {
    assert.is(resumed.uniform(), rng.uniform());
    assert.is(resumed.uniform53(), rng.uniform53());
    assert.is(resumed.integer(7), rng.integer(7));
  }
  assert.equal(resumed.state(), rng.state());
});

test('a state is a copy: drawing changes neither it nor a stream made from it', () => {
  const rng = stream(5, 'copy');
  const state = rng.state();
  const kept = { ...state };
  const twin = new Rng(state);
  const first = draws(rng, 3);
  assert.equal(state, kept);
  assert.equal(draws(twin, 3), first);
  assert.equal(state, kept);
});

for (const kind of ['uniform', 'uniform53'] as const) {
  test(`${kind} stays in [0, 1) with mean 1/2 and variance 1/12`, () => {
    const rng = stream(1, kind);
    const n = 100_000;
    let total = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const u = rng[kind]();
      if (!(u >= 0 && u < 1)) assert.unreachable(`draw ${i} is ${u}`);
      total += u;
      squares += (u - 0.5) ** 2;
    }
    // 5 standard deviations: √(1/12 / n) for the mean, √(1/180 / n) for the mean square (1/80 − 1/144).
    assert.ok(Math.abs(total / n - 1 / 2) < 5 * Math.sqrt(1 / 12 / n), `mean ${total / n}`);
    assert.ok(Math.abs(squares / n - 1 / 12) < 5 * Math.sqrt(1 / 180 / n), `square ${squares / n}`);
  });
}

test('uniform has 32 random bits and uniform53 has 53', () => {
  const rng = stream(1, 'bits');
  const multipleOf = (bits: number, u: number): boolean => Number.isInteger(u * 2 ** bits);
  const coarse = draws(rng, 100);
  const fine = coarse.map(() => rng.uniform53());
  assert.ok(coarse.every((u) => multipleOf(32, u)));
  assert.ok(fine.every((u) => multipleOf(53, u)));
  assert.ok(fine.some((u) => !multipleOf(52, u)));
});

for (const n of [1, 2, 3, 10]) {
  test(`integer(${n}) gives every number from 0 to ${n - 1} equally often`, () => {
    const rng = stream(1, `integer ${n}`);
    const total = 60_000;
    const counts = new Array<number>(n).fill(0);
    for (let i = 0; i < total; i++) counts[rng.integer(n)]++;
    assert.is(counts.length, n);
    // A count is binomial: 5 standard deviations are 5 √(total p (1 − p)), 0 for n = 1.
    const bound = 5 * Math.sqrt((total / n) * (1 - 1 / n));
    counts.forEach((count, k) => {
      assert.ok(Math.abs(count - total / n) <= bound, `${k} came ${count} times of ${total}`);
    });
  });
}

for (const state of [1, undefined, null, {}, { c: 1, s0: 0.5, s1: 0.5 }]) {
  test(`new Rng(${JSON.stringify(state)}) is refused, not a stream that is always the same`, () => {
    assert.throws(
      () => new Rng(state as never),
      /^Rng: expected a name or what state\(\) gave, got .*; stream\(seed, name\) makes the stream of a seed$/,
    );
  });
}

test.run();
