/** What is wrong, for each exercise in which code is changed: it must not pass. */
import type { FaultName } from '../../scripts/learn/faults.ts';

type Change = readonly [find: string, replace: string];

/** For each body that is to be written: changes of which each makes the true one wrong. */
export const WRONG_BODIES: Readonly<Record<string, readonly Change[]>> = {
  environment: [
    ['- cos(3 * state[0]) * GRAVITY', '+ cos(3 * state[0]) * GRAVITY'],
    ['(action - 1) * force', '(action - 1) * 0.001'],
    ['if (position === MIN_POSITION && velocity < 0) velocity = 0;', ''],
  ],
  target: [
    ['argMax(qSelect,', 'argMax(qNext,'],
    ['ended[b] ? 0 : ', ''],
    ['throw new RangeError', 'throw new TypeError'],
    ['qSelect.length !== qNext.length ||', ''],
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
    ['return 0.5', 'grad.fill(0); return 0.5'],
  ],
  'expected-gain': [
    ['exp(scale(logVariance, -1))', 'exp(logVariance)'],
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
    ['?? 1);', '?? 1); this.#visits.set(this.#placeOf(nextStates, row * S, (row + 1) * S), 7);'],
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
    ['slot + 1 === capacity ? 0 : slot + 1', 'slot + 1'],
    ['total = rewardOf(slot)', 'total = replay.rewards[slot]'],
    ['batch.ended[b] = isEnd ? 1 : 0', 'if (isEnd) batch.terminated[b] = 1'],
  ],
};

/** For each body: a right one in another form than that of the source. */
export const RIGHT_BODIES: Readonly<Record<string, string>> = {
  environment: `{
    let [p, v] = state;
    v = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, v + (action - 1) * force - GRAVITY * Math.cos(3 * p)));
    p = Math.min(MAX_POSITION, Math.max(MIN_POSITION, p + v));
    state[0] = p;
    state[1] = p === MIN_POSITION && v < 0 ? 0 : v;
  }`,
  target: `{
    const [B, A] = [out.length, qNext.length / out.length];
    const sizes = [returns.length, discounts.length, ended.length, qSelect.length / A];
    if (!Number.isInteger(A) || sizes.some((size) => size !== B)) throw new RangeError('sizes');
    for (let b = B - 1; b >= 0; b--) {
      let best = 0;
      for (let a = 1; a < A; a++) if (qSelect[b * A + a] > qSelect[b * A + best]) best = a;
      out[b] = returns[b];
      if (!ended[b]) out[b] += discounts[b] * qNext[b * A + best];
    }
  }`,
  kl: `{
    return Math.log(sigma2 / sigma1) + (sigma1 ** 2 + (mu1 - mu2) ** 2) / (2 * sigma2 ** 2) - 0.5;
  }`,
  draw: `{
    variance.forEach((v, i) => (sd[i] = v ** 0.5));
    epsilon.forEach((e, k) => (draws[k] = e * sd[k % sd.length] + mean[k % sd.length]));
  }`,
  moments: `{
    const s = sqrt(v);
    const [cdf, pdf] = [normalCdf(div(m, s)), normalPdf(div(m, s))];
    const first = add(mul(s, pdf), mul(cdf, m));
    return [first, sub(add(mul(add(v, square(m)), cdf), mul(mul(s, m), pdf)), mul(first, first))];
  }`,
  'information-gain': `{
    const step = grad.slice();
    divideByCurvature(step, rho);
    return step.reduceRight((sum, d, i) => sum + d * grad[i], 0) * stepSize ** 2 / 2;
  }`,
  'expected-gain': `{
    const { variance, logVariance } = predict(beliefs, x, c);
    const [B, S] = variance.value.shape;
    const gains = new Float64Array(B);
    variance.value.data.forEach((v, i) => {
      gains[Math.floor(i / S)] += Math.log1p(v / Math.exp(logVariance.value.data[i])) / 2;
    });
    return gains;
  }`,
  unit: `{
    if (unit === 0) return 0;
    const units = gain / unit;
    return units > c.bonusClip ? c.bonusClip : units;
  }`,
  bonus: `{
    const S = nextStates.length / out.length;
    out.forEach((_, row) => {
      const visits = this.#visits.get(this.#placeOf(nextStates, row * S, row * S + S)) ?? 0;
      out[row] = 1 / Math.max(visits, 1);
    });
  }`,
  'n-step': `{
    const S = replay.stateSize;
    slots.forEach((first, b) => {
      const path = [first];
      let last = first;
      while (path.length < nStep && last !== replay.newest) {
        if (replay.terminated[last] || replay.truncated[last]) break;
        last = (last + 1) % replay.capacity;
        path.push(last);
      }
      batch.states.set(replay.states.subarray(first * S, first * S + S), b * S);
      batch.nextStates.set(replay.nextStates.subarray(last * S, last * S + S), b * S);
      batch.actions[b] = replay.actions[first];
      batch.returns[b] = path.reduceRight((rest, slot) => rewardOf(slot) + gamma * rest, 0);
      batch.discounts[b] = gamma ** path.length;
      batch.ended[b] = Number(replay.terminated[last] || (truncationEnds && replay.truncated[last]));
    });
  }`,
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
