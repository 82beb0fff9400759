/** For each body that is to be written: three changes that make the true one wrong. */
export const WRONG_BODIES: Readonly<
  Record<string, readonly (readonly [find: string, replace: string])[]>
> = {
  kl: [
    [
      'if (ratio < 0.5',
      'if (true) return 0.5 * (d * d + ratio * ratio - 1) + log(ratio);\n  if (ratio < 0.5',
    ],
    ['(mu1 - mu2) / sigma2', '(mu1 - mu2) / sigma1'],
    ['return 0.5 * (d * d + u * u)', 'return 0.5 * (d + u * u)'],
  ],
};

/** For each fault: another text in its place, with which it is not mended. */
export const WRONG_MENDS: Readonly<Record<string, string>> = {
  'debug-values': 'isEnd = replay.truncated[slot]',
};
