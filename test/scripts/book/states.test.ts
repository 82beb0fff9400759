/** Holds the links that set the playground to what the playground understands. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chapterPaths } from '../../../scripts/book/site.ts';
import { stateOf, VIEWS } from '../../../scripts/book/state.ts';
import { parseLink } from '../../../src/playground/link/link.ts';
import { configFrom } from '../../../src/playground/worker/table.ts';
import { mapKinds } from '../../../src/report/phase/mapKinds.ts';
import { linksOf } from '../../support/documents.ts';

const root = new URL('../../../', import.meta.url);
const documents = [...chapterPaths(), 'docs/book/README.md', 'docs/teachers.md'].map((path) => ({
  path,
  text: readFileSync(new URL(path, root), 'utf8'),
}));

for (const { path, text } of documents) {
  test(`${path}: the playground knows every state that it links to`, () => {
    for (const { target } of linksOf(text)) {
      const hash = stateOf(target);
      if (hash === null) continue;
      const { state, faults } = parseLink(hash);
      assert.equal(faults, [], hash);
      assert.ok(Object.hasOwn(mapKinds, state.layer), `${hash}: no layer ${state.layer}`);
      assert.not.ok(state.embed, `${hash}: the page adds embed`);
      assert.equal(state.hide, [], `${hash}: the page hides what is no figure`);
      state.agents.forEach((agent, n) => configFrom(agent, state.all, state.own[n])); // throws
    }
  });
}

test('the views that figures show and hide are those of the playground', () => {
  const page = readFileSync(new URL('docs/playground.md', root), 'utf8');
  const [line] = page.split('\n').filter((text) => text.startsWith('| `hide='));
  const names = [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  assert.equal([...VIEWS, 'controls', 'head'].sort(), names.sort());
});

test('a state is told from other links', () => {
  assert.is(stateOf('../playground.md#agents=dqn&seed=1'), 'agents=dqn&seed=1');
  assert.is(stateOf('playground.md#seed=1'), 'seed=1');
  assert.is(stateOf('../playground.md#links'), null);
  assert.is(stateOf('../playground.md'), null);
  assert.is(stateOf('other.md#seed=1'), null);
});

test.run();
