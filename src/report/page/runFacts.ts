/** A run and its results in words: the title and the top of its page. */
import { changedSettings, rewardOf, usualConfig, valueOf } from '../../train/config/config.ts';
import { shortName, taskTitle, type EnvironmentRecord } from '../../train/config/task.ts';
import {
  parseConfig,
  parseEnvironment,
  parseRecords,
  parseSummary,
  type TimedRecord,
} from '../../record/readBack.ts';
import { exists, pathIn, readText } from '../../record/disk.ts';
import type { Summary } from '../../record/runSummary.ts';
import type { Config } from '../../train/config/settings.ts';
import { outcomeOf } from '../../train/outcome.ts';
import { progressOf } from '../../train/progress.ts';
import { isExplored } from '../runs/environments.ts';
import type { Fact, FileLink, Table } from './page.ts';
import { shownMilestone, shownNumber } from '../tables/numbers.ts';

/** A run as read from its folder, finished or not. */
export interface RecordedRun {
  readonly folder: string;
  readonly config: Config;
  readonly environment: EnvironmentRecord;
  readonly records: readonly TimedRecord[];
  /** Null while the run is under way. */
  readonly summary: Summary | null;
}

/** @throws ConfigError naming the file and line that is not as it was written */
export function readRecordedRun(folder: string): RecordedRun {
  const [config, records, summary] = ['config.json', 'episodes.jsonl', 'summary.json'].map((name) =>
    pathIn(folder, name),
  );
  const text = readText(config);
  return {
    folder,
    config: parseConfig(config, text),
    environment: parseEnvironment(config, text),
    records: parseRecords(records, readText(records)),
    summary: exists(summary) ? parseSummary(summary, readText(summary)) : null,
  };
}

/** `mountain-car, sparse reward, seed 1` */
export const placeOf = ({ config }: RecordedRun): string =>
  `${taskTitle(shortName(config.env), rewardOf(config))}, seed ${config.seed}`;

/** `vime in mountain-car, sparse reward, seed 1` */
export const runTitle = (run: RecordedRun): string => `${run.config.agent} in ${placeOf(run)}`;

/** `eta 0.3, nStep 1`; nothing if all settings are as usual. */
export function runSubtitle(config: Config): string | undefined {
  const changes = Object.entries(changedSettings(config));
  return changes.length === 0
    ? undefined
    : changes.map(([name, value]) => `${name} ${value}`).join(', ');
}

/** All settings that are not those of the agent in its environment; null if there are none. */
export function changesTable({ config }: RecordedRun): Table | null {
  const usual = usualConfig(config);
  const rows = Object.entries(changedSettings(config)).map(([name, value]) => [
    name,
    String(value),
    String(valueOf(usual, name) ?? ''),
  ]);
  if (rows.length === 0) return null;
  return {
    caption: 'Settings that differ from the defaults of this agent in this environment.',
    head: ['setting', 'here', 'default'],
    rows,
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** The results of the run: the same for equal runs, whenever and wherever they ran. */
export function outcomeFacts({ config, environment, records, summary }: RecordedRun): Fact[] {
  const { task } = environment;
  const outcome = outcomeOf(records, task);
  const {
    episodes,
    envSteps,
    firstGoalEpisode,
    firstGoalStep,
    firstEvalAbove,
    lastFifthMean,
    remoteShare,
    remoteBonusShare,
  } = outcome;
  const isAll = progressOf(config, outcome) >= 1;
  const of = config.steps === 'none' ? ` of ${config.episodes}` : '';
  const never = isAll ? 'never' : 'not yet';
  const stopped = summary ? ', stopped early' : ', under way';
  const facts: (Fact | null)[] = [
    ['training episodes', `${episodes}${of}${isAll ? '' : stopped}; ${envSteps} environment steps`],
    isExplored(task)
      ? null
      : [
          'first goal',
          firstGoalEpisode === null
            ? never
            : `episode ${firstGoalEpisode}, environment step ${firstGoalStep}`,
        ],
    ...Object.entries(firstEvalAbove).map(([milestone, episode]): Fact => [
      `first evaluation at ${shownMilestone(Number(milestone))} or better`,
      episode === null ? never : `episode ${episode}`,
    ]),
    remoteShare === null
      ? null
      : [
          'actions that press the remote',
          `${percent(remoteShare)}${remoteBonusShare === null ? '' : `, which earn ${percent(remoteBonusShare)} of the bonus`}`,
        ],
    lastFifthMean === null
      ? null
      : [`score of the last fifth (${task.score})`, shownNumber(lastFifthMean, 2)],
    summary && ['final score', finalScoreOf(summary, config)],
    [
      'optimum',
      task.optimum === null ? 'not known for these settings' : shownNumber(task.optimum, 2),
    ],
  ];
  return facts.filter((fact) => fact !== null);
}

/** Mean and spread of the last evaluation; of a task to explore, what was explored. */
function finalScoreOf(
  { finalScore, finalScoreSd, task }: Summary,
  { finalEpisodes }: Config,
): string {
  const spread =
    finalScoreSd === undefined ? '' : `, standard deviation ${finalScoreSd.toFixed(2)}`;
  const shown = shownNumber(finalScore, 2);
  return finalEpisodes === 1 || isExplored(task)
    ? shown
    : `${shown} (mean of ${finalEpisodes} episodes${spread})`;
}

/** How the run was made. */
export function originFacts({ records, summary }: RecordedRun): Fact[] {
  if (!summary) {
    const seconds = records.reduce((total, record) => total + record.seconds, 0);
    return [['seconds so far', seconds.toFixed(1)]];
  }
  const versions = Object.entries(summary.versions).map(([what, version]) => `${what} ${version}`);
  return [
    ['seconds', summary.wallSeconds.toFixed(1)],
    ['digest', summary.digest],
    ['versions', versions.join(', ')],
  ];
}

const FILES: readonly FileLink[] = [
  { path: 'config.json', words: 'every setting' },
  { path: 'episodes.jsonl', words: 'a line for each training episode' },
  { path: 'episodes.csv', words: 'the same as a table' },
  { path: 'maps.jsonl', words: 'maps of the phase space after a few of the episodes' },
  { path: 'summary.json', words: 'the numbers above' },
  { path: 'weights.safetensors', words: 'the networks at the end' },
];

/** The data beside the page of a run. */
export const filesOf = ({ folder }: RecordedRun): FileLink[] =>
  FILES.filter(({ path }) => exists(pathIn(folder, path)));
