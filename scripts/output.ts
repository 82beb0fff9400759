/** How every script handles output that cannot be written, and errors. */
import { reasonOf } from '../src/record/disk.ts';
import { reportError } from './commandLine.ts';

/** Error codes of a closed reader, or of a write after one that failed. */
const CLOSED = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

/** True if the stream has no reader any more: the pipe (`| head`) or the terminal is closed. */
function isClosed(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): boolean {
  return CLOSED.includes(error.code ?? '') || (stream.isTTY && error.code === 'EIO');
}

/**
 * Lets the script finish its work when its output fails. A closed reader is no error. Any other failed write, such as on a
 * full disk, is reported once on standard error, and the exit code is not 0.
 */
export function guardOutput(script: string): void {
  let failed = false;
  const guard = (stream: NodeJS.WriteStream, name: string): void => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (failed || isClosed(stream, error)) return;
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

/** What stopped the work of a script, and what it leaves: lines that follow the message. */
export class StoppedWork extends Error {
  readonly leaves: string;

  constructor(cause: Error, leaves: string) {
    super(cause.message, { cause });
    this.leaves = leaves;
  }
}

/** Runs a script. Wrong input, and what stopped it, is reported in one line (commandLine.ts). */
export async function runScript(name: string, main: () => Promise<void> | void): Promise<void> {
  guardOutput(name);
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StoppedWork)) {
      reportError(name, error);
      return;
    }
    reportError(name, error.cause);
    console.error(error.leaves);
  }
}
