/** Settings under which an episode takes milliseconds. */
export const TINY = {
  episodes: 2,
  maxSteps: 30,
  evalEpisodes: 2,
  finalEpisodes: 2,
  hiddenWidth: 8,
  batchSize: 8,
  warmupSteps: 10,
  bnnHidden: 4,
  bnnBatchSize: 8,
  refreshRows: 4,
};

/** The same as options of a script. */
export const tiny: readonly string[] = Object.entries(TINY).flatMap(([name, value]) => [
  `--${name}`,
  String(value),
]);
