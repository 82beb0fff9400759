/** What every script does about standard output that cannot be written to, and about its own mistakes. */
import { reasonOf } from '../src/record/disk.ts';
import { reportMistake } from './commandLine.ts';

/** Codes under which whoever read the output has gone, or an earlier write failed already. */
const GONE = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** True if nobody reads the stream any more: the pipe is closed (`| head`), or the terminal. */
function isGone(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): boolean {
  return GONE.includes(error.code ?? '') || (stream.isTTY && error.code === 'EIO');
}

/**
 * Lets the script finish its work whatever becomes of its output. A reader that has gone is no mistake. Any other failed
 * write, such as on a full disk, is said once on standard error, and the exit code is not 0.
 */
export function guardOutput(script: string): void {
  let failed = false;
  const guard = (stream: NodeJS.WriteStream, name: string): void => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (failed || isGone(stream, error)) return;
      failed = true;
      process.once('exit', (code) => {
        if (code === 0) process.exitCode = 1;
      });
      process.stderr.write(`${script}: cannot write to ${name}: ${reasonOf(error)}\n`);
    });
  };
  guard(process.stdout, 'standard output');
  guard(process.stderr, 'standard error');
}

/** Runs a script: what was wrong with what it was given, or stopped it, is said in one line (commandLine.ts). */
export async function runScript(name: string, main: () => Promise<void> | void): Promise<void> {
  guardOutput(name);
  try {
    await main();
  } catch (error) {
    reportMistake(name, error);
  }
}
