/** Environments and bonuses of one's own by the SHA-256 of their file, since a path says nothing of what is in it. */
import { CURIOSITY_HASH, FILE_HASH, valueOf } from '../../train/config/config.ts';
import { compareNames, type NamedRun } from './groups.ts';

type Hash = typeof FILE_HASH | typeof CURIOSITY_HASH;

/** Digits of a SHA-256 by which files of one name are told apart. */
const DIGITS = 8;

/** The SHA-256 of a file of one's own; undefined: there is none. */
const hashIn = ({ config }: NamedRun, hash: Hash): string | undefined =>
  valueOf(config, hash) as string | undefined;

/** The shortest path by which each file was named. */
function pathsOf(
  runs: readonly NamedRun[],
  hash: Hash,
  setting: 'env' | 'curiosity',
): Map<string | undefined, string> {
  const paths = new Map<string | undefined, string>();
  for (const run of runs) {
    const [file, path] = [hashIn(run, hash), run.config[setting]];
    const known = paths.get(file);
    if (known === undefined || compareNames(path, known) < 0) paths.set(file, path);
  }
  return paths;
}

/** Whether a name is that of several files, or of one and of something else. */
function namesOfSeveral(
  runs: readonly NamedRun[],
  hash: Hash,
  nameOf: (run: NamedRun) => string,
): (name: string) => boolean {
  const files = new Map<string, Set<string | undefined>>();
  for (const run of runs) {
    const name = nameOf(run);
    files.set(name, (files.get(name) ?? new Set()).add(hashIn(run, hash)));
  }
  return (name) => files.get(name)!.size > 1;
}

/**
 * Runs in which a file of one's own has one name, whatever it was called on the command line; and files that differ have two, though
 * they are called alike, as one that was changed between two runs.
 */
export function toldApart(runs: readonly NamedRun[]): NamedRun[] {
  const [envs, curiosities] = [
    pathsOf(runs, FILE_HASH, 'env'),
    pathsOf(runs, CURIOSITY_HASH, 'curiosity'),
  ];
  const taskOf = ({ task }: NamedRun): string => task.name;
  const curiosityOf = (run: NamedRun): string =>
    curiosities.get(hashIn(run, CURIOSITY_HASH)) ?? run.config.curiosity;
  const isTaskOfSeveral = namesOfSeveral(runs, FILE_HASH, taskOf);
  const isCuriosityOfSeveral = namesOfSeveral(runs, CURIOSITY_HASH, curiosityOf);
  return runs.map((run) => {
    const [envFile, curiosityFile] = [hashIn(run, FILE_HASH), hashIn(run, CURIOSITY_HASH)];
    let told = run;
    if (envFile !== undefined) {
      const env = envs.get(envFile)!;
      const name = isTaskOfSeveral(run.task.name)
        ? `${run.task.name}, file ${envFile.slice(0, DIGITS)}`
        : run.task.name;
      told = { ...told, env, task: { ...run.task, name }, config: { ...run.config, env } };
    }
    if (curiosityFile !== undefined) {
      const path = curiosityOf(run);
      const curiosity = isCuriosityOfSeveral(path)
        ? `${curiosityFile.slice(0, DIGITS)}:${path}`
        : path;
      told = { ...told, config: { ...told.config, curiosity } };
    }
    return told;
  });
}
