/** Published runs of an agent with a setting changed, beside those of the agent as it is. */
import { pathIn } from '../../record/disk.ts';
import type { RunData } from '../../record/readBack.ts';
import { memberOfRun, slugOf } from './groups.ts';
import { readResults } from './readRuns.ts';

const ENDING = '-ablation';

/** Settings of which an ablation says what they do: runs with one of them changed have a file of their own. */
export const ABLATED_SETTINGS: readonly string[] = [
  'nStep',
  'inputLasso',
  'randomRepeat',
  'doubleDqn',
  'averageWeight',
  'curiosity',
  'likelihood',
  'noise',
  'betaNll',
  'refreshRows',
  'bonusUnit',
  'bonusRoot',
  'bonusClip',
  'eta',
  'act',
];

/** The settings of a run that are not what its agent has in its environment. */
export const changesOf = (run: RunData) => Object.entries(memberOfRun(run).changed);

/** What is changed of a run besides settings of an ablation, such as how long it is. */
const others = (run: RunData): string =>
  JSON.stringify(changesOf(run).filter(([setting]) => !ABLATED_SETTINGS.includes(setting)));

/** Which file a run belongs to: `mountain-car-sparse`, `deep-sea-size-14`, `mountain-car-sparse-ablation`. */
export function groupOf(run: RunData): string {
  const { task, reward } = run;
  const name = slugOf([task.name, ...(reward === null ? [] : [reward])].join('-'));
  const isAblated = changesOf(run).some(([setting]) => ABLATED_SETTINGS.includes(setting));
  return isAblated ? `${name}${ENDING}` : name;
}

export const isAblation = (name: string): boolean => name.endsWith(ENDING);

/**
 * The runs in `NAME.jsonl`. Those of an ablation follow the runs of the same agents and seeds as they are, from the file of their group.
 *
 * @throws ConfigError naming the file and line that does not fit
 */
export function readPublished(folder: string, name: string): RunData[] {
  const runs = readResults(pathIn(folder, `${name}.jsonl`));
  if (!isAblation(name)) return runs;
  const usual = readResults(pathIn(folder, `${name.slice(0, -ENDING.length)}.jsonl`));
  const isBeside = (run: RunData): boolean =>
    runs.some(
      (changed) =>
        changed.agent === run.agent && changed.seed === run.seed && others(changed) === others(run),
    );
  return [...usual.filter(isBeside), ...runs];
}
