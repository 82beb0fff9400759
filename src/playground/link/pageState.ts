/** The state of the page that its link holds, and its defaults. */
import type { Texts } from '../facts.ts';
import type { LayerName } from '../layers.ts';

/** Environment steps per second; null: as many as possible. */
export const SPEEDS = {
  slow: { label: 'Slow motion', rate: 4 },
  walk: { label: 'Real time', rate: 60 },
  quick: { label: 'Quick', rate: 600 },
  fast: { label: 'Fastest', rate: null },
} as const;

export type Speed = keyof typeof SPEEDS;

/** Where an agent stops by itself. */
export type Until =
  | { readonly kind: 'episode' | 'step'; readonly count: number }
  | { readonly kind: 'first-goal' | 'end' };

export interface PageState {
  /** One or two. */
  readonly agents: readonly string[];
  /** Settings of all agents, as texts. */
  readonly all: Texts;
  /** Settings of each agent, which come before those of all. */
  readonly own: readonly Texts[];
  readonly until: Until;
  readonly speed: Speed;
  /** What the phase space shows: a kind of map. */
  readonly layer: LayerName;
  /** The state that is looked into: the two variables of the phase space. */
  readonly state: readonly [x: number, y: number] | null;
  /** Only the parts that show something, for a frame in another page. */
  readonly embed: boolean;
  /** Names of views that are left out. */
  readonly hide: readonly string[];
}

export const DEFAULT_STATE: PageState = {
  agents: ['dqn', 'vime'],
  all: { seed: '1' },
  own: [{}, {}],
  until: { kind: 'end' },
  speed: 'fast',
  layer: 'visits',
  state: null,
  embed: false,
  hide: [],
};

/** Of one agent: what is not set has the default of its agent and its environment. */
export const seedOf = ({ all }: PageState): string => all['seed'] ?? '1';
