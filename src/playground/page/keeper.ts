/** Saves the runs of the page every few seconds while they are played, and when the page is hidden. */
import type { TimedEpisode } from '../facts.ts';
import { formatLink } from '../link/link.ts';
import { labelsOf } from './names.ts';
import type { Page } from './page.ts';
import { saveRuns } from './savedRuns.ts';

const EVERY = 5000; // ms

export class Keeper {
  readonly #page: Page;
  #isSaving = false;
  /** The latest record of each agent when they were saved last: every run makes its own. */
  #saved: readonly (TimedEpisode | undefined)[] = [];

  constructor(page: Page) {
    this.#page = page;
    setInterval(() => void this.save(), EVERY);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.save();
    });
  }

  /** Saves what has changed, or has the page say why it cannot. A run that is paused within an episode stays as it is. */
  async save(): Promise<void> {
    const { agents, state } = this.#page;
    const latest = agents.map(({ records }) => records.at(-1));
    const isSaved =
      latest.length === this.#saved.length &&
      latest.every((record, n) => record === this.#saved[n]);
    const isReady = agents.every(
      ({ status, frame }) => status === 'playing' || status === 'finished' || frame?.isBetween,
    );
    const isBegun = agents.some(({ records }) => records.length > 0);
    const failed = agents.findIndex(({ status }) => status === 'failed');
    if (isBegun && failed >= 0) this.#tell(`${labelsOf(state)[failed]} has failed`);
    if (!isBegun || this.#isSaving || !isReady || failed >= 0 || isSaved) return;
    this.#isSaving = true;
    const wasPlaying = this.#page.isPlaying;
    try {
      const files = await Promise.all(agents.map((agent) => agent.ask('files', {})));
      const title = `${labelsOf(state).join(' and ')}, ${agents.map(({ records }) => `episode ${records.length}`).join(' and ')}`;
      await saveRuns({ files, link: formatLink(state), title, wasPlaying });
      this.#saved = latest;
      this.#tell(null);
    } catch (error) {
      this.#tell((error as Error).message); // the runs go on all the same
    } finally {
      this.#isSaving = false;
    }
  }

  #tell(fault: string | null): void {
    this.#page.notSaved = fault;
    this.#page.changed();
  }
}
