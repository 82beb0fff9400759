/** Which file of one's own a command line names for a part of a run, and whether it is as it was when the run began. */
import { join } from 'node:path';
import { exists, namesIn, readBytes, sha256 } from '../src/record/disk.ts';
import { valueOf } from '../src/train/config/config.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, isFile } from '../src/train/config/field.ts';
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
 * @throws ConfigError if it is a file that is not named, or not the one with which the run of `--resume` or `--config` began, or a list
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
  if (folder !== undefined && path.includes(',') && !exists(path)) {
    throw new ConfigError(
      `--${part.setting}: expected one for all runs, got ${shown(path)}; make the runs of each by a call of its own with the same --out: the last table has all`,
    );
  }
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

/** @throws ConfigError if the file of a part has changed since a config was made from it */
export function checkFileOf({ hash }: Part, config: Config, file: string): void {
  if (valueOf(config, hash) !== fileHash(file)) {
    throw new ConfigError(`${file} has changed since the command was started`);
  }
}
