/** Stopping by a signal: the first Ctrl-C or SIGTERM lets the script finish its episode, the second ends the process at once. */
import { clock } from '../src/record/disk.ts';

const SAME_SIGNAL = 0.5; // s: wrappers such as npx pass on a Ctrl-C that the terminal has sent to all processes

/**
 * Sets the exit code to 130 or 143 at the first signal, and calls `onStop`; the second one ends the process, as soon as it listens.
 *
 * @returns whether there has been one
 */
export function stopOnSignal(onStop: () => void): () => boolean {
  let stoppedAt: number | null = null;
  for (const [signal, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (stoppedAt !== null && clock() - stoppedAt > SAME_SIGNAL) process.exit(exitCode);
      if (stoppedAt !== null) return;
      stoppedAt = clock();
      process.exitCode = exitCode;
      onStop();
    });
  }
  return () => stoppedAt !== null;
}
