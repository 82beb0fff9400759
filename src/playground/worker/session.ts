/** An agent in its worker: trains a run at the pace that the page asks for, and tells the page what happens. */
import type { Stops, Texts, TimedEpisode } from '../facts.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { isLive } from '../link/live.ts';
import { ConfigError } from '../../train/config/field.ts';
import { NonFiniteError } from '../../train/finite.ts';
import { progressOf } from '../../train/progress.ts';
import { createRun } from '../../train/run.ts';
import type { Steps } from '../../train/steps.ts';
import { episodeSteps, finalScores, type EpisodeRecord } from '../../train/train.ts';
import { EnvironmentError } from '../../env/guard.ts';
import { endOf } from './end.ts';
import { frameOf, traceOf } from './frames.ts';
import { Meter } from './meter.ts';
import { openFiles, type Opened } from './runFiles.ts';
import { lessonSteps, type Lesson } from './lesson.ts';
import { Pump } from './pump.ts';
import { Questions } from './questions.ts';
import { configFrom, values } from './table.ts';
import { Trained } from './trained.ts';

/** ms from one frame to the next, at least. */
const FRAME = 32;

/** Whether the last episode is played. */
const isDone = ({ run: { config, episode, envSteps } }: Trained): boolean =>
  progressOf(config, { episodes: episode, envSteps }) >= 1;

export class Session {
  readonly #post: (message: FromWorker) => void;
  readonly #pump: Pump;
  readonly #questions: Questions;
  #trained: Trained | null = null;
  /** The episode that is played; null: between two. */
  #steps: Steps<EpisodeRecord> | null = null;
  #step = 0;
  /** s of work in this episode so far. */
  #seconds = 0;
  #pending: Texts = {};
  /** Drives of a visitor that are yet to be learnt from. */
  #lessons: Lesson[] = [];
  #stops: Stops = { firstGoal: false, episode: null, step: null };
  #isOver = false;
  #lastFrame = 0;
  readonly #meter = new Meter();

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
    this.#questions = new Questions(post);
    this.#pump = new Pump(
      () => this.#advance(),
      () => this.#afterSlice(),
    );
  }

  receive(message: ToWorker): void {
    try {
      this.#do(message);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** What cannot be done, and leaves everything as it was. */
  readonly #refuse = (error: unknown): void => {
    this.#post({ type: 'refused', message: (error as Error).message });
  };

  #do(message: ToWorker): void {
    switch (message.type) {
      case 'start':
        this.#start(new Trained(createRun(configFrom(message.agent, message.all, message.own))));
        break;
      case 'open':
        this.#pump.pause();
        openFiles(message.files).then((opened) => this.#open(opened), this.#refuse);
        break;
      case 'play':
        if (this.#isOver || !this.#trained) break;
        this.#meter.reset();
        this.#pump.play(message.rate);
        this.#post({ type: 'playing' });
        break;
      case 'pause':
        this.#pause('asked');
        break;
      case 'advance':
        this.#pump.pause();
        this.#advanceBy(message.by);
        break;
      case 'stops':
        this.#stops = message.stops;
        break;
      case 'change':
        this.#change(message.settings);
        break;
      case 'teach':
        this.#lessons.push(message.lesson);
        break;
      case 'ask':
        this.#questions.add(message);
        this.#attend();
        break;
      case 'unwatch':
        this.#questions.remove(message.key);
    }
  }

  #start(trained: Trained): void {
    this.#pump.pause();
    this.#trained = trained;
    this.#steps = null;
    this.#step = 0;
    this.#pending = {};
    this.#lessons = [];
    this.#isOver = false;
    this.#post({ type: 'started', about: trained.about() });
    this.#frame();
    this.#attend();
  }

  /** A run that was saved; one that is over, or without its memory, is only shown. */
  #open({ trained, summary, warnings }: Opened): void {
    this.#start(trained);
    if (warnings.length > 0) this.#post({ type: 'refused', message: warnings.join('; ') });
    if (!isDone(trained) && trained.canContinue) return;
    this.#isOver = true;
    trained.summary = summary;
    this.#post({ type: 'paused', why: 'end' });
    if (summary)
      this.#post({
        type: 'finished',
        end: { summary, isRepeatable: trained.changes.length === 0 },
      });
  }

  #change(settings: Texts): void {
    const trained = this.#trained;
    if (!trained) return;
    const fixed = Object.keys(settings).find((name) => !isLive(name));
    if (fixed !== undefined) throw new ConfigError(`${fixed}: takes effect with a restart`);
    this.#pending = { ...this.#pending, ...settings };
    if (!this.#steps) this.#applyChanges(trained);
  }

  #applyChanges(trained: Trained): void {
    const settings = this.#pending;
    this.#pending = {};
    if (Object.keys(settings).length === 0) return;
    try {
      trained.change(values(settings, trained.run.config.env));
      this.#post({ type: 'changed', about: trained.about() });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#post({ type: 'refused', message: error.message });
    }
  }

  #pause(why: 'asked' | 'stop' | 'end'): void {
    this.#pump.pause();
    this.#frame();
    this.#post({ type: 'paused', why });
    this.#attend();
  }

  /** One step or one episode. */
  #advanceBy(by: 'step' | 'episode'): void {
    if (this.#isOver) return;
    const episode = this.#trained?.records.length;
    const goesOn = (): boolean =>
      by === 'episode' && !this.#hasEnded() && this.#trained?.records.length === episode;
    do this.#advance();
    while (goesOn());
    if (!this.#hasEnded()) this.#pause('asked');
  }

  #hasEnded(): boolean {
    return this.#isOver;
  }

  /** One environment step; after the last of an episode, its evaluation. Errors of the run end it. */
  #advance(): void {
    const trained = this.#trained;
    if (!trained || this.#isOver) return;
    try {
      this.#advanceIn(trained);
    } catch (error) {
      this.#pump.pause();
      this.#isOver = true;
      const isKnown = error instanceof NonFiniteError || error instanceof EnvironmentError;
      const line = isKnown
        ? error.message
        : `environment step ${trained.run.envSteps}: ${String(error)}`;
      this.#post({ type: 'failed', message: line });
      this.#attend();
    }
  }

  #advanceIn(trained: Trained): void {
    const started = performance.now();
    if (!this.#steps) {
      this.#applyChanges(trained);
      this.#steps = this.#nextEpisode(trained);
      this.#step = 0;
      this.#seconds = 0;
    }
    const { run } = trained;
    const before = run.envSteps;
    let record: EpisodeRecord | null = null;
    while (record === null && run.envSteps === before) {
      const { done, value } = this.#steps.next();
      if (done) record = value;
    }
    this.#seconds += (performance.now() - started) / 1000;
    if (record) this.#endEpisode(trained, record);
    else {
      this.#step++;
      this.#meter.count();
      if (run.envSteps === this.#stops.step) this.#pause('stop');
    }
  }

  /** Played by the agent, or by a visitor who has driven. */
  #nextEpisode(trained: Trained): Steps<EpisodeRecord> {
    const lesson = this.#lessons.shift();
    if (!lesson) return episodeSteps(trained.run);
    trained.noteLesson();
    this.#post({ type: 'changed', about: trained.about() });
    return lessonSteps(trained.run, lesson);
  }

  #endEpisode(trained: Trained, plain: EpisodeRecord): void {
    const isFirstGoal = plain.reachedGoal && !trained.records.some((r) => r.reachedGoal);
    const record: TimedEpisode = { ...plain, seconds: Number(this.#seconds.toFixed(3)) };
    this.#steps = null;
    trained.records.push(record);
    this.#post({ type: 'episode', record, trace: traceOf(trained.run, record) });
    const { episode } = trained.run;
    if (isDone(trained)) this.#finish(trained);
    else if ((isFirstGoal && this.#stops.firstGoal) || episode === this.#stops.episode) {
      this.#pause('stop');
    }
  }

  #finish(trained: Trained): void {
    this.#isOver = true;
    this.#pause('end');
    const scores = finalScores(trained.run);
    endOf(trained, scores).then((end) => {
      trained.summary = end.summary;
      if (this.#trained === trained) this.#post({ type: 'finished', end });
    }, this.#refuse);
  }

  #afterSlice(): void {
    const now = performance.now();
    this.#meter.read(now);
    if (now - this.#lastFrame >= FRAME) this.#frame();
    this.#attend();
  }

  #frame(): void {
    const trained = this.#trained;
    if (!trained) return;
    this.#lastFrame = performance.now();
    const { run } = trained;
    const rate = this.#pump.isPlaying() ? this.#meter.rate : null;
    this.#post({ type: 'frame', frame: frameOf(run, this.#step, rate, this.#steps === null) });
  }

  #attend(): void {
    const trained = this.#trained;
    if (!trained) return;
    if (this.#isOver && this.#steps)
      this.#questions.refuseBetween('the run failed within an episode');
    if (!this.#pump.isPlaying() && this.#steps && this.#questions.needsBetween) {
      this.#advanceBy('episode'); // a run is saved between two episodes
      return;
    }
    const { envSteps, episode } = trained.run;
    const stamp = `${envSteps} ${episode} ${trained.records.length} ${trained.changes.length}`;
    this.#questions.attend(trained, this.#steps === null, !this.#pump.isPlaying(), stamp);
  }
}
