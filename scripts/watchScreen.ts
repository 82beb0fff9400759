/**
 * Shows a run live in a terminal: training episodes are played again at a readable rate while training continues, beside a
 * map of the states visited so far.
 */
import type { Snapshot } from '../src/env/environment.ts';
import { CELLS } from '../src/train/config/phaseGrid.ts';
import { cellOfSlot } from '../src/train/phaseSpace.ts';
import type { Run } from '../src/train/run.ts';
import type { EpisodeRecord } from '../src/train/train.ts';
import { visitedAt } from '../src/report/terminal/phaseDots.ts';
import type { Scene } from '../src/report/terminal/scene.ts';
import { Milestones } from './milestones.ts';
import type { PictureScreen } from './pictureScreen.ts';
import { Playback } from './playback.ts';

export class WatchScreen {
  readonly #screen: PictureScreen;
  readonly #run: Run;
  readonly #milestones: Milestones;
  readonly #visits = new Uint32Array(CELLS);
  readonly #notes: string[] = [];
  #counted = 0;
  #newest: EpisodeRecord | null = null;
  #played: { readonly record: EpisodeRecord; readonly playback: Playback } | null = null;
  #status: string;

  /** @param run in an environment that has a picture */
  constructor(screen: PictureScreen, run: Run) {
    this.#screen = screen;
    this.#run = run;
    this.#milestones = new Milestones(run.config, run.env);
    this.#status = `episode ${run.episode}/${run.config.episodes}`;
  }

  /** Updates with the episodes before a run is resumed. */
  resume(records: readonly EpisodeRecord[]): void {
    for (const record of records) this.#milestones.reachedBy(record);
    this.#notes.push(`continuing after episode ${records.length}`);
  }

  /** Call after each step of training; draws when it is time to. */
  step(): void {
    if (this.#run.replay.size === 0) return; // nothing was seen yet
    this.#screen.show((now) => {
      this.#count();
      this.#chooseEpisode(now);
      return this.#sceneAt(now);
    });
  }

  /** Call after each episode. @param elapsed seconds since the start */
  episode(record: EpisodeRecord, elapsed: number): void {
    this.#newest = record;
    this.#notes.push(...this.#milestones.reachedBy(record));
    this.#status = this.#milestones.status(record, elapsed);
  }

  /** Takes the picture away and leaves the notes. */
  clear(): void {
    this.#screen.close(this.#notes);
  }

  #sceneAt(now: number): Scene {
    const { config, env } = this.#run;
    const { snapshot, before, caption } = this.#shownAt(now);
    return {
      agent: config.agent,
      status: this.#status,
      notes: this.#notes,
      caption,
      ...snapshot,
      before,
      picture: env.picture!,
      visited: visitedAt(env.phaseSpace, snapshot.observation, this.#visits),
    };
  }

  /** Counts the steps since the last frame. */
  #count(): void {
    const { replay, env } = this.#run;
    const { capacity, added, size } = replay;
    if (env.phaseSpace) {
      for (let step = Math.max(this.#counted, added - size); step < added; step++) {
        this.#visits[cellOfSlot(this.#run, env.phaseSpace, step % capacity)]++;
      }
    }
    this.#counted = added;
  }

  /** When an episode has been shown to its end, the newest one is next. */
  #chooseEpisode(now: number): void {
    const newest = this.#newest;
    if (!newest || this.#played?.record === newest) return;
    if (this.#played && !this.#played.playback.isOver(now)) return;
    const snapshots = this.#snapshotsOf(newest);
    const { length, reachedGoal } = newest;
    const episode = { snapshots, before: length - (snapshots.length - 1), reachedGoal };
    this.#played = { record: newest, playback: new Playback(episode, now) };
  }

  /** Of an episode, as far as they are remembered. */
  #snapshotsOf({ envSteps, length }: EpisodeRecord): Snapshot[] {
    const { capacity, added, size, actions } = this.#run.replay;
    const snapshots: Snapshot[] = [];
    for (let step = Math.max(envSteps - length, added - size); step < envSteps; step++) {
      const slot = step % capacity;
      snapshots.push({ observation: this.#observation('states', slot), action: actions[slot] });
    }
    const last = this.#observation('nextStates', (envSteps - 1) % capacity);
    return [...snapshots, { observation: last, action: null }];
  }

  #observation(of: 'states' | 'nextStates', slot: number): Float64Array {
    const { replay, view } = this.#run;
    return view.observationOf(replay[of], slot * replay.stateSize);
  }

  /** Of the episode that is played, and in words: its number would differ from that of the status. */
  #shownAt(now: number): {
    readonly snapshot: Snapshot;
    readonly before: readonly Snapshot[];
    readonly caption: string;
  } {
    if (this.#played) {
      const shown = this.#played.playback.at(now);
      return { ...shown, caption: `replay: ${shown.caption}` };
    }
    const observation = this.#observation('nextStates', this.#run.replay.newest);
    return { snapshot: { observation, action: null }, before: [], caption: 'live' };
  }
}
