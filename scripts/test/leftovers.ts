/** What a test file leaves changed in the process that it shares with others. */

/** Something that a file may change, as it is before. @returns what to say of a change that was found and taken back; null: none */
type Watch = () => string | null;

type Member = readonly [name: string, of: object, isWatched?: (key: string) => boolean];

const isPublic = (key: string): boolean => !key.startsWith('_');

/** Objects whose own members must be as they were: those with a value, not those that Node makes when they are first read. */
const OBJECTS: readonly Member[] = [
  ['globalThis', globalThis, (key) => !POLYFILLS.includes(key)],
  ['console', console, isPublic],
  ['process', process, (key) => isPublic(key) && !CHANGING.includes(key)],
  ['process.stdout', process.stdout, isPublic],
  ['process.stderr', process.stderr, isPublic],
  ['Math', Math],
  ['Date', Date],
  ['performance', performance],
];

/** The runner sets the first, `variables` watches the second, and Node defines the third when its module is first loaded. */
const CHANGING = ['exitCode', 'env', 'domain'];

/** What puppeteer-core defines when it is first loaded, on a Node that has none. */
const POLYFILLS = ['URLPattern'];

/** Listeners to it may stay: folders are removed at the end of the process, for example. */
const AT_EXIT = 'exit';

/** Names of the listeners by which Node writes what a thread prints, which the loader starts when it first needs it. */
const OF_PIPES = ['onunpipe', 'onclose', 'onfinish', 'onerror'];

type Listener = (() => void) & { readonly listener?: () => void };

function members(name: string, of: object, isWatched = (_: string) => true): Watch {
  const descriptors = (): Map<string, PropertyDescriptor> =>
    new Map(Object.entries(Object.getOwnPropertyDescriptors(of)).filter(([key]) => isWatched(key)));
  const before = descriptors();
  return () => {
    const after = descriptors();
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
      const [was, is] = [before.get(key), after.get(key)];
      if (was && !('value' in was)) return false;
      return !was || !is || !Object.is(was.value, is.value);
    });
    for (const key of changed) {
      const was = before.get(key);
      if (was) Object.defineProperty(of, key, was);
      else Reflect.deleteProperty(of, key);
    }
    return changed.length === 0 ? null : changed.map((key) => `${name}.${key}`).join(', ');
  };
}

function listeners(name: string, emitter: NodeJS.EventEmitter): Watch {
  const names = (): (string | symbol)[] =>
    emitter.eventNames().filter((event) => event !== AT_EXIT);
  const of = (event: string | symbol): Listener[] =>
    (emitter.rawListeners(event) as Listener[]).filter(
      (one) => !OF_PIPES.includes((one.listener ?? one).name),
    );
  const before = new Map(names().map((event) => [event, of(event)]));
  return () => {
    const changed = [...new Set([...before.keys(), ...names()])].filter((event) => {
      const [was, is] = [before.get(event) ?? [], of(event)];
      return was.length !== is.length || was.some((one, n) => one !== is[n]);
    });
    for (const event of changed) {
      for (const listener of of(event)) emitter.off(event, listener.listener ?? listener);
      for (const listener of before.get(event) ?? []) emitter.on(event, listener);
    }
    return changed.length === 0
      ? null
      : `listeners to ${changed.map(String).join(', ')} of ${name}`;
  };
}

function variables(): Watch {
  const before = { ...process.env };
  return () => {
    const names = new Set([...Object.keys(before), ...Object.keys(process.env)]);
    const changed = [...names].filter((name) => before[name] !== process.env[name]);
    for (const name of changed) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
    return changed.length === 0 ? null : `environment variables ${changed.join(', ')}`;
  };
}

function workingFolder(): Watch {
  const before = process.cwd();
  const now = (): string => {
    try {
      return process.cwd();
    } catch {
      return 'a folder that is gone';
    }
  };
  return () => {
    const after = now();
    if (after === before) return null;
    process.chdir(before);
    return `the working folder ${after}`;
  };
}

/**
 * Remembers what the process is like.
 *
 * @returns takes back what has changed since, and gives a line for each kind of change
 */
export function watchProcess(): () => string[] {
  const watches = [
    ...OBJECTS.map((member) => members(...member)),
    listeners('process', process),
    listeners('process.stdout', process.stdout),
    listeners('process.stderr', process.stderr),
    variables(),
    workingFolder(),
  ];
  return () => watches.map((watch) => watch()).filter((line) => line !== null);
}
