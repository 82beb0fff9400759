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
import { Pump } from './pump.ts';
import { Questions } from './questions.ts';
import { configFrom, values } from './table.ts';
import { Trained } from './trained.ts';

/** ms from one frame to the next, at least. */
const FRAME = 32;
/** ms over which steps per second are measured. */
const RATE_WINDOW = 500;

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
  #stops: Stops = { firstGoal: false, episode: null, step: null };
  #isOver = false;
  #lastFrame = 0;
  #rateSince = 0;
  #rateSteps = 0;
  #rate: number | null = null;

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
      this.#pump.pause();
      const line = (error as Error).message;
      const isRefused = error instanceof ConfigError || error instanceof RangeError;
      this.#post(
        isRefused ? { type: 'refused', message: line } : { type: 'failed', message: line },
      );
    }
  }

  #do(message: ToWorker): void {
    switch (message.type) {
      case 'start':
        this.#start(new Trained(createRun(configFrom(message.agent, message.all, message.own))));
        break;
      case 'open':
        break;
      case 'play':
        if (this.#isOver || !this.#trained) break;
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
    this.#isOver = false;
    this.#rate = null;
    this.#post({ type: 'started', about: trained.about() });
    this.#frame();
    this.#attend();
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
    }
  }

  #advanceIn(trained: Trained): void {
    const started = performance.now();
    if (!this.#steps) {
      this.#applyChanges(trained);
      this.#steps = episodeSteps(trained.run);
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
      this.#rateSteps++;
      if (run.envSteps === this.#stops.step) this.#pause('stop');
    }
  }

  #endEpisode(trained: Trained, plain: EpisodeRecord): void {
    const isFirstGoal = plain.reachedGoal && !trained.records.some((r) => r.reachedGoal);
    const record: TimedEpisode = { ...plain, seconds: Number(this.#seconds.toFixed(3)) };
    this.#steps = null;
    trained.records.push(record);
    this.#post({ type: 'episode', record, trace: traceOf(trained.run, record) });
    const { config, episode, envSteps } = trained.run;
    if (progressOf(config, { episodes: episode, envSteps }) >= 1) this.#finish(trained);
    else if ((isFirstGoal && this.#stops.firstGoal) || episode === this.#stops.episode) {
      this.#pause('stop');
    }
  }

  #finish(trained: Trained): void {
    this.#isOver = true;
    this.#pause('end');
    const scores = finalScores(trained.run);
    endOf(trained, scores).then(
      (end) => this.#post({ type: 'finished', end }),
      (error: unknown) => this.#post({ type: 'refused', message: (error as Error).message }),
    );
  }

  #afterSlice(): void {
    const now = performance.now();
    if (now - this.#rateSince > RATE_WINDOW) {
      if (this.#rateSince > 0) this.#rate = (1000 * this.#rateSteps) / (now - this.#rateSince);
      this.#rateSince = now;
      this.#rateSteps = 0;
    }
    if (now - this.#lastFrame >= FRAME) this.#frame();
    this.#attend();
  }

  #frame(): void {
    const trained = this.#trained;
    if (!trained) return;
    this.#lastFrame = performance.now();
    const { run } = trained;
    const rate = this.#pump.isPlaying() ? this.#rate : null;
    this.#post({ type: 'frame', frame: frameOf(run, run.episode, this.#step, rate) });
  }

  #attend(): void {
    const trained = this.#trained;
    if (!trained) return;
    if (!this.#pump.isPlaying() && this.#steps && this.#questions.needsBetween) {
      this.#advanceBy('episode'); // a run is saved between two episodes
      return;
    }
    const { envSteps, episode } = trained.run;
    const stamp = `${envSteps} ${episode} ${trained.records.length} ${trained.changes.length}`;
    this.#questions.attend(trained, this.#steps === null, !this.#pump.isPlaying(), stamp);
  }
}
