/** What each command of the package does, for its own help and for that of `vime`. */
export const DOES = {
  run: 'Trains one agent and leaves a folder with the run.',
  compare: 'Runs agents on many seeds, several at a time, and prints a table.',
  report: 'Compares the runs in folders: a page with charts, tables and data.',
  play: 'Plays greedy episodes with the weights that a run left, and prints their scores.',
} as const;
