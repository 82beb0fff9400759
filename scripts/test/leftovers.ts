/** What a test file leaves changed in the process that it shares with others. */

/** Something that a file may change, as it is before. @returns what to say of a change that was found and taken back; null: none */
type Watch = () => string | null;

type Member = readonly [name: string, of: object, isWatched?: (key: string) => boolean];

const isPublic = (key: string): boolean => !key.startsWith('_');

/** Objects whose own members must be as they were: those with a value, not those that Node makes when they are first read. */
const OBJECTS: readonly Member[] = [
  ['globalThis', globalThis],
  ['console', console, isPublic],
  ['process', process, (key) => isPublic(key) && !CHANGING.includes(key)],
  ['process.stdout', process.stdout, isPublic],
  ['process.stderr', process.stderr, isPublic],
  ['Math', Math],
  ['Date', Date],
  ['performance', performance],
];

/** The runner sets the first, and looks at the other ones otherwise. */
const CHANGING = ['exitCode', 'env', 'domain'];

/** Listeners that may stay: what is done at the end of the process, such as removing folders, and those of Node itself that write what a thread prints. */
const MAY_STAY: readonly (string | symbol)[] = ['exit', 'unpipe', 'close', 'finish'];

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
    emitter.eventNames().filter((event) => !MAY_STAY.includes(event));
  const of = (event: string | symbol): readonly unknown[] => emitter.rawListeners(event);
  const before = new Map(names().map((event) => [event, of(event)]));
  return () => {
    const changed = [...new Set([...before.keys(), ...names()])].filter((event) => {
      const [was, is] = [before.get(event) ?? [], of(event)];
      return was.length !== is.length || was.some((one, n) => one !== is[n]);
    });
    for (const event of changed) {
      emitter.removeAllListeners(event);
      for (const listener of before.get(event) ?? []) emitter.on(event, listener as () => void);
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
