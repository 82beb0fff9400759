/**
 * The state of the page as the part of its address after `#`, and back. docs/playground.md describes the format:
 * `#agents=dqn,vime&seed=1&eta=0.0035&2.nStep=1&until=episode:6&layer=bonus&state=-0.5,0&speed=slow&embed&hide=settings,files`
 */
import type { Texts } from '../facts.ts';
import { LAYERS, type LayerName } from '../layers.ts';
import { DEFAULT_STATE, SPEEDS, type PageState, type Speed, type Until } from './pageState.ts';

export interface ParsedLink {
  readonly state: PageState;
  /** Parts that were not understood and left out, a line each. */
  readonly faults: readonly string[];
  /** Whether it says how far to run: then the page plays at once. */
  readonly runs: boolean;
}

/** Parts that are no settings of a run. */
const OWN = ['agents', 'until', 'speed', 'layer', 'state', 'embed', 'hide'];

/** A setting of one agent: `2.eta`. */
const INDEXED = /^([12])\.(\w+)$/;

const NAME = /^[A-Za-z]\w*$/;

/** @param hash with or without `#` */
export function parseLink(hash: string): ParsedLink {
  const faults: string[] = [];
  const parts = new Map<string, string>();
  for (const part of hash.replace(/^#/, '').split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const [name, text] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    try {
      parts.set(name, decodeURIComponent(text));
    } catch {
      faults.push(`${name}: ${text} is not encoded as part of an address`);
    }
  }
  const all: Record<string, string> = { ...DEFAULT_STATE.all };
  const own: Record<string, string>[] = [{}, {}];
  for (const [name, text] of parts) {
    const indexed = INDEXED.exec(name);
    if (indexed) own[Number(indexed[1]) - 1][indexed[2]] = text;
    else if (!OWN.includes(name)) {
      if (NAME.test(name)) all[name] = text;
      else faults.push(`${name}: no part of a link is called so`);
    }
  }
  /** What a part says, or the default if it is missing or says nothing that is known. */
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | null): T => {
    const text = parts.get(name);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value === null) faults.push(`${name}: ${EXPECTED[name]}, got ${text}`);
    return value ?? fallback;
  };
  const { agents, until, speed, layer, state } = DEFAULT_STATE;
  return {
    state: {
      agents: read('agents', agents, agentsOf),
      all,
      own,
      until: read('until', until, untilOf),
      speed: read('speed', speed, (text) => (Object.hasOwn(SPEEDS, text) ? (text as Speed) : null)),
      layer: read('layer', layer, (text) =>
        Object.hasOwn(LAYERS, text) ? (text as LayerName) : null,
      ),
      state: read('state', state, stateOf),
      embed: parts.has('embed'),
      hide: namesIn(parts.get('hide') ?? ''),
    },
    faults,
    runs: parts.has('until'),
  };
}

const EXPECTED: Readonly<Record<string, string>> = {
  agents: 'expected one or two agents, such as dqn,vime',
  until: 'expected episode:6, step:1000, first-goal or end',
  speed: `expected ${Object.keys(SPEEDS).join(', ')}`,
  layer: `expected ${Object.keys(LAYERS).join(', ')}`,
  state: 'expected two numbers, such as -0.5,0',
};

const namesIn = (text: string): string[] => text.split(',').filter((name) => name !== '');

function agentsOf(text: string): readonly string[] | null {
  const names = namesIn(text);
  return names.length === 1 || names.length === 2 ? names : null;
}

function untilOf(text: string): Until | null {
  if (text === 'first-goal' || text === 'end') return { kind: text };
  const match = /^(episode|step):([1-9]\d{0,8})$/.exec(text);
  return match && { kind: match[1] as 'episode' | 'step', count: Number(match[2]) };
}

function stateOf(text: string): readonly [number, number] | null {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  return numbers.length === 2 && numbers.every(Number.isFinite) ? [numbers[0], numbers[1]] : null;
}

/** Leaves commas, colons and the like as they are, so that a link can be read. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');

/** What differs from the defaults; the agents and the seed always. */
export function formatLink(page: PageState): string {
  const { agents, all, own, until, speed, layer, state, embed, hide } = page;
  const settings = (texts: Texts, before = ''): string[] =>
    Object.entries(texts).map(([name, text]) => `${before}${name}=${encoded(text)}`);
  const parts = [
    `agents=${agents.map(encoded).join(',')}`,
    ...settings(all),
    ...agents.flatMap((_, n) => settings(own[n] ?? {}, `${n + 1}.`)),
    ...(until.kind === 'end' ? [] : [`until=${untilText(until)}`]),
    ...(speed === DEFAULT_STATE.speed ? [] : [`speed=${speed}`]),
    ...(layer === DEFAULT_STATE.layer ? [] : [`layer=${layer}`]),
    ...(state === null ? [] : [`state=${state.map((x) => Number(x.toPrecision(4))).join(',')}`]),
    ...(embed ? ['embed'] : []),
    ...(hide.length === 0 ? [] : [`hide=${hide.map(encoded).join(',')}`]),
  ];
  return `#${parts.join('&')}`;
}

const untilText = (until: Until): string =>
  'count' in until ? `${until.kind}:${until.count}` : until.kind;
