/** Usual mistakes in the exercises with numbers: none may pass as a rounded answer, for any seed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loaderOf } from '../../../scripts/learn/exercise.ts';
import { isRight, type Trace } from '../../../scripts/learn/trace.ts';
import { bonus } from '../../../scripts/learn/trace/bonus.ts';
import { car } from '../../../scripts/learn/trace/car.ts';
import { gain } from '../../../scripts/learn/trace/gain.ts';
import { kl } from '../../../scripts/learn/trace/kl.ts';
import { nStep } from '../../../scripts/learn/trace/nStep.ts';
import { q } from '../../../scripts/learn/trace/q.ts';
import { ROOT } from '../../../scripts/learn/workspace.ts';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { stream } from '../../../src/math/random/rng.ts';

const SEEDS = Array.from({ length: 100 }, (_, n) => n + 1);
const threeDigits = (value: number): number => Number(value.toPrecision(3));

/** @param mistake what somebody answers who has one thing wrong */
function refuses<Numbers>(
  { name, draw, steps }: Trace<Numbers>,
  asked: string,
  what: string,
  mistake: (numbers: Numbers) => number,
): void {
  test(`${name}: ${what} is not the ${asked}; the right one with three digits is`, async () => {
    for (const seed of SEEDS) {
      const numbers = draw(stream(seed, `learn/${name}`));
      const right = (await steps(loaderOf(ROOT), numbers)).find((step) => step.name === asked)!;
      const given = JSON.stringify({ seed, numbers, right: right.value });
      assert.ok(isRight(threeDigits(right.value), right), given);
      assert.not.ok(isRight(threeDigits(mistake(numbers)), right), given);
    }
  });
}

const pull = (position: number): number => 0.0025 * Math.cos(3 * position);
refuses(
  car,
  'position',
  'a step by the old velocity',
  ({ position, velocity }) => position + velocity,
);
refuses(
  car,
  'velocity',
  'one without the push',
  ({ position, velocity }) => velocity - pull(position),
);

const largest = (values: readonly number[]): number => Math.max(...values);
refuses(
  q,
  'y',
  'the largest value of the target network',
  ({ reward, gamma, target }) => reward + gamma * largest(target),
);
refuses(
  q,
  'y',
  'the largest value of the online network',
  ({ reward, gamma, online }) => reward + gamma * largest(online),
);

refuses(
  kl,
  'forth',
  'that with q and p exchanged',
  ({ mu1, sigma1, mu2, sigma2 }) =>
    Math.log(sigma1 / sigma2) + (sigma2 ** 2 + (mu1 - mu2) ** 2) / (2 * sigma1 ** 2) - 0.5,
);

const ratioOf = ({ sigma, x, logVariance }: ReturnType<typeof gain.draw>): number =>
  (sigma * x) ** 2 / Math.exp(logVariance);
refuses(gain, 'gain', 'one without the 1', (numbers) => 0.5 * Math.log(ratioOf(numbers)));
refuses(gain, 'gain', 'one without the half', (numbers) => Math.log(1 + ratioOf(numbers)));

refuses(bonus, 'bonus', 'the gain in units of the mean', ({ gains }) => gains[0] / mean(gains));

refuses(nStep, 'returns', 'a sum that goes on into the next episode', ({ rewards, gamma }) =>
  rewards.slice(0, 4).reduceRight((rest, reward) => reward + gamma * rest, 0),
);

test.run();
