/** What is added up during an episode, for its record. */

/** What is measured during an episode. */
export class EpisodeTallies {
  readonly rewards = new Tally();
  readonly bonuses = new Tally();
  readonly qLosses = new Tally();
  readonly objectives = new Tally();
  readonly novelties = new Tally();
  /** 1 for an action that presses the remote of a noisy TV, 0 for another; nothing without a TV. */
  readonly remotes = new Tally();
  /** The part of `bonuses` that was earned by pressing it. */
  readonly remoteBonuses = new Tally();
}

/** Sum, count and maximum of something measured now and then. */
class Tally {
  sum = 0;
  count = 0;
  #max = -Infinity;

  add(value: number): void {
    this.sum += value;
    this.count++;
    if (value > this.#max) this.#max = value;
  }

  get mean(): number | null {
    return this.count === 0 ? null : this.sum / this.count;
  }

  get max(): number | null {
    return this.count === 0 ? null : this.#max;
  }
}
