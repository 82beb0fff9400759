/** What is wrong, for each exercise in which code is changed: it must not pass. */
import type { FaultName } from '../../scripts/learn/faults.ts';

type Change = readonly [find: string, replace: string];

/** For each body that is to be written: three changes that make the true one wrong. */
export const WRONG_BODIES: Readonly<Record<string, readonly Change[]>> = {
  environment: [
    ['- cos(3 * state[0]) * GRAVITY', '+ cos(3 * state[0]) * GRAVITY'],
    ['(action - 1) * force', '(action - 1) * 0.001'],
    ['if (position === MIN_POSITION && velocity < 0) velocity = 0;', ''],
  ],
  target: [
    ['argMax(qSelect,', 'argMax(qNext,'],
    ['terminated[b] ? 0 : ', ''],
    ['throw new RangeError', 'throw new TypeError'],
  ],
  kl: [
    ['ratio - 1) - log(ratio)', 'ratio - 1) + log(ratio)'],
    ['(mu1 - mu2) / sigma2', '(mu1 - mu2) / sigma1'],
    ['return 0.5 * (d * d + u * u)', 'return 0.5 * (d + u * u)'],
  ],
  draw: [
    ['Math.sqrt(variance[i])', 'variance[i]'],
    ['sd[i] * epsilon[start + i]', 'sd[i] * epsilon[i]'],
    ['draws[start + i] = mean[i] + ', 'draws[start + i] = '],
  ],
  moments: [
    ['mul(s, normalPdf(div(m, s)))', 'normalPdf(div(m, s))'],
    ['mul(v, cdf)', 'mul(s, cdf)'],
    ['sub(second, square(first))', 'second'],
  ],
  'information-gain': [
    ['0.5 * stepSize * stepSize * total', '0.5 * stepSize * total'],
    ['grad[P + i]', 'grad[i]'],
    ['(gMu * gMu) / curvature.mu', 'gMu * gMu * curvature.mu'],
  ],
  'expected-gain': [
    ['exp(neg(logVariance))', 'exp(logVariance)'],
    ['add(ratio, constant(scalar(1)))', 'ratio'],
    ['0.5), 1)', '1), 1)'],
  ],
  unit: [
    ['unit > 0 ? Math.min(gain / unit, c.bonusClip) : 0', 'Math.min(gain / unit, c.bonusClip)'],
    ['Math.min(gain / unit, c.bonusClip)', 'gain / unit'],
    ['Math.min(gain / unit, c.bonusClip)', 'Math.min(gain, c.bonusClip) / unit'],
  ],
  bonus: [
    ['?? 1', '?? Infinity'],
    ['(row + 1) * S', 'row * S + 1'],
    ['1 / (', '1 / Math.sqrt('],
  ],
  'n-step': [
    ['replay.terminated[slot] || replay.truncated[slot] || slot === newest', 'slot === newest'],
    ['total += discount * rewardOf(slot)', 'total += rewardOf(slot)'],
    [
      'replay.terminated[slot] || (truncationEnds && replay.truncated[slot])',
      'replay.terminated[slot] || replay.truncated[slot]',
    ],
  ],
};

/** For each fault: another text in its place, with which it is not mended. */
export const WRONG_MENDS: Readonly<Record<FaultName, string>> = {
  'debug-stairs': 'targetNext = networkFunction(this.average,',
  'debug-values': 'isEnd = replay.truncated[slot]',
  'debug-treasure': 'if (replay.truncated[slot] || slot === newest) break;',
  'debug-loss': 'for (const { parameters } of learners.slice(1)) zeroGrad(parameters);',
  'debug-doubt': 'sigmaSquared: sigma',
  'debug-certain': 'gSigmaQ[i] += (dy * excess) * sigmaQ[i];',
  'debug-gain': 'low: log(floor)',
  'debug-fade': 'return this.unit > 0 ? this.unit / novelty : 0;',
  'debug-stuck': 'this.#cursor = (this.#cursor + slots.length) % replay.size;',
};
