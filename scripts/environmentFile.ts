/** The environment that a command line names: its options and, if it is a file of one's own, the file itself. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import {
  addEnvironment,
  ENVIRONMENTS,
  kindOf,
  loadedKindOf,
  type EnvironmentKind,
  type Options,
} from '../src/train/config/environments.ts';
import { checkEnvironment } from '../src/env/checkEnvironment.ts';
import { FILE_HASH, isOption, optionsOf, valueOf } from '../src/train/config/config.ts';
import { ConfigError, isFile, isValid, shown, type Field } from '../src/train/config/field.ts';
import { fields, type Config } from '../src/train/config/settings.ts';
import type { Environment } from '../src/env/environment.ts';
import { readBytes, sha256 } from '../src/record/disk.ts';
import { readConfig } from './configFile.ts';

/** The value of an option on a command line that has not been read yet; undefined: it is not there. */
function valueIn(argv: readonly string[], option: string): string | undefined {
  const at = argv.indexOf(option);
  const joined = argv.find((arg) => arg.startsWith(`${option}=`));
  return joined?.slice(option.length + 1) ?? (at >= 0 ? argv[at + 1] : undefined);
}

/** An environment as a command line names it. */
export interface NamedEnvironment {
  readonly name: string;
  readonly options: EnvironmentKind['options'];
}

/**
 * The environment that a command line names, or that of the run of `--config`, or the default. A file is loaded, but none that is
 * not named; and none that is not the one with which the run of `--resume` or `--config` began.
 *
 * @param taken names of options that the command has
 * @throws ConfigError if it cannot be loaded
 */
export function environmentOf(argv: readonly string[], taken: readonly string[]): NamedEnvironment {
  const resumed = valueIn(argv, '--resume');
  const repeated = valueIn(argv, '--config');
  const there = repeated === undefined ? fields.env.default : readConfig(repeated).env;
  const name = valueIn(argv, '--env') ?? there;
  if (isFile(there) && valueIn(argv, '--env') === undefined) {
    throw new ConfigError(
      `${repeated} names the file ${there}, which is loaded only if the command line names it: add --env ${there}`,
    );
  }
  const began = resumed !== undefined && isFile(name) ? checkUnchangedIn(resumed, name) : name;
  if (isFile(there) && isFile(name)) checkUnchanged(repeated!, repeated!, name);
  return { name, options: loadEnvironment(name, taken, began) };
}

/** @returns what the file was called when the run in the folder began @throws ConfigError if that was another file */
const checkUnchangedIn = (folder: string, file: string): string =>
  checkUnchanged(join(folder, 'config.json'), folder, file);

/**
 * @param path of the run's config.json
 * @param what the run is in, for messages
 * @returns    what the file was called when the run began
 * @throws ConfigError if that was another file
 */
function checkUnchanged(path: string, what: string, file: string): string {
  const config = readConfig(path);
  const began = valueOf(config, FILE_HASH);
  if (began === undefined) {
    throw new ConfigError(`${what} holds a run with env ${shown(config.env)}, not ${shown(file)}`);
  }
  if (began !== fileHash(file)) {
    throw new ConfigError(
      `${file} is not the file with which the run in ${what} began: its SHA-256 is another`,
    );
  }
  return config.env;
}

/**
 * Makes the environment of a finished run known. One that is in a file is loaded only if the command line names the file.
 *
 * @param env as the command line names it; undefined: it does not
 * @throws ConfigError if the environment or the file is another than that of the run
 */
export function environmentOfRun(folder: string, env: string | undefined): void {
  if (env === undefined) return;
  if (isFile(env)) {
    loadEnvironment(env, [], checkUnchangedIn(folder, env));
    return;
  }
  const there = readConfig(join(folder, 'config.json')).env;
  if (env !== there)
    throw new ConfigError(`${folder} holds a run with env ${shown(there)}, not ${shown(env)}`);
}

/** @throws ConfigError naming the rules that an environment from a file breaks */
export function checkFile(config: Config): void {
  if (!isFile(config.env)) return;
  const faults = checkEnvironment(() => loadedKindOf(config.env).create(optionsOf(config)));
  if (faults.length > 0) throw new ConfigError(`${config.env}: ${faults.join(' ')}`);
}

/** SHA-256 of a file, in hexadecimal. @throws ConfigError if it cannot be read */
export function fileHash(path: string): string {
  return Buffer.from(sha256(readBytes(path))).toString('hex');
}

/**
 * The options of an environment; a file is loaded, and known from then on.
 *
 * @param taken names of options that the command has
 * @param name  under which the environment is known afterwards
 * @throws ConfigError if the file cannot be loaded or does not export what it should
 */
export function loadEnvironment(
  env: string,
  taken: readonly string[] = [],
  name = env,
): EnvironmentKind['options'] {
  if (!isFile(env)) return (ENVIRONMENTS[env] ?? ENVIRONMENTS[fields.env.default]).options;
  const hash = fileHash(env);
  const exports = importFile(env);
  const { default: create, options = {} } = exports;
  if (typeof create !== 'function') {
    throw new ConfigError(
      `${env}: expected a default export that makes an environment from its options, got ${shown(create)}`,
    );
  }
  const checked = optionsIn(env, options, taken);
  addEnvironment(name, {
    options: checked,
    sha256: hash,
    create: (given) => made(env, create as (options: Options) => unknown, given),
  });
  return checked;
}

/** Loads the environment of a config, in another thread than the one that made the config. @throws ConfigError if it has changed */
export function loadFileOf(config: Config): void {
  if (!isFile(config.env) || kindOf(config.env)) return;
  if (valueOf(config, FILE_HASH) !== fileHash(config.env)) {
    throw new ConfigError(`${config.env} has changed since the command was started`);
  }
  loadEnvironment(config.env);
}

type Exports = Readonly<Record<string, unknown>>;

/** Not by `import`, for which tsx knows no TypeScript in worker threads. */
const requireFile = createRequire(import.meta.url);

const TYPESCRIPT_NEEDS = `Node ${process.versions.node} reads no TypeScript; use Node 22.18 or later, or install tsx and set NODE_OPTIONS="--import tsx"`;

/** By itself, or by tsx. */
const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: unknown }).typescript) ||
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what is said to replace it does not tell
  '.ts' in requireFile.extensions;

function importFile(env: string): Exports {
  try {
    return requireFile(resolve(env)) as Exports;
  } catch (error) {
    const needs =
      /\.[cm]?ts$/.test(env) && !readsTypeScript() ? TYPESCRIPT_NEEDS : messageOf(error);
    throw new ConfigError(`${env}: cannot be loaded: ${needs}`);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function made(env: string, create: (options: Options) => unknown, options: Options): Environment {
  let environment: unknown;
  try {
    environment = create(options);
  } catch (error) {
    throw new ConfigError(`${env}: making the environment failed: ${messageOf(error)}`);
  }
  if (typeof environment !== 'object' || environment === null) {
    throw new ConfigError(
      `${env}: expected the default export to return an environment, got ${shown(environment)}`,
    );
  }
  return environment as Environment;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ConfigError if an option is not in the form of the settings table */
function optionsIn(
  env: string,
  options: unknown,
  taken: readonly string[],
): EnvironmentKind['options'] {
  if (!isObject(options)) {
    throw new ConfigError(`${env}: expected options to be an object, got ${shown(options)}`);
  }
  for (const [name, field] of Object.entries(options)) {
    const where = `${env}: option ${name}`;
    if (!/^[a-z]\w*$/i.test(name))
      throw new ConfigError(`${where}: expected a name of letters and digits`);
    if (!isOption(name) || taken.includes(name) || name === 'help') {
      throw new ConfigError(`${where}: another option of the command has this name`);
    }
    const fault = fieldFault(field);
    if (fault !== null) throw new ConfigError(`${where}: ${fault}`);
  }
  return options as EnvironmentKind['options'];
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
