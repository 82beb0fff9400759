/** All files of one's own that a run is made of. */
import { curiosityKind } from '../src/train/config/curiosities.ts';
import { kindOf } from '../src/train/config/environments.ts';
import { isFile } from '../src/train/config/field.ts';
import type { Config } from '../src/train/config/settings.ts';
import { checkCuriosityFile, curiosityOf, CURIOSITY_PART, loadCuriosity } from './curiosityFile.ts';
import {
  checkEnvironmentFile,
  environmentOf,
  ENVIRONMENT_PART,
  loadEnvironment,
} from './environmentFile.ts';
import { checkFileOf, type NamedFile, type Part } from './namedFile.ts';
import type { OptionTable } from './ownFile.ts';

/** An environment or a curiosity as a command line names it, and the options that it brings. */
export interface NamedPart extends NamedFile {
  readonly setting: Part['setting'];
  /** For the help. */
  readonly name: string;
  readonly options: OptionTable;
}

/**
 * What the command line names; files are loaded.
 *
 * @param taken  names of options that the command has
 * @param folder of the runs of a comparison; undefined: it is none
 * @throws ConfigError if one cannot be loaded, or an option of theirs has the name of another
 */
export function partsOf(
  argv: readonly string[],
  taken: readonly string[],
  folder?: string,
): NamedPart[] {
  const environment = environmentOf(argv, taken, folder);
  const env = { setting: 'env', name: environment.path, ...environment } as const;
  const curiosity = curiosityOf(argv, [...taken, ...Object.keys(environment.options)], folder);
  if (!curiosity) return [env];
  return [env, { setting: 'curiosity', name: curiosity.path, ...curiosity }];
}

/** The settings of a command line, in which each file has the name that configs give it. */
export function settingsWith(
  parts: readonly NamedPart[],
  settings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const files = parts.filter(({ setting, path }) => settings[setting] === path);
  return { ...settings, ...Object.fromEntries(files.map((one) => [one.setting, one.began])) };
}

/** @param warn gets a line for each rule that may be broken @throws ConfigError naming the other rules that are */
export function checkFiles(config: Config, warn: (line: string) => void): void {
  checkEnvironmentFile(config);
  checkCuriosityFile(config, warn);
}

/** Where the files of a run are. */
export type FilePaths = Readonly<Partial<Record<Part['setting'], string>>>;

/**
 * Loads the files of a config, in another thread than the one that made the config.
 *
 * @param paths where they are
 * @throws ConfigError if one has changed
 */
export function loadFilesOf(config: Config, paths: FilePaths): void {
  const { env, curiosity } = config;
  if (isFile(env) && !kindOf(env)) {
    const path = paths.env ?? env;
    checkFileOf(ENVIRONMENT_PART, config, path);
    loadEnvironment(path, [], env);
  }
  if (isFile(curiosity) && !curiosityKind(curiosity)) {
    const path = paths.curiosity ?? curiosity;
    checkFileOf(CURIOSITY_PART, config, path);
    loadCuriosity(path, [], curiosity);
  }
}
