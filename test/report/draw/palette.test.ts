import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  darkRules,
  FAINT_INK,
  GRID,
  groupStyles,
  INK,
  inLegendOrder,
  PAPER,
  STYLED_AGENTS,
  styleOf,
} from '../../../src/report/draw/palette.ts';
import { contrast, linear, type Triple } from '../../support/contrast.ts';

const THEMES = ['light', 'dark'] as const;

const AGENTS = [
  'vime',
  'vime-gain',
  'vime-paper',
  'dqn',
  'dqn-sticky',
  'dqn-shaped',
  'predictive-kl',
  'prediction-error',
  'rnd',
  'ama',
  'lpm',
  'counts',
  'original',
  'original-dqn',
  'sb3-zoo',
];

/** What linear colours become for those without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of what these eyes see. */
function seen(colour: string, eyes: string): Triple {
  const given = linear(colour);
  const [red, green, blue] = EYES[eyes].map((row) => {
    const value = row[0] * given[0] + row[1] * given[1] + row[2] * given[2];
    return Math.max(0, Math.min(1, value));
  });
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976 difference; about 2 is just noticed side by side. */
function difference(a: string, b: string, eyes: string): number {
  const [p, q] = [seen(a, eyes), seen(b, eyes)];
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

test('every agent has a style of its own', () => {
  assert.equal(STYLED_AGENTS, AGENTS);
  for (const theme of THEMES) {
    assert.is(new Set(AGENTS.map((agent) => styleOf(agent)[theme])).size, AGENTS.length);
  }
});

for (const theme of THEMES) {
  test(`lines are readable on ${theme} paper, and text more so`, () => {
    for (const agent of [...AGENTS, 'another']) {
      const ratio = contrast(styleOf(agent)[theme], PAPER[theme]);
      assert.ok(ratio >= 3, `${agent}: ${ratio}`);
    }
    for (const ink of [INK, FAINT_INK]) {
      assert.ok(contrast(ink[theme], PAPER[theme]) >= 4.5);
    }
  });

  for (const eyes of Object.keys(EYES)) {
    test(`agents are told apart on ${theme} paper by eyes with ${eyes}`, () => {
      for (const a of AGENTS) {
        for (const b of AGENTS.slice(AGENTS.indexOf(a) + 1)) {
          const apart = difference(styleOf(a)[theme], styleOf(b)[theme], eyes);
          const sameDash = styleOf(a).dash === styleOf(b).dash;
          assert.ok(apart >= (sameDash ? 20 : 10), `${a}, ${b}: ${apart}`);
        }
      }
    });
  }
}

test('names of what every object has are no agents', () => {
  assert.is(styleOf('constructor'), styleOf('another'));
  assert.is(styleOf('__proto__'), styleOf('another'));
});

test('the legend has each agent once, the known ones first', () => {
  assert.equal(inLegendOrder(['b', 'original', 'dqn', 'a', 'vime', 'dqn']), [
    'vime',
    'dqn',
    'original',
    'b',
    'a',
  ]);
});

test('every light colour stands for one dark one', () => {
  const pairs = [...AGENTS, 'another'].map(styleOf);
  const light = [...pairs, INK, FAINT_INK, GRID, PAPER].map((pair) => pair.light);
  assert.is(new Set(light).size, light.length);
  for (const colour of light) {
    assert.ok(/^#[0-9a-f]{6}$/.test(colour), colour);
    for (const part of ['fill', 'stroke']) {
      assert.ok(darkRules().includes(`svg [${part}="${colour}"]{${part}:#`));
    }
  }
});

test('groups of one agent look different, the agent as it is like itself, up to as many as there are styles', () => {
  const groups = [0.1, 0.003, 0.3].map((eta) => ({
    agent: 'vime',
    label: `vime, eta ${eta}`,
    settings: eta === 0.003 ? {} : { eta },
  }));
  const dqn = { agent: 'dqn', label: 'dqn', settings: {} };
  const styles = groupStyles([...groups, dqn]);
  assert.equal(styles.get('vime, eta 0.003'), styleOf('vime'));
  assert.equal(styles.get('dqn'), styleOf('dqn'));
  assert.is(new Set([...styles.values()].map(({ light }) => light)).size, 4);

  const many = Array.from({ length: 25 }, (_, i) => ({
    agent: 'vime',
    label: `vime, eta ${i}`,
    settings: { eta: i },
  }));
  const looks = [...groupStyles(many).values()].map(({ light, dash }) => `${light} ${dash.join()}`);
  assert.is(new Set(looks.slice(0, STYLED_AGENTS.length)).size, STYLED_AGENTS.length);
  assert.is(looks.length, 25);
});

test('groups stand beside the others of their agent', () => {
  assert.equal(inLegendOrder(['mine', 'dqn', 'vime, eta 1', 'vime']), [
    'vime, eta 1',
    'vime',
    'dqn',
    'mine',
  ]);
});

test.run();
