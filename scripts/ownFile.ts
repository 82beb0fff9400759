/** Loads a file of one's own: what it makes, and the options that it makes it from. */
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { inOneLine, messageOf, shown } from '../src/env/messages.ts';
import { isObject } from '../src/env/rules.ts';
import type { Options } from '../src/train/config/environments.ts';
import { isOption, valueOf } from '../src/train/config/config.ts';
import { ConfigError, isValid, type Field } from '../src/train/config/field.ts';
import { ENVIRONMENT } from '../src/record/runSummary.ts';
import type { Config } from '../src/train/config/settings.ts';
import { fileHash, type Part } from './namedFile.ts';

/** Options, in the form of the settings table. */
export type OptionTable = Readonly<Record<string, Field>>;

export interface OwnFile {
  readonly options: OptionTable;
  readonly sha256: string;
  /** Calls the default export. @throws ConfigError if it throws or returns no object */
  readonly create: (...given: readonly unknown[]) => object;
}

/**
 * @param taken names of options that the command has
 * @throws ConfigError if the file cannot be loaded or does not export what it should
 */
export function loadFile({ makes }: Part, path: string, taken: readonly string[]): OwnFile {
  const hash = fileHash(path);
  const { default: create, options = {} } = importFile(path);
  if (typeof create !== 'function') {
    throw new ConfigError(
      `${path}: expected a default export that makes ${makes} from its options, got ${shown(create)}`,
    );
  }
  if (/^class\b/.test(Function.prototype.toString.call(create))) {
    throw new ConfigError(
      `${path}: expected a default export that makes ${makes} from its options, got a class; use export default (options) => new ${create.name || 'Name'}(options)`,
    );
  }
  return {
    options: optionsIn(path, options, taken),
    sha256: hash,
    create: (...given) =>
      made(path, makes, () => (create as (...all: readonly unknown[]) => unknown)(...given)),
  };
}

/** What the command line and config.json keep for themselves. */
const RESERVED: readonly string[] = ['help', ENVIRONMENT];

type Exports = Readonly<Record<string, unknown>>;

const loaded = new Map<string, string>();

/** Real path, and path as it was named, of each file that has been loaded, or began to be. */
export const loadedFiles: ReadonlyMap<string, string> = loaded;

/** Not by `import`, for which tsx knows no TypeScript in worker threads. */
const requireFile = createRequire(import.meta.url);

const TYPESCRIPT_NEEDS = `Node ${process.versions.node} reads no TypeScript; use Node 22.18 or later, or install tsx and set NODE_OPTIONS="--import tsx"`;

/** By itself, or by tsx. */
const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript) ||
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is said to replace it does not tell
  '.ts' in requireFile.extensions;

function importFile(path: string): Exports {
  const real = realpathSync(path);
  if (real.includes('?')) {
    throw new ConfigError(
      `${path}: expected a path without ?, which tsx takes for the end of it, got ${shown(real)}`,
    );
  }
  try {
    loaded.set(real, path);
    return requireFile(resolve(path)) as Exports;
  } catch (error) {
    throw new ConfigError(`${path}: cannot be loaded: ${loadFault(path, error)}`);
  }
}

/** Why a file cannot be loaded, and what helps. */
export function loadFault(path: string, error: unknown): string {
  if (/\.[cm]?ts$/.test(path) && !readsTypeScript()) return TYPESCRIPT_NEEDS;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE') {
    return 'it, or a module that it imports, has an await outside of a function; move that into one';
  }
  const message = inOneLine(messageOf(error));
  const isCommonJs = /Unexpected token 'export'|outside a module/.test(message);
  return isCommonJs && path.endsWith('.js')
    ? `${message}; by the package.json above it, a .js file is no module: call it ${path.replace(/\.js$/, '.mjs')}, or write "type": "module" there`
    : message;
}

function made(path: string, what: string, create: () => unknown): object {
  const thing = what.replace(/^an? /, '');
  let result: unknown;
  try {
    result = create();
  } catch (error) {
    throw new ConfigError(`${path}: making the ${thing} failed: ${messageOf(error)}`);
  }
  if (result instanceof Promise) {
    result.catch(() => undefined); // it is refused in any case
    throw new ConfigError(
      `${path}: expected the default export to return ${what}, got a promise; it must not be async`,
    );
  }
  if (typeof result !== 'object' || result === null) {
    throw new ConfigError(
      `${path}: expected the default export to return ${what}, got ${shown(result)}`,
    );
  }
  return result;
}

/** @throws ConfigError if an option is not in the form of the settings table, or has a name that is taken */
function optionsIn(path: string, options: unknown, taken: readonly string[]): OptionTable {
  if (!isObject(options)) {
    throw new ConfigError(`${path}: expected options to be an object, got ${shown(options)}`);
  }
  for (const [name, field] of Object.entries(options)) {
    const where = `${path}: option ${name}`;
    if (!/^[a-z]\w*$/i.test(name))
      throw new ConfigError(`${where}: expected a name of letters and digits`);
    if (!isOption(name) || taken.includes(name) || RESERVED.includes(name)) {
      throw new ConfigError(`${where}: another option of the command has this name`);
    }
    const fault = fieldFault(field);
    if (fault !== null) throw new ConfigError(`${where}: ${fault}`);
  }
  return options as OptionTable;
}

/** What is wrong with a field; null: nothing. */
function fieldFault(field: unknown): string | null {
  if (!isObject(field)) return `expected an object, got ${shown(field)}`;
  const { kind, help, min, max, choices } = field;
  if (!['number', 'whole', 'flag', 'choice'].includes(kind as string)) {
    return `expected the kind number, whole, flag or choice, got ${shown(kind)}`;
  }
  if (typeof help !== 'string') return `expected help to be a text, got ${shown(help)}`;
  const isNumber = kind === 'number' || kind === 'whole';
  if (isNumber && !(typeof min === 'number' && typeof max === 'number' && min <= max)) {
    return `expected numbers min and max, got ${shown(min)} and ${shown(max)}`;
  }
  if (
    kind === 'choice' &&
    !(Array.isArray(choices) && choices.every((c) => typeof c === 'string'))
  ) {
    return `expected choices to be a list of texts, got ${shown(choices)}`;
  }
  return isValid(field as unknown as Field, field['default'])
    ? null
    : `its default is ${shown(field['default'])}, which it does not accept`;
}

/** Those of the options that a config holds for a file. */
export const pickOptions = (config: Config, table: OptionTable): Options =>
  Object.fromEntries(Object.keys(table).map((name) => [name, valueOf(config, name)!]));
