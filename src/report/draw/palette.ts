/**
 * What each agent looks like, the same in every chart: a colour, a dash and a shape. Any two colours are told apart with
 * red-, green- or blue-blind eyes too; where they come near each other, the dash differs
 * (test/report/draw/palette.test.ts measures both).
 */

/** Colours are `#rrggbb` in lower case. */
export interface AgentStyle {
  /** On white paper, with a contrast of 3 or more. */
  readonly light: string;
  /** The same hue on a dark page, with a contrast of 3 or more. */
  readonly dark: string;
  /** Lengths of strokes and gaps, px; empty: a solid line. */
  readonly dash: readonly number[];
  /** Name of a symbol in Vega. */
  readonly shape: string;
}

const SOLID: readonly number[] = [];
const DASHED: readonly number[] = [5, 3];
const DOTTED: readonly number[] = [2, 2];
const DASH_DOT: readonly number[] = [6, 2, 1.5, 2];
const LONG: readonly number[] = [11, 3];
const SHORT: readonly number[] = [3, 2];
const LONG_SHORT: readonly number[] = [9, 3, 3, 3];

/** In the order of legends: the agents of this project, then the recipes of others. */
const STYLES: Readonly<Record<string, AgentStyle>> = {
  vime: { light: '#0068a8', dark: '#3f95f0', dash: SOLID, shape: 'circle' },
  'vime-gain': { light: '#b20cfa', dark: '#900efc', dash: DASHED, shape: 'circle' },
  'vime-paper': { light: '#2b97c4', dark: '#9fd8ff', dash: DASHED, shape: 'circle' },
  dqn: { light: '#c23b00', dark: '#ff6a2b', dash: SOLID, shape: 'square' },
  'dqn-sticky': { light: '#b57d00', dark: '#f5cb45', dash: DASHED, shape: 'square' },
  'dqn-shaped': { light: '#071eb3', dark: '#59697c', dash: SHORT, shape: 'square' },
  'predictive-kl': { light: '#00794f', dark: '#00a878', dash: DOTTED, shape: 'triangle-up' },
  'prediction-error': { light: '#2f9a48', dark: '#8fd97a', dash: DASH_DOT, shape: 'triangle-down' },
  rnd: { light: '#b8327f', dark: '#ff94c8', dash: LONG, shape: 'diamond' },
  ama: { light: '#552202', dark: '#975430', dash: LONG, shape: 'triangle-up' },
  lpm: { light: '#28023a', dark: '#bf04af', dash: DASH_DOT, shape: 'triangle-down' },
  counts: { light: '#55238f', dark: '#c7a3ff', dash: DOTTED, shape: 'cross' },
  original: { light: '#2f3338', dark: '#f2f2f2', dash: DASH_DOT, shape: 'circle' },
  'original-dqn': { light: '#868c94', dark: '#8f959d', dash: DASHED, shape: 'square' },
  'sb3-zoo': { light: '#ab65f0', dark: '#754add', dash: LONG_SHORT, shape: 'square' },
};

/** An agent that has no style of its own yet. */
const OTHER: AgentStyle = { light: '#8c6d5a', dark: '#bfa08c', dash: [1, 3], shape: 'diamond' };

/** The agents that have a style, in the order of legends. */
export const STYLED_AGENTS: readonly string[] = Object.keys(STYLES);

/** The style of any agent; those without one of their own share a brown. */
export function styleOf(agent: string): AgentStyle {
  return Object.hasOwn(STYLES, agent) ? STYLES[agent] : OTHER;
}

/** Each label once: first those of agents with a style, in the order of legends, then others in the order they come. */
export function inLegendOrder(labels: readonly string[]): string[] {
  const rank = (label: string): number => {
    const [agent] = label.split(','); // `vime, eta 0.3`
    const place = STYLED_AGENTS.indexOf(agent);
    return place < 0 ? STYLED_AGENTS.length : place;
  };
  return [...new Set(labels)].sort((a, b) => rank(a) - rank(b));
}

/**
 * A style for each group of runs, by label. The agent with its own settings, or else its first group, has the agent's style; the
 * others have styles of agents that are not shown. Where there are more groups than styles, colours are used again with other dashes.
 */
export function groupStyles(groups: readonly StyledGroup[]): ReadonlyMap<string, AgentStyle> {
  const owners = new Map<string, StyledGroup>();
  for (const group of groups) {
    const owner = owners.get(group.agent);
    const isBetter = owner && isAsItIs(group) && !isAsItIs(owner);
    if (!owner || isBetter) owners.set(group.agent, group);
  }
  const free = STYLED_AGENTS.filter((agent) => !owners.has(agent)).map(styleOf);
  const styles = new Map([...owners].map(([agent, { label }]) => [label, styleOf(agent)]));
  for (const { label } of groups) {
    if (!styles.has(label)) styles.set(label, free.shift() ?? usedAgain(styles.size));
  }
  return styles;
}

interface StyledGroup {
  readonly agent: string;
  readonly label: string;
  /** Settings that are not what the agent has. */
  readonly settings: object;
}

const isAsItIs = ({ settings }: StyledGroup): boolean => Object.keys(settings).length === 0;

function usedAgain(n: number): AgentStyle {
  const styles = Object.values(STYLES);
  const { dash } = styles[(n + 3) % styles.length];
  return { ...styles[n % styles.length], dash };
}

/** What else charts are drawn in: light and dark. */
export const INK = { light: '#1b1f24', dark: '#e8eaed' };
export const FAINT_INK = { light: '#59616b', dark: '#a9b0b8' };
export const GRID = { light: '#e4e7eb', dark: '#30363d' };
export const PAPER = { light: '#ffffff', dark: '#14171a' };

/** Of the page a picture stands on. */
export type Theme = 'light' | 'dark';

const PAIRS = [...Object.values(STYLES), OTHER, INK, FAINT_INK, GRID, PAPER];
const DARK_OF = new Map(PAIRS.map(({ light, dark }) => [light, dark]));

/** A drawing in light colours, in dark ones: for what no style rule reaches. */
export function darkened(svg: string): string {
  return svg.replace(
    /(fill|stroke)="(#[0-9a-f]{6})"/g,
    (_, part: string, colour: string) => `${part}="${DARK_OF.get(colour) ?? colour}"`,
  );
}

/**
 * Style rules that turn a chart, drawn in light colours, into dark ones. They go by the colours themselves, so that a
 * program that knows no style sheets shows the light chart.
 */
export function darkRules(): string {
  return PAIRS.flatMap(({ light, dark }) =>
    ['fill', 'stroke'].map((part) => `svg [${part}="${light}"]{${part}:${dark}}`),
  ).join('\n');
}
