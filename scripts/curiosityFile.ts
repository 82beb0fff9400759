/** The curiosity that a command line names, if it is a file of one's own. */
import { checkCuriosity } from '../src/curiosity/checkCuriosity.ts';
import { completed, type OwnCuriosity } from '../src/curiosity/ownCuriosity.ts';
import { View } from '../src/env/view.ts';
import { stream } from '../src/math/random/rng.ts';
import { createEnvironment, CURIOSITY_HASH } from '../src/train/config/config.ts';
import { addCuriosity, curiosityKind, UNKNOWN } from '../src/train/config/curiosities.ts';
import { ConfigError, isFile } from '../src/train/config/field.ts';
import type { Config } from '../src/train/config/settings.ts';
import { namedPart, type NamedFile, type Part } from './namedFile.ts';
import { loadFile, pickOptions, type OptionTable } from './ownFile.ts';

export const CURIOSITY_PART: Part = {
  setting: 'curiosity',
  hash: CURIOSITY_HASH,
  makes: 'a curiosity',
};

/** A curiosity in a file as a command line names it. */
export interface NamedCuriosity extends NamedFile {
  readonly options: OptionTable;
}

/**
 * The file that a command line names as curiosity; it is loaded, and known from then on. null: it names none.
 *
 * @param taken  names of options that the command has
 * @param folder of the runs of a comparison; undefined: it is none
 * @throws ConfigError if it cannot be loaded, or is not the one with which the run of `--resume` or `--config` began
 */
export function curiosityOf(
  argv: readonly string[],
  taken: readonly string[],
  folder?: string,
): NamedCuriosity | null {
  const named = namedPart(CURIOSITY_PART, argv, folder);
  if (!named || !isFile(named.path)) return null;
  return { ...named, options: loadCuriosity(named.path, taken, named.began) };
}

/** @param name under which the curiosity is known afterwards @throws ConfigError if the file cannot be loaded */
export function loadCuriosity(
  path: string,
  taken: readonly string[] = [],
  name = path,
): OptionTable {
  const { options, sha256, create } = loadFile(CURIOSITY_PART, path, taken);
  let measured = UNKNOWN;
  addCuriosity(name, {
    options,
    sha256,
    /** Known once one was made. */
    get measured() {
      return measured;
    },
    create: (sizes, config, rng) => {
      const own = create(sizes, pickOptions(config as Config, options), rng) as OwnCuriosity;
      const curiosity = completed(own, sizes.rows);
      measured = curiosity.measured;
      return curiosity;
    },
  });
  return options;
}

/**
 * Tries a curiosity from a file in the sizes of a run.
 *
 * @param warn gets a line for each rule that it may break
 * @throws ConfigError naming the other rules that it breaks
 */
export function checkCuriosityFile(config: Config, warn: (line: string) => void): void {
  const { curiosity, refreshRows, freezeAfter } = config;
  const kind = isFile(curiosity) ? curiosityKind(curiosity) : null;
  if (!kind) return;
  const { observationSpace, actionSpace } = createEnvironment(config);
  const stateSize = new View(observationSpace, config.observation).size;
  const sizes = { stateSize, actionCount: actionSpace.n, rows: refreshRows, freezeAfter };
  kind.create(sizes, config, stream(0, 'bnn.init')); // what the file itself does wrong is told without the rules
  const faults = checkCuriosity((rng) => kind.create(sizes, config, rng), sizes, { isQuick: true });
  const broken = faults.filter(({ isFatal }) => isFatal);
  if (broken.length > 0) {
    throw new ConfigError(`${curiosity}: ${broken.map(({ sentence }) => sentence).join(' ')}`);
  }
  for (const { sentence } of faults) warn(`${curiosity}: ${sentence} It is trained all the same.`);
}
