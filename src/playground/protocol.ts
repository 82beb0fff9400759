/**
 * What the page and the worker of an agent say to each other: plain data, copied. No buffer is ever transferred out of a worker that
 * trains: a detached one slows down every access to typed arrays there (scripts/ndarrayOps.ts).
 *
 * What a view wants to know of a run is asked by name: a question is a file in worker/answers/ and a line in its list. The page asks it
 * once (`ask`), or again and again while the agent learns (`watch`).
 */
import type {
  About,
  End,
  Files,
  Frame,
  SettingsTable,
  Stops,
  Texts,
  TimedEpisode,
  Trace,
} from './facts.ts';
import type { Lesson } from './worker/lesson.ts';
import type { AnswerName, Answers } from './worker/answers/list.ts';

export type ToWorker =
  /** A new run. Settings of all agents leave out those of curiosity where the agent has none. */
  | { readonly type: 'start'; readonly agent: string; readonly all: Texts; readonly own: Texts }
  /** A run that was saved. */
  | { readonly type: 'open'; readonly files: Files }
  /** @param rate steps per second; null: as many as possible */
  | { readonly type: 'play'; readonly rate: number | null }
  | { readonly type: 'pause' }
  | { readonly type: 'advance'; readonly by: 'step' | 'episode' }
  | { readonly type: 'stops'; readonly stops: Stops }
  /** Settings to change from the next episode on. */
  | { readonly type: 'change'; readonly settings: Texts }
  /** A drive of a visitor, to learn from in the next episode. */
  | { readonly type: 'teach'; readonly lesson: Lesson }
  | Question<AnswerName>
  | { readonly type: 'unwatch'; readonly key: string };

/** Asks once; with `again` the answer is sent whenever it changes, as far as 5 % of the worker's time allow. */
interface Question<Name extends AnswerName> {
  readonly type: 'ask';
  /** Names the answers; asked again under the same key, a question takes the place of the one before. */
  readonly key: string;
  readonly again: boolean;
  readonly name: Name;
  readonly request: Answers[Name]['request'];
}

export type FromWorker =
  | { readonly type: 'ready'; readonly table: SettingsTable }
  | { readonly type: 'started'; readonly about: About }
  /** A run that cannot be started, opened or changed so; one line. */
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'frame'; readonly frame: Frame }
  | { readonly type: 'episode'; readonly record: TimedEpisode; readonly trace: Trace }
  | { readonly type: 'playing' }
  | { readonly type: 'paused'; readonly why: 'asked' | 'stop' | 'end' }
  | { readonly type: 'changed'; readonly about: About }
  | { readonly type: 'finished'; readonly end: End }
  /** The run cannot go on: the step and the tensor, in one line. */
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'answer'; readonly key: string; readonly value: unknown }
  /** A question that has no answer; one line. */
  | { readonly type: 'unanswered'; readonly key: string; readonly message: string };
