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
import { checkFileOf, type OptionTable } from './ownFile.ts';

/** An environment or a curiosity as a command line names it, and the options that it brings. */
export interface NamedPart {
  readonly name: string;
  readonly options: OptionTable;
}

/**
 * What the command line names; files are loaded.
 *
 * @param taken names of options that the command has
 * @throws ConfigError if one cannot be loaded, or an option of theirs has the name of another
 */
export function partsOf(argv: readonly string[], taken: readonly string[]): NamedPart[] {
  const environment = environmentOf(argv, taken);
  const curiosity = curiosityOf(argv, [...taken, ...Object.keys(environment.options)]);
  return curiosity ? [environment, curiosity] : [environment];
}

/** @param warn gets a line for each rule that may be broken @throws ConfigError naming the other rules that are */
export function checkFiles(config: Config, warn: (line: string) => void): void {
  checkEnvironmentFile(config);
  checkCuriosityFile(config, warn);
}

/** Loads the files of a config, in another thread than the one that made the config. @throws ConfigError if one has changed */
export function loadFilesOf(config: Config): void {
  const { env, curiosity } = config;
  if (isFile(env) && !kindOf(env)) {
    checkFileOf(ENVIRONMENT_PART, config);
    loadEnvironment(env);
  }
  if (isFile(curiosity) && !curiosityKind(curiosity)) {
    checkFileOf(CURIOSITY_PART, config);
    loadCuriosity(curiosity);
  }
}
