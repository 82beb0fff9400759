/** A run with its records, as far as it has come, and the settings that were changed by hand. */
import type { About, Change, TimedEpisode } from '../facts.ts';
import { createConfig, differences, valueOf } from '../../train/config/config.ts';
import { measureOf } from '../../train/config/curiosities.ts';
import type { Config } from '../../train/config/settings.ts';
import { environmentRecord } from '../../train/config/task.ts';
import { createRun, type Run } from '../../train/run.ts';
import { restoreRun, runState } from '../../record/runState.ts';
import type { Summary } from '../../record/runSummary.ts';
import { commandOf, settingsOf } from './table.ts';

export class Trained {
  run: Run;
  readonly records: TimedEpisode[];
  readonly changes: Change[];
  /** Whether its memory is there, so that it can go on. */
  readonly canContinue: boolean;
  /** At the end. */
  summary: Summary | null = null;

  /** @throws ConfigError if the settings do not go together */
  constructor(
    run: Run,
    records: readonly TimedEpisode[] = [],
    changes: readonly Change[] = [],
    canContinue = true,
  ) {
    this.run = run;
    this.records = [...records];
    this.changes = [...changes];
    this.canContinue = canContinue;
  }

  /**
   * Changes settings between two episodes: a run with the new ones takes over the state, as it would from a checkpoint.
   *
   * @throws ConfigError if they do not go together
   */
  change(settings: Readonly<Record<string, unknown>>): void {
    const before = this.run.config;
    const config = createConfig({ ...before, ...settings });
    const changed = differences(before, config);
    if (changed.length === 0) return;
    const run = createRun(config);
    restoreRun(run, runState(this.run));
    this.run = run;
    if (run.episode > 0) this.#note(before, config, changed);
  }

  #note(before: Config, after: Config, names: readonly string[]): void {
    for (const setting of names) {
      const [from, to] = [valueOf(before, setting)!, valueOf(after, setting)!];
      this.changes.push({ episode: this.run.episode + 1, setting, from, to });
    }
  }

  /** The next episode is played by a visitor. */
  noteLesson(): void {
    const episode = this.run.episode + 1;
    this.changes.push({ episode, setting: 'driver', from: 'the agent', to: 'a visitor' });
  }

  about(): About {
    const { config, env } = this.run;
    return {
      config,
      environment: environmentRecord(config, env),
      measure: measureOf(config),
      settings: settingsOf(config),
      command: commandOf(config),
      changes: [...this.changes],
      records: [...this.records],
      canContinue: this.canContinue,
    };
  }
}
