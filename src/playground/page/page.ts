/** The page: its state, its agents, and when views are drawn. */
import { AgentClient } from './agentClient.ts';
import { formatLink } from '../link/link.ts';
import { SPEEDS, type PageState } from '../link/pageState.ts';
import type { Files, Stops } from '../facts.ts';
import { throttled } from './throttled.ts';
import type { Theme } from '../../report/draw/palette.ts';

/** ms between two changes of the address, at least: browsers refuse more than about 100 in 30 s. */
const LINK_EVERY = 500;

export class Page {
  #state: PageState;
  readonly agents: AgentClient[] = [];
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #still = matchMedia('(prefers-reduced-motion: reduce)');
  /** Draws all views. */
  readonly #draw: () => void;
  /** Makes all views anew. */
  readonly #rebuild: () => void;
  #isDue = false;
  /** Whether the runs are those of an earlier visit. */
  isContinued = false;
  /** Why the runs are not saved in the browser, in one line; null: they are. */
  notSaved: string | null = null;
  readonly #writeLink = throttled(
    () => history.replaceState(null, '', formatLink(this.#state)),
    LINK_EVERY,
  );
  /** What a screen reader says next. */
  readonly #live: HTMLElement;

  constructor(state: PageState, live: HTMLElement, draw: () => void, rebuild: () => void) {
    this.#state = state;
    this.#live = live;
    this.#draw = draw;
    this.#rebuild = rebuild;
    this.#dark.addEventListener('change', () => rebuild());
    this.#still.addEventListener('change', () => this.changed());
    this.#fit();
  }

  get state(): PageState {
    return this.#state;
  }

  get theme(): Theme {
    return this.#dark.matches ? 'dark' : 'light';
  }

  /** Whether nothing may move that the visitor did not move. */
  get isStill(): boolean {
    return this.#still.matches;
  }

  /** Whether any agent is playing. */
  get isPlaying(): boolean {
    return this.agents.some(({ status }) => status === 'playing');
  }

  /** Changes the state and the link. */
  set(part: Partial<PageState>): void {
    const before = this.#state;
    this.#state = { ...before, ...part };
    this.#writeLink();
    if (part.speed !== undefined && this.isPlaying) this.play();
    if (part.until !== undefined) this.#sendStops();
    if (before.agents.length !== this.#state.agents.length) {
      this.#fit();
      this.#rebuild();
    }
    this.changed();
  }

  /** Has a screen reader say something that has happened. */
  announce(text: string): void {
    this.#live.textContent = text;
  }

  /** Draws the views in the next frame. */
  changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  /** As many workers as agents. */
  #fit(): void {
    const { length } = this.#state.agents;
    while (this.agents.length > length) this.agents.pop()!.stop();
    while (this.agents.length < length) this.agents.push(new AgentClient(() => this.changed()));
  }

  /** New runs of all agents with the present settings, or of one. */
  restart(only?: number): void {
    const { agents, all, own } = this.#state;
    this.#sendStops();
    this.agents.forEach((client, n) => {
      if (only === undefined || only === n) client.start(agents[n], all, own[n] ?? {});
    });
    this.changed();
  }

  /** Shows a run that was saved in place of an agent. @throws Error in one line, if the files are no run */
  async open(n: number, files: Files): Promise<void> {
    const agent = this.agents[n];
    await agent.open(files);
    const { config, settings } = agent.about!;
    const texts = Object.entries(settings).map(([name, value]) => [name, String(value)] as const);
    const { all, agents, own } = this.#state;
    const others = texts.filter(([name, text]) => all[name] !== text);
    this.set({
      agents: agents.map((name, m) => (m === n ? config.agent : name)),
      own: agents.map((_, m) => (m === n ? Object.fromEntries(others) : (own[m] ?? {}))),
    });
  }

  play(): void {
    const { rate } = SPEEDS[this.#state.speed];
    for (const agent of this.agents) agent.send({ type: 'play', rate });
    this.changed();
  }

  pause(): void {
    for (const agent of this.agents) agent.send({ type: 'pause' });
  }

  advance(by: 'step' | 'episode'): void {
    for (const agent of this.agents) agent.send({ type: 'advance', by });
  }

  #sendStops(): void {
    const { until } = this.#state;
    const stops: Stops = {
      firstGoal: until.kind === 'first-goal',
      episode: until.kind === 'episode' ? until.count : null,
      step: until.kind === 'step' ? until.count : null,
    };
    for (const agent of this.agents) agent.send({ type: 'stops', stops });
  }
}
