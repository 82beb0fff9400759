/** Answers what views ask of a run, within a share of the time while it is played. */
import type { FromWorker, ToWorker } from '../protocol.ts';
import type { Answer } from './answers/answer.ts';
import { ANSWERS } from './answers/list.ts';
import type { Trained } from './trained.ts';

type Question = Extract<ToWorker, { readonly type: 'ask' }>;

/** Share of the time that answers to questions asked again and again may take. */
const SHARE = 0.05;
/** ms between two answers, at least. */
const LEAST = 100;

interface Open {
  readonly question: Question;
  /** ms; null: not yet answered. */
  due: number;
  /** Of the run when it was last answered. */
  stamp: string;
}

export class Questions {
  readonly #post: (message: FromWorker) => void;
  readonly #open = new Map<string, Open>();

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  add(question: Question): void {
    this.#open.set(question.key, { question, due: 0, stamp: '' });
  }

  remove(key: string): void {
    this.#open.delete(key);
  }

  /** Whether something was asked that needs a run between two episodes. */
  get needsBetween(): boolean {
    return this.#forBetween().length > 0;
  }

  /** Refuses what needs a run between two episodes: it will not be there again. @param message one line */
  refuseBetween(message: string): void {
    for (const { key } of this.#forBetween()) {
      this.#open.delete(key);
      this.#post({ type: 'unanswered', key, message });
    }
  }

  #forBetween(): Question[] {
    return [...this.#open.values()]
      .map(({ question }) => question)
      .filter(({ name, again }) => !again && answerOf(name).between);
  }

  /**
   * Answers what is due.
   *
   * @param isBetween whether the run is between two episodes
   * @param isStill   whether it is paused: then there is time for all
   * @param stamp     another one, if the run is no longer as it was
   */
  attend(trained: Trained, isBetween: boolean, isStill: boolean, stamp: string): void {
    const now = performance.now();
    for (const [key, open] of this.#open) {
      const { name, again } = open.question;
      if (open.stamp === stamp || (!isStill && now < open.due)) continue;
      if (answerOf(name).between && !isBetween) continue;
      open.stamp = stamp;
      if (!again) this.#open.delete(key);
      const started = performance.now();
      void this.#answer(trained, open.question);
      const taken = performance.now() - started;
      open.due = started + Math.max(LEAST, (taken / SHARE) * this.#open.size);
    }
  }

  async #answer(trained: Trained, { key, name, request }: Question): Promise<void> {
    try {
      const value = await answerOf(name).of(trained, request);
      this.#post({ type: 'answer', key, value });
    } catch (error) {
      this.#post({ type: 'unanswered', key, message: (error as Error).message });
    }
  }
}

const answerOf = (name: Question['name']): Answer<unknown, unknown> =>
  ANSWERS[name] as Answer<unknown, unknown>;
