/** Files of one's own, of which a run is made: each is loaded if the command line names it, and only as it was when the run began. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { messageOf } from '../src/env/rules.ts';
import { exists, namesIn, readBytes, sha256 } from '../src/record/disk.ts';
import type { Options } from '../src/train/config/environments.ts';
import { isOption, valueOf } from '../src/train/config/config.ts';
import { ConfigError, isFile, isValid, shown, type Field } from '../src/train/config/field.ts';
import { ENVIRONMENT } from '../src/record/runSummary.ts';
import type { Config } from '../src/train/config/settings.ts';
import { readConfig } from './configFile.ts';

/** A part of a run that may be in a file. */
export interface Part {
  /** The setting that names it, and so the option of the command line. */
  readonly setting: 'env' | 'curiosity';
  /** The name under which a config keeps the SHA-256 of the file. */
  readonly hash: string;
  /** What its default export makes, for messages. */
  readonly makes: string;
}

/** Options, in the form of the settings table. */
export type OptionTable = Readonly<Record<string, Field>>;

export interface OwnFile {
  readonly options: OptionTable;
  readonly sha256: string;
  /** Calls the default export. @throws ConfigError if it throws or returns no object */
  readonly create: (...given: readonly unknown[]) => object;
}

/** What a command line names. */
export interface NamedFile {
  /** As it is named. */
  readonly path: string;
  /** As it was named when the run of `--resume`, or the first in the folder of a comparison, began: its name in a config. */
  readonly began: string;
}

/** The value of an option on a command line that has not been read yet; undefined: it is not there, or has none. */
export function valueIn(argv: readonly string[], option: string): string | undefined {
  const joined = argv.find((arg) => arg.startsWith(`${option}=`));
  if (joined !== undefined) return joined.slice(option.length + 1) || undefined;
  const at = argv.indexOf(option);
  const next = at >= 0 ? argv.at(at + 1) : undefined;
  return next === '' || next?.startsWith('--') ? undefined : next;
}

/**
 * The part of a run that a command line names, or the run of its `--config`; null: neither does.
 *
 * @param folder of the runs of a comparison; undefined: it is none
 * @throws ConfigError if it is a file that is not named, or not the one with which the run of `--resume` or `--config` began
 */
export function namedPart(part: Part, argv: readonly string[], folder?: string): NamedFile | null {
  const [given, resumed, repeated] = [`--${part.setting}`, '--resume', '--config'].map((option) =>
    valueIn(argv, option),
  );
  // A run that is continued has no other config: the command line is refused when it is read.
  const there =
    repeated === undefined || resumed !== undefined
      ? undefined
      : readConfig(repeated)[part.setting];
  const path = given ?? there;
  if (path === undefined) return null;
  if (!isFile(path)) return { path, began: path };
  if (given === undefined) {
    throw new ConfigError(
      `${repeated} names the file ${path}, which is loaded only if the command line names it: add --${part.setting} ${path}`,
    );
  }
  if (there !== undefined && isFile(there)) checkUnchanged(part, repeated!, repeated!, path);
  if (resumed !== undefined) return { path, began: checkUnchangedIn(part, resumed, path) };
  return { path, began: folder === undefined ? path : nameInRuns(part, folder, path) };
}

/** What a file is called in the first of the runs in a folder that is made of it; its path: none is. @throws ConfigError if it cannot be read */
function nameInRuns({ setting, hash }: Part, folder: string, file: string): string {
  const content = fileHash(file);
  const configs = exists(folder)
    ? namesIn(folder).map((name) => join(folder, name, 'config.json'))
    : [];
  for (const path of configs.filter(exists).sort()) {
    const config = readConfigOrNull(path);
    if (config && valueOf(config, hash) === content) return config[setting];
  }
  return file;
}

/** Null: it is damaged, which is told when its run is read. */
function readConfigOrNull(path: string): Config | null {
  try {
    return readConfig(path);
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
}

/** @returns what the file was called when the run in the folder began @throws ConfigError if that was another file */
export const checkUnchangedIn = (part: Part, folder: string, file: string): string =>
  checkUnchanged(part, join(folder, 'config.json'), folder, file);

/**
 * @param path of the run's config.json
 * @param what the run is in, for messages
 * @returns    what the file was called when the run began
 * @throws ConfigError if that was another file
 */
function checkUnchanged({ setting, hash }: Part, path: string, what: string, file: string): string {
  const config = readConfig(path);
  const began = valueOf(config, hash);
  if (began === undefined) {
    throw new ConfigError(
      `${what} holds a run with ${setting} ${shown(config[setting])}, not ${shown(file)}`,
    );
  }
  if (began !== fileHash(file)) {
    throw new ConfigError(
      `${file} is not the file with which the run in ${what} began: its SHA-256 is another`,
    );
  }
  return config[setting];
}

/** SHA-256 of a file, in hexadecimal. @throws ConfigError if it cannot be read */
export function fileHash(path: string): string {
  return Buffer.from(sha256(readBytes(path))).toString('hex');
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

/** @throws ConfigError if the file of a part has changed since a config was made from it */
export function checkFileOf({ hash }: Part, config: Config, file: string): void {
  if (valueOf(config, hash) !== fileHash(file)) {
    throw new ConfigError(`${file} has changed since the command was started`);
  }
}

/** What the command line and config.json keep for themselves. */
const RESERVED: readonly string[] = ['help', ENVIRONMENT];

type Exports = Readonly<Record<string, unknown>>;

/** Not by `import`, for which tsx knows no TypeScript in worker threads. */
const requireFile = createRequire(import.meta.url);

const TYPESCRIPT_NEEDS = `Node ${process.versions.node} reads no TypeScript; use Node 22.18 or later, or install tsx and set NODE_OPTIONS="--import tsx"`;

/** By itself, or by tsx. */
const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript) ||
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is said to replace it does not tell
  '.ts' in requireFile.extensions;

function importFile(path: string): Exports {
  try {
    return requireFile(resolve(path)) as Exports;
  } catch (error) {
    const needs =
      /\.[cm]?ts$/.test(path) && !readsTypeScript() ? TYPESCRIPT_NEEDS : messageOf(error);
    throw new ConfigError(`${path}: cannot be loaded: ${needs}`);
  }
}

function made(path: string, what: string, create: () => unknown): object {
  const thing = what.replace(/^an? /, '');
  let result: unknown;
  try {
    result = create();
  } catch (error) {
    throw new ConfigError(`${path}: making the ${thing} failed: ${messageOf(error)}`);
  }
  if (typeof result !== 'object' || result === null) {
    throw new ConfigError(
      `${path}: expected the default export to return ${what}, got ${shown(result)}`,
    );
  }
  return result;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

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
