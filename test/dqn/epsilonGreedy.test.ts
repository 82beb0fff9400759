import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EpsilonGreedy, STICKINESS, type RepeatKind } from '../../src/dqn/epsilonGreedy.ts';
import { stream, type Rng } from '../../src/math/random/rng.ts';

/** One choice, with random actions that last one step. */
function epsilonGreedy(
  epsilon: number,
  actionCount: number,
  qValues: () => Float64Array,
  rng: Rng,
): number {
  const policy = new EpsilonGreedy('once');
  return policy.choose(epsilon, actionCount, qValues, rng);
}

test('epsilon 0 takes the best action, the lowest index on a tie', () => {
  const rng = stream(1, 'policy');
  for (const [values, best] of [
    [[1, 3, 2], 1],
    [[5, 5, 5], 0],
    [[1, 4, 4], 1],
    [[-3, -2, -9], 1],
    [[-Infinity, 0, -1], 1],
  ] as const) {
    assert.is(
      epsilonGreedy(0, 3, () => Float64Array.from(values), rng),
      best,
    );
  }
});

test('epsilon 1 takes any action and never looks at the values', () => {
  const rng = stream(2, 'policy');
  const seen = new Set<number>();
  const values = (): Float64Array => {
    throw new Error('looked at the values');
  };
  for (let i = 0; i < 100; i++) seen.add(epsilonGreedy(1, 3, values, rng));
  assert.equal([...seen].sort(), [0, 1, 2]);
});

test('a share epsilon of the actions is random, uniform over all: within 5 standard deviations', () => {
  const rng = stream(3, 'policy');
  const epsilon = 0.3;
  const count = 30_000;
  const actions = new Float64Array(3);
  for (let i = 0; i < count; i++) {
    actions[epsilonGreedy(epsilon, 3, () => Float64Array.of(0, 0, 1), rng)]++;
  }
  [epsilon / 3, epsilon / 3, 1 - epsilon + epsilon / 3].forEach((share, action) => {
    const sd = Math.sqrt(count * share * (1 - share));
    const off = (actions[action] - count * share) / sd;
    assert.ok(Math.abs(off) <= 5, `action ${action}: ${off.toFixed(1)} standard deviations off`);
  });
});

test('the same stream gives the same actions, whatever the values', () => {
  const [a, b] = [stream(4, 'policy'), stream(4, 'policy')];
  for (let i = 0; i < 200; i++) {
    const first = epsilonGreedy(0.5, 3, () => Float64Array.of(1, 0, 0), a);
    const second = epsilonGreedy(0.5, 3, () => Float64Array.of(0, 0, 1), b);
    // Random or not is decided alike; a greedy 0 stands against a greedy 2.
    assert.ok(first === second || (first === 0 && second === 2), `step ${i}`);
  }
  assert.equal(a.state(), b.state());
});

/** Lengths of `count` random actions, told apart by the greedy steps between them. */
function durations(randomRepeat: RepeatKind, count: number): number[] {
  const policy = new EpsilonGreedy(randomRepeat);
  const rng = stream(5, 'policy');
  const found: number[] = [];
  while (found.length < count) {
    const looks = { count: 0 };
    const look = (): Float64Array => {
      looks.count++;
      return Float64Array.of(0);
    };
    policy.choose(1, 1, look, rng); // starts one
    let steps = 0;
    while (looks.count === 0) {
      policy.choose(0, 1, look, rng);
      steps++;
    }
    found.push(steps);
  }
  return found;
}

test('a sticky random action lasts n steps with probability (1 − s) sⁿ⁻¹: within 5 standard deviations', () => {
  const count = 20_000;
  const lengths = durations('geometric', count);
  for (let n = 1; n <= 5; n++) {
    const share = (1 - STICKINESS) * Math.pow(STICKINESS, n - 1);
    const found = lengths.filter((length) => length === n).length;
    const sd = Math.sqrt(count * share * (1 - share));
    assert.ok(Math.abs(found - count * share) <= 5 * sd, `${n} steps: ${found}`);
  }
});

test('a zeta random action lasts n steps with probability 6 / (π n)²: within 5 standard deviations', () => {
  const count = 20_000;
  const lengths = durations('zeta', count);
  for (let n = 1; n <= 5; n++) {
    const share = 6 / (Math.PI * n * (Math.PI * n));
    const found = lengths.filter((length) => length === n).length;
    const sd = Math.sqrt(count * share * (1 - share));
    assert.ok(Math.abs(found - count * share) <= 5 * sd, `${n} steps: ${found}`);
  }
  assert.ok(Math.max(...lengths) > 200, 'a heavy tail');
});

/** The stream, with draws under which a random action lasts so many steps. */
function lasting(steps: number, rng: Rng): Rng {
  let draws = 0;
  rng.uniform = () => (draws++ < steps ? STICKINESS / 2 : STICKINESS);
  return rng;
}

test('a random action lasts until a draw ends it, or the episode does', () => {
  for (const steps of [1, 100, 10_000]) {
    for (const stopped of [false, true]) {
      const policy = new EpsilonGreedy('geometric');
      const rng = lasting(steps, stream(6, 'policy'));
      const looks: number[] = [];
      const greedy = (): Float64Array => {
        looks.push(1);
        return Float64Array.of(0);
      };
      policy.choose(1, 1, greedy, rng); // one draw to act at random, `steps` for how long
      const kept = stopped ? Math.floor(steps / 2) : steps;
      for (let i = 1; i < kept; i++) policy.choose(0, 1, greedy, rng);
      assert.is(looks.length, 0, `${kept} of ${steps} steps`);
      if (stopped) policy.reset();
      policy.choose(0, 1, greedy, rng);
      assert.is(looks.length, 1, `after ${kept} of ${steps} steps`);
    }
  }
});

test('a random action that lasts is one and the same', () => {
  const policy = new EpsilonGreedy('geometric');
  const rng = stream(7, 'policy');
  const greedy = (): Float64Array => Float64Array.of(1, 0, 0);
  const seen = new Set<number>();
  for (let n = 0; n < 20; n++) {
    policy.reset();
    lasting(6, rng);
    const first = policy.choose(1, 3, greedy, rng);
    for (let i = 0; i < 5; i++) assert.is(policy.choose(0, 3, greedy, rng), first);
    seen.add(first);
  }
  assert.is(seen.size, 3);
});

test.run();
