/** The page's side of an agent: its worker, and what it has said last. */
import type {
  About,
  End,
  Files,
  Frame,
  SettingsTable,
  Texts,
  TimedEpisode,
  Trace,
} from '../facts.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import type { AnswerName, Answers } from '../worker/answers/list.ts';
import type { MapValue } from '../worker/answers/map.ts';

export type Status = 'loading' | 'refused' | 'paused' | 'playing' | 'finished' | 'failed';

interface Waiting {
  readonly value: (value: unknown) => void;
  readonly refused: (message: string) => void;
  readonly again: boolean;
}

export class AgentClient {
  status: Status = 'loading';
  table: SettingsTable | null = null;
  about: About | null = null;
  frame: Frame | null = null;
  records: TimedEpisode[] = [];
  /** Of the episode that was finished last. */
  trace: Trace | null = null;
  end: End | null = null;
  /** The layer that its phase space shows; null: none yet. */
  map: MapValue | null = null;
  /** What cannot be done, in one line; null: nothing. */
  message: string | null = null;
  readonly #onChange: () => void;
  #worker: Worker;
  #key = 0;
  readonly #waiting = new Map<string, Waiting>();
  /** Files that are being opened. */
  #opening: { readonly done: () => void; readonly refused: (error: Error) => void } | null = null;

  /** @param onChange called after anything has changed */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#worker = this.#create();
  }

  #create(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => this.#receive(data as FromWorker);
    worker.onerror = (event) => {
      this.#fail(event.message || 'this browser cannot start module workers, which training needs');
    };
    return worker;
  }

  #fail(message: string): void {
    this.status = 'failed';
    this.message = message;
    this.#onChange();
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  /** A new run, in a new worker if the last one failed. */
  start(agent: string, all: Texts, own: Texts): void {
    if (this.status === 'failed') {
      this.stop();
      this.#worker = this.#create();
    }
    this.status = 'loading';
    this.message = null;
    this.send({ type: 'start', agent, all, own });
  }

  /** Opens a run that was saved. @throws Error with a line that says why it cannot be */
  open(files: Files): Promise<void> {
    this.send({ type: 'open', files });
    return new Promise((done, refused) => {
      this.#opening = { done, refused };
    });
  }

  /** Ends the worker; what was asked once and is not answered yet never will be. */
  stop(): void {
    this.#worker.terminate();
    for (const [key, { again, refused }] of this.#waiting) {
      if (again) continue;
      this.#waiting.delete(key);
      refused('the run was ended');
    }
  }

  /** Asks once. @throws Error with a line that says why there is no answer */
  ask<Name extends AnswerName>(
    name: Name,
    request: Answers[Name]['request'],
  ): Promise<Answers[Name]['value']> {
    return new Promise((resolve, reject) => {
      const value = resolve as (value: unknown) => void;
      const refused = (message: string): void => reject(new Error(message));
      this.#ask(name, request, { value, refused, again: false });
    });
  }

  /**
   * Asks now, and again while the agent learns.
   *
   * @param onValue called with each answer
   * @returns       ends it
   */
  watch<Name extends AnswerName>(
    name: Name,
    request: Answers[Name]['request'],
    onValue: (value: Answers[Name]['value']) => void,
  ): () => void {
    const value = (answer: unknown): void => {
      onValue(answer as Answers[Name]['value']);
      this.#onChange();
    };
    const key = this.#ask(name, request, { value, refused: () => undefined, again: true });
    return () => {
      this.#waiting.delete(key);
      this.send({ type: 'unwatch', key });
    };
  }

  /** Ends all that is watched: the views are made anew. */
  unwatchAll(): void {
    for (const [key, { again }] of this.#waiting) {
      if (!again) continue;
      this.#waiting.delete(key);
      this.send({ type: 'unwatch', key });
    }
  }

  #ask(name: AnswerName, request: Answers[AnswerName]['request'], waiting: Waiting): string {
    const key = String(this.#key++);
    this.#waiting.set(key, waiting);
    this.send({ type: 'ask', key, again: waiting.again, name, request });
    return key;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.table = message.table;
        break;
      case 'started':
        this.about = message.about;
        this.records = [...message.about.records];
        this.frame = null;
        this.trace = null;
        this.map = null;
        this.end = null;
        this.message = null;
        this.status = 'paused';
        this.#opening?.done();
        this.#opening = null;
        break;
      case 'changed':
        this.about = message.about;
        break;
      case 'refused':
        this.#refused(message.message);
        break;
      case 'frame':
        this.frame = message.frame;
        break;
      case 'episode':
        this.records.push(message.record);
        this.trace = message.trace;
        break;
      case 'playing':
        this.status = 'playing';
        break;
      case 'paused':
        this.status = message.why === 'end' ? 'finished' : 'paused';
        break;
      case 'finished':
        this.end = message.end;
        break;
      case 'failed':
        this.#fail(message.message);
        return;
      case 'answer':
      case 'unanswered':
        this.#answered(message);
        return;
    }
    this.#onChange();
  }

  #refused(line: string): void {
    if (this.#opening) {
      this.#opening.refused(new Error(line));
      this.#opening = null;
      return;
    }
    this.message = line;
    if (this.status !== 'loading') return;
    this.status = 'refused';
    this.about = null;
  }

  #answered(message: Extract<FromWorker, { readonly type: 'answer' | 'unanswered' }>): void {
    const waiting = this.#waiting.get(message.key);
    if (!waiting) return;
    if (!waiting.again) this.#waiting.delete(message.key);
    if (message.type === 'answer') waiting.value(message.value);
    else waiting.refused(message.message);
  }
}
