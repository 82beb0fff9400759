/** What a run has written, read back: every field must be there and of its type before anything is made of it. */
import { createConfig, CURIOSITY_HASH, FILE_HASH, rewardOf } from '../train/config/config.ts';
import { shown } from '../env/messages.ts';
import { isObject } from '../env/rules.ts';
import { ConfigError, isFile } from '../train/config/field.ts';
import { fields, type Config } from '../train/config/settings.ts';
import type { EnvironmentRecord, Task } from '../train/config/task.ts';
import { ENVIRONMENT, type Summary } from './runSummary.ts';
import type { EpisodeRecord } from '../train/train.ts';

/** A line of episodes.jsonl. */
export interface TimedRecord extends EpisodeRecord {
  /** Wall-clock time of the episode; it differs from run to run. */
  readonly seconds: number;
}

/** What tables need of a run: its summary, its evaluations and its settings. */
export interface RunData extends Summary {
  /** evalScore after each episode. */
  readonly evalScores: readonly number[];
  /** Every setting, as in config.json: a record keeps its meaning when a default changes. */
  readonly config: Config;
}

interface Check {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  /** What stands for a field that is missing; undefined: nothing. */
  readonly absent?: null;
}

/** One check for each field, in the order in which they are written. */
type Checks<T> = { readonly [field in keyof T]-?: Check };

const number: Check = { expected: 'a number', holds: Number.isFinite };
const whole: Check = {
  expected: 'a whole number',
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};
const flag: Check = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };
const text: Check = { expected: 'a text', holds: (value) => typeof value === 'string' };
const sha256: Check = {
  expected: '64 hexadecimal digits',
  holds: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
};
const orNull = ({ expected, holds }: Check): Check => ({
  expected: `${expected} or null`,
  holds: (value) => value === null || holds(value),
});
/** Fields that records of older versions do not have. */
const optional = ({ expected, holds }: Check): Check => ({
  expected,
  holds: (value) => value === undefined || holds(value),
});
/** Fields that records of older versions do not have, which then were not measured. */
const orNotMeasured = ({ expected, holds }: Check): Check => ({
  ...optional(orNull({ expected, holds })),
  absent: null,
});
const listOf = ({ expected, holds }: Check): Check => ({
  expected: `a list, each ${expected}`,
  holds: (value) => Array.isArray(value) && value.every(holds),
});
const objectOf = ({ expected, holds }: Check): Check => ({
  expected: `an object, each ${expected}`,
  holds: (value) => isObject(value) && Object.values(value).every(holds),
});

const TASK: Checks<Task> = {
  name: text,
  score: text,
  random: orNull(number),
  optimum: orNull(number),
  milestones: listOf(number),
  options: optional(listOf(text)),
};
const task: Check = {
  expected: 'a task with name, score, random, optimum and milestones',
  holds: (value) =>
    isObject(value) && Object.entries(TASK).every(([name, { holds }]) => holds(value[name])),
};

const RECORD: Checks<TimedRecord> = {
  episode: whole,
  envSteps: whole,
  length: whole,
  reachedGoal: flag,
  extrinsicReturn: number,
  intrinsicReturn: number,
  epsilon: number,
  qLoss: orNull(number),
  objective: orNull(number),
  noveltyMean: orNull(number),
  noveltyMax: orNull(number),
  modelR2: orNotMeasured(listOf(orNull(number))),
  remoteShare: orNotMeasured(number),
  remoteBonusShare: orNotMeasured(number),
  evalScore: number,
  evalScoreSd: number,
  seconds: number,
};

const SUMMARY: Checks<Summary> = {
  seed: whole,
  agent: text,
  env: text,
  reward: orNull(text),
  task,
  episodes: whole,
  envSteps: whole,
  firstGoalEpisode: orNull(whole),
  firstGoalStep: orNull(whole),
  firstEvalAbove: objectOf(orNull(whole)),
  lastFifthMean: orNull(number),
  remoteShare: orNotMeasured(number),
  remoteBonusShare: orNotMeasured(number),
  finished: flag,
  finalScore: number,
  finalScoreSd: optional(number),
  wallSeconds: number,
  digest: sha256,
  versions: objectOf(text),
};

/** @throws ConfigError unless the text is JSON for an object */
function parseObject(where: string, json: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ConfigError(`${where}: expected JSON, got ${shown(json)}`);
  }
  if (!isObject(value)) throw new ConfigError(`${where}: expected an object, got ${shown(value)}`);
  return value;
}

/**
 * The fields that have a check, in its order; others are left out.
 *
 * @param where file and line, for the message
 * @throws ConfigError naming the first field that is missing or of another type
 */
function parseFields<T>(where: string, json: string, checks: Checks<T>): T {
  const value = parseObject(where, json);
  const names = Object.keys(checks) as (keyof T & string)[];
  for (const name of names) {
    const { expected, holds } = checks[name];
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!holds(found)) {
      throw new ConfigError(`${where}: ${name}: expected ${expected}, got ${shown(found)}`);
    }
  }
  const there = names.filter((name) => Object.hasOwn(value, name) || checks[name].absent === null);
  return Object.fromEntries(there.map((name) => [name, value[name] ?? null])) as T;
}

/** summary.json */
export function parseSummary(where: string, json: string): Summary {
  return parseFields<Summary>(where, json, SUMMARY);
}

/**
 * A line of a file of results: a summary, the evaluation after each episode, and every setting.
 *
 * @throws ConfigError if a field does not fit, a setting is missing, or the summary names another run
 */
export function parseRunData(where: string, json: string): RunData {
  const run = parseFields<Summary & Pick<RunData, 'evalScores'> & { readonly config: object }>(
    where,
    json,
    {
      ...SUMMARY,
      evalScores: listOf(number),
      config: { expected: 'the settings of the run', holds: isObject },
    },
  );
  const config = wholeConfig(where, run.config);
  const { seed, agent, env } = config;
  const named: Partial<Summary> = { seed, agent, env, reward: rewardOf(config) };
  for (const [name, value] of Object.entries(named)) {
    const stated = run[name as keyof Summary];
    if (stated === value) continue;
    throw new ConfigError(
      `${where}: ${name}: expected ${shown(value)} as in config, got ${shown(stated)}`,
    );
  }
  return { ...run, config };
}

/** episodes.jsonl: episodes 1, 2, 3, ... with a line each. @throws ConfigError naming the line */
export function parseRecords(where: string, lines: string): TimedRecord[] {
  if (lines !== '' && !lines.endsWith('\n')) {
    throw new ConfigError(`${where}: the last line is not whole`);
  }
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line, n) => {
      const record = parseFields<TimedRecord>(`${where}:${n + 1}`, line, RECORD);
      if (record.episode !== n + 1) {
        throw new ConfigError(
          `${where}:${n + 1}: expected episode ${n + 1}, got ${record.episode}`,
        );
      }
      return record;
    });
}

/** config.json, which holds every setting of its version. @throws ConfigError naming the setting that does not fit */
export function parseConfig(where: string, json: string): Config {
  const entries = Object.entries(parseObject(where, json));
  const settings = Object.fromEntries(entries.filter(([name]) => name !== ENVIRONMENT));
  return wholeConfig(where, settings);
}

/** @throws ConfigError naming a setting, or an option of a file that is loaded, which is missing or does not fit */
function wholeConfig(where: string, settings: object): Config {
  const refuseMissing = (names: readonly string[]): void => {
    const missing = names.find((name) => !Object.hasOwn(settings, name));
    if (missing === undefined) return;
    throw new ConfigError(
      `${where}: the setting ${missing} is missing; another version wrote this run`,
    );
  };
  refuseMissing(Object.keys(fields));
  const config = fitting(where, () => createConfig({ ...settings }));
  refuseMissing(Object.keys(config));
  if (isFile(config.env)) refuseMissing([FILE_HASH]);
  if (isFile(config.curiosity)) refuseMissing([CURIOSITY_HASH]);
  return config;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(text.holds);
const isAxis = (value: unknown): boolean =>
  isObject(value) &&
  text.holds(value['name']) &&
  ['low', 'high'].every((end) => number.holds(value[end])) &&
  listOf(number).holds(value['ticks']) &&
  optional(text).holds(value['unit']);
const isPhaseSpace = (value: unknown): boolean =>
  isObject(value) &&
  Array.isArray(value['axes']) &&
  value['axes'].length === 2 &&
  value['axes'].every(isAxis) &&
  orNull(number).holds(value['goal']);

/** What config.json tells of the environment. @throws ConfigError if it is not as it was written */
export function parseEnvironment(where: string, json: string): EnvironmentRecord {
  const record = parseObject(where, json)[ENVIRONMENT];
  const { actionNames, variableNames, phaseSpace } = isObject(record) ? record : {};
  const isWhole =
    isObject(record) &&
    task.holds(record['task']) &&
    (actionNames === null || isTexts(actionNames)) &&
    (variableNames === undefined || isTexts(variableNames)) &&
    (phaseSpace === null || isPhaseSpace(phaseSpace));
  if (!isWhole)
    throw new ConfigError(`${where}: ${ENVIRONMENT} is missing or not as it was written`);
  return record as unknown as EnvironmentRecord;
}

/** @throws ConfigError that says where, if `create` refuses */
function fitting(where: string, create: () => Config): Config {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${where}: ${error.message}`);
  }
}

/** The record without its clock time. */
export function withoutSeconds({ seconds: _, ...record }: TimedRecord): EpisodeRecord {
  return record;
}
