import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stream } from '../../../src/math/random/rng.ts';
import type { ComparedGroup } from '../../../src/report/charts/comparisonFigures.ts';
import {
  comparisonSections,
  comparisonTitle,
  type PagedComparison,
} from '../../../src/report/page/comparisonPage.ts';
import { reportPage } from '../../../src/report/page/page.ts';
import { pageStyle } from '../../../src/report/page/pageStyle.ts';
import { STYLED_AGENTS } from '../../../src/report/draw/palette.ts';
import { textWidth } from '../../../src/report/draw/textWidth.ts';
import { fakeAgent, fakeArrivals, fakeGroup } from '../fakeComparison.ts';

const AGENTS = STYLED_AGENTS.filter((agent) => agent !== 'original-dqn');

/** All agents in 4 environments, 30 seeds. */
function large(): PagedComparison {
  const rng = stream(1, 'large');
  const agentsOf = ['mountain-car', 'slow-car', 'weak-engine', 'noisy-tv'].map(
    (env) =>
      [
        env,
        AGENTS.map((agent) => fakeAgent(agent, rng, agent === 'original' ? 500 : 200)),
      ] as const,
  );
  const groups = agentsOf.map(([env, agents]) => fakeGroup(env, agents));
  return { groups, overall: agentsOf[0][1] };
}

const drawn = await comparisonSections(large());

test('all agents in 4 environments make a page of less than 2 MB, the same bytes each time', async () => {
  const pageOf = ({ sections }: typeof drawn): string =>
    reportPage({ title: 'A comparison', sections });
  const html = pageOf(drawn);
  assert.ok(html.length > 100_000 && html.length < 2_000_000, String(html.length));
  assert.is(pageOf(await comparisonSections(large())), html);
  const text = html.replaceAll(/base64,[\w+/=]*/g, ''); // the letters of a picture may spell anything
  assert.not.ok(/NaN|undefined|Infinity/.test(text));
});

test('every figure of the page is there for files too, each under a name of its own', () => {
  const { sections, figures } = drawn;
  assert.equal(
    sections.map(({ heading }) => heading),
    [
      'mountain-car, sparse reward',
      'slow-car, sparse reward',
      'weak-engine, sparse reward',
      'noisy-tv, sparse reward',
      'All environments and rewards',
    ],
  );
  const shown = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : [])),
  );
  assert.equal(shown, figures);
  assert.is(new Set(figures.map(({ name }) => name)).size, 4 * 6 + 1);
});

test('the table of an environment has a row for each agent, in the order of legends', async () => {
  const rng = stream(1, 'table');
  const vime = {
    ...fakeAgent('vime', rng),
    firstGoal: fakeArrivals([4, 6, 9], 3),
    firstAbove: fakeArrivals([20, 30], 3),
    lastFifth: { iqm: { value: -101.13, interval: { low: -103, high: -99.8 } } },
  };
  const group = fakeGroup('mountain-car', [fakeAgent('dqn', rng), vime]);
  const { sections } = await comparisonSections({ groups: [group], overall: [] });
  assert.is(sections.length, 1);
  const [block] = sections[0].blocks;
  if (block.kind !== 'table') throw new Error('expected a table first');
  assert.is(block.table.head[3], 'first evaluation at −110 or better');
  assert.equal(
    block.table.rows.map(([agent]) => agent),
    ['vime', 'dqn'],
  );
  assert.equal(block.table.rows[0], [
    'vime',
    '−101.1 [−103.0,\u00a0−99.8]',
    '6\u00a0/\u00a09\u00a0/\u00a09',
    '30\u00a0/\u00a0never\u00a0/\u00a0never',
    '0',
    '30',
  ]);
});

test('on a phone the end, the first goal and whose they are fit side by side', async () => {
  const rng = stream(1, 'phone');
  const agents = AGENTS.map((agent) => ({
    ...fakeAgent(agent, rng),
    firstGoal: fakeArrivals([], 3), // never / never / never
  }));
  const group = fakeGroup('mountain-car', agents);
  const { sections } = await comparisonSections({ groups: [group], overall: [] });
  const [block] = sections[0].blocks;
  if (block.kind !== 'table') throw new Error('expected a table first');
  const [size, padding] = [0.85 * 16, 0.3 * 16]; // px (pageStyle.ts)
  assert.ok(pageStyle().includes('table{font-size:.85rem}th,td{padding:.3rem;white-space:normal}'));
  const widest = (column: number): number =>
    Math.max(
      ...block.table.rows.flatMap((row) =>
        row[column]
          .split(/ |(?<=-)/)
          .map((part) => textWidth(part.replaceAll('\u00a0', ' '), size)),
      ),
    );
  const width = [0, 1, 2].reduce((total, column) => total + widest(column) + 2 * padding, 0);
  assert.ok(width - padding <= 390 - 32, `${width} px`);
});

test('the title says what is compared', () => {
  const rng = stream(1, 'title');
  const [vime, dqn, eta] = ['vime', 'dqn', 'vime, eta 0.3'].map((name) => fakeAgent(name, rng));
  const titleOf = (...groups: ComparedGroup[]): unknown => comparisonTitle({ groups, overall: [] });
  assert.equal(titleOf(fakeGroup('mountain-car', [dqn, vime])), {
    title: 'vime, dqn in mountain-car (sparse)',
    subtitle: '30 seeds; 200 episodes',
  });
  assert.equal(titleOf(fakeGroup('mountain-car', [vime, eta])), {
    title: 'vime; vime, eta 0.3 in mountain-car (sparse)',
    subtitle: '30 seeds; 200 episodes',
  });
  assert.equal(
    titleOf(fakeGroup('a', [vime]), fakeGroup('b', [fakeAgent('rnd', rng, 500, 20)], 'dense')),
    {
      title: 'vime, rnd in a (sparse), b (dense)',
      subtitle: '20 to 30 seeds; 200 to 500 episodes',
    },
  );
  assert.equal(comparisonTitle(large()), {
    title: `${AGENTS.length} agents in mountain-car (sparse), slow-car (sparse), weak-engine (sparse), noisy-tv (sparse)`,
    subtitle: `${AGENTS.join(', ')}; 30 seeds; 200 to 500 episodes`,
  });
  assert.is(titleOf(), null);
});

test.run();
