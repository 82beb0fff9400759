/** What page and worker know of a run: plain data. */
import type { Measure } from '../curiosity/curiosity.ts';
import type { OptionField, Options } from '../train/config/environments.ts';
import type { Field } from '../train/config/field.ts';
import type { Config } from '../train/config/settings.ts';
import type { EnvironmentRecord } from '../train/config/task.ts';
import type { EpisodeRecord } from '../train/train.ts';
import type { Summary } from '../record/runSummary.ts';

/** Settings and options by name, as they are written in a link. */
export type Texts = Readonly<Record<string, string>>;

/** Where playing stops by itself; it always does at the end of a run. */
export interface Stops {
  /** After the episode that first reached the goal. */
  readonly firstGoal: boolean;
  /** After this episode, or after the episode with this environment step; null: not. */
  readonly episode: number | null;
  readonly step: number | null;
}

/** Files of a run, by name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** All that can be set. */
export interface SettingsTable {
  /** Settings in groups, in the order of `--help`. */
  readonly groups: readonly {
    readonly title: string;
    readonly fields: Readonly<Partial<Record<string, Field>>>;
  }[];
  /** Options of each environment. */
  readonly options: Readonly<
    Partial<Record<string, Readonly<Partial<Record<string, OptionField>>>>>
  >;
}

/** A setting that was changed by hand. */
export interface Change {
  /** The first episode with the new value. */
  readonly episode: number;
  readonly setting: string;
  readonly from: Options[string];
  readonly to: Options[string];
}

/** What is known of a run before it is played. */
export interface About {
  readonly config: Config;
  readonly environment: EnvironmentRecord;
  /** Null for an agent without curiosity. */
  readonly measure: Measure | null;
  /** Seed, environment, reward and all settings that are not the agent's own. */
  readonly settings: Options;
  /** The command that makes the same run. */
  readonly command: string;
  readonly changes: readonly Change[];
  /** Of a run that was opened: its episodes, and whether it can be continued. */
  readonly records: readonly TimedEpisode[];
  readonly canContinue: boolean;
}

export interface TimedEpisode extends EpisodeRecord {
  readonly seconds: number;
}

/** Where a run is. */
export interface Frame {
  /** The episode that is played, from 1; 0 before the first. */
  readonly episode: number;
  /** Steps of this episode so far. */
  readonly step: number;
  readonly envSteps: number;
  /** After the step, [S]; null before the first. */
  readonly observation: Float64Array | null;
  /** That led there; null before the first. */
  readonly action: number | null;
  readonly reward: number;
  /** Of the step, before eta; null without curiosity. */
  readonly bonus: number | null;
  readonly stepsPerSecond: number | null;
  /** Whether the run is between two episodes, where it can be saved. */
  readonly isBetween: boolean;
}

/** An episode to be shown again. */
export interface Trace {
  /** [length + 1, S]; empty if it is long or no longer remembered. */
  readonly observations: Float64Array;
  /** [length] */
  readonly actions: Int32Array;
  readonly size: number;
}

/** The end of a run. */
export interface End {
  readonly summary: Summary;
  /** False if settings were changed by hand: then no command gives the digest. */
  readonly isRepeatable: boolean;
}
