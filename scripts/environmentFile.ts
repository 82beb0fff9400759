/** The environment that a command line names: its options and, if it is a file of one's own, the file itself. */
import { join } from 'node:path';
import {
  addEnvironment,
  ENVIRONMENTS,
  loadedKindOf,
  type EnvironmentKind,
} from '../src/train/config/environments.ts';
import { checkEnvironment } from '../src/env/checkEnvironment.ts';
import type { Environment } from '../src/env/environment.ts';
import { FILE_HASH, optionsOf } from '../src/train/config/config.ts';
import { shown } from '../src/env/messages.ts';
import { ConfigError, isFile } from '../src/train/config/field.ts';
import { fields, type Config } from '../src/train/config/settings.ts';
import { readConfig } from './configFile.ts';
import { checkUnchangedIn, namedPart, type NamedFile, type Part } from './namedFile.ts';
import { loadFile } from './ownFile.ts';

export const ENVIRONMENT_PART: Part = {
  setting: 'env',
  hash: FILE_HASH,
  makes: 'an environment',
};

/** An environment as a command line names it. */
export interface NamedEnvironment extends NamedFile {
  readonly options: EnvironmentKind['options'];
}

/**
 * The environment that a command line names, or that of the run of `--config`, or the default. If it is in a file, the command line has to
 * name that file, and it has to be the one that the run of `--resume` or `--config` began with.
 *
 * @param taken  names of options that the command has
 * @param folder of the runs of a comparison; undefined: it is none
 * @throws ConfigError if it cannot be loaded
 */
export function environmentOf(
  argv: readonly string[],
  taken: readonly string[],
  folder?: string,
): NamedEnvironment {
  const named = namedPart(ENVIRONMENT_PART, argv, folder);
  const { path, began } = named ?? { path: fields.env.default, began: fields.env.default };
  return { path, began, options: loadEnvironment(path, taken, began) };
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
    loadEnvironment(env, [], checkUnchangedIn(ENVIRONMENT_PART, folder, env));
    return;
  }
  const there = readConfig(join(folder, 'config.json')).env;
  if (env !== there)
    throw new ConfigError(`${folder} holds a run with env ${shown(there)}, not ${shown(env)}`);
}

/** @throws ConfigError naming the rules that an environment from a file breaks */
export function checkEnvironmentFile(config: Config): void {
  if (!isFile(config.env)) return;
  const faults = checkEnvironment(() => loadedKindOf(config.env).create(optionsOf(config)));
  if (faults.length > 0) throw new ConfigError(`${config.env}: ${faults.join(' ')}`);
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
  const { options, sha256, create } = loadFile(ENVIRONMENT_PART, env, taken);
  addEnvironment(name, { options, sha256, create: (given) => create(given) as Environment });
  return options;
}
