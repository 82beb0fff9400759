/**
 * Runs the test files that are named on the command line one after the other in this process: to start Node and the
 * loader takes longer than most of them. What a file prints ends with a NUL on both streams. A file that leaves the process changed
 * fails, and the change is taken back.
 */
import '../ndarrayOps.ts'; // tests that train are faster with it, too
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** uvu fills it, and runs what it holds when `exec` is called. */
const queue: unknown[][] = [[null]];
Object.assign(globalThis, { UVU_DEFER: true, UVU_QUEUE: queue });
const { watchProcess } = await import('./leftovers.ts');
const { exec, reportEnd, reportFile, test } = await import('./countedUvu.ts');

for (const path of process.argv.slice(2)) {
  const started = performance.now();
  test.run(); // takes what the file before declared and did not run
  queue.splice(0, queue.length, [null]);
  process.exitCode = undefined;
  reportFile();
  const takeBack = watchProcess();
  try {
    await import(pathToFileURL(path).href);
    await exec();
    await setImmediate(); // a rejection that nobody handles ends the process by now
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  for (const left of takeBack()) {
    console.error(`left changed for the files after it: ${left}`);
    process.exitCode = 1;
  }
  process.stdout.write('\0');
  process.stderr.write('\0');
  reportEnd(process.exitCode ?? 0, (performance.now() - started) / 1000);
}
