/** Settings that can be changed while an agent learns. */

/** From the next episode on. All others make another run: they need a restart. */
export const LIVE_SETTINGS = [
  'eta',
  'epsilonStart',
  'epsilonEnd',
  'epsilonSteps',
  'learningRate',
  'learningRateEnd',
  'bnnLearningRate',
  'nStep',
  'gamma',
  'bonusClip',
  'act',
  'force',
] as const;

export const isLive = (name: string): boolean => LIVE_SETTINGS.some((live) => live === name);
