/**
 * A script in this process instead of one of its own, which would take longer to start than most tests take. It reads
 * the same arguments and prints the same lines; what it leaves in the process is taken away. One at a time.
 */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
let runs = 0;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Keeps what is written instead of writing it. */
function capture(stream: NodeJS.WriteStream): () => string {
  let text = '';
  stream.write = (chunk: Uint8Array | string, ...rest: readonly unknown[]): boolean => {
    text += String(chunk);
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  return () => {
    delete (stream as Partial<NodeJS.WriteStream>).write; // that of its class is there again
    return text;
  };
}

/** Remembers who listens, and takes away whoever has come since. */
function keepListeners(emitter: NodeJS.EventEmitter, event: string): () => void {
  const before = emitter.listeners(event);
  return () => {
    for (const listener of emitter.listeners(event)) {
      if (!before.includes(listener)) emitter.off(event, listener as () => void);
    }
  };
}

/**
 * @param script such as `run.ts`
 * @param cwd    the folder that it is started from
 * @param project whose script it is
 */
export async function scriptHere(
  script: string,
  args: readonly string[],
  cwd = root,
  project = root,
): Promise<Ended> {
  const { argv, exitCode } = process;
  const exit = Object.getOwnPropertyDescriptor(process, 'exit')!;
  const from = process.cwd();
  const listeners = [
    keepListeners(process.stdout, 'error'),
    keepListeners(process.stderr, 'error'),
    keepListeners(process, 'SIGINT'),
    keepListeners(process, 'SIGTERM'),
    keepListeners(process, 'uncaughtException'),
    keepListeners(process, 'unhandledRejection'),
  ];
  const path = join(project, 'scripts', script);
  process.argv = [argv[0], path, ...args];
  process.exitCode = undefined;
  process.exit = (() => undefined) as unknown as typeof process.exit; // which strays.ts calls last
  process.chdir(cwd);
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  try {
    await import(`${pathToFileURL(path).href}?run=${runs++}`); // a module of its own, which runs again
    const code = process.exitCode as number | undefined; // the script may have set it
    return { code: code ?? 0, out: stdout(), error: stderr() };
  } finally {
    stdout();
    stderr();
    process.chdir(from);
    process.argv = argv;
    process.exitCode = exitCode;
    Object.defineProperty(process, 'exit', exit); // which strays.ts replaces
    for (const restore of listeners) restore();
  }
}
