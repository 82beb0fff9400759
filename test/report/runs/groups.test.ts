import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createConfig } from '../../../src/train/config/config.ts';
import {
  compareMembers,
  groupsOf,
  memberOf,
  slugOf,
  type Member,
} from '../../../src/report/runs/groups.ts';
import { assertRefused } from '../../support/throws.ts';

const member = (settings: { readonly [name: string]: unknown } = {}, name?: string): Member =>
  memberOf(createConfig(settings), name);
const labels = (...members: readonly Member[]): string[] =>
  groupsOf(members).map(({ label }) => label);

test('a group is called after its agent, if nothing tells it from others of that agent', () => {
  assert.equal(labels(member(), member({ agent: 'dqn' })), ['vime', 'dqn']);
  const shared = { eta: 0.3, episodes: 50 };
  assert.equal(labels(member(shared), member({ agent: 'dqn', episodes: 50 })), ['vime', 'dqn']);
});

test('where one setting differs, every group has its value in its name', () => {
  assert.equal(labels(member(), member({ eta: 0.3 }), member({ agent: 'dqn' })), [
    'vime, eta 0.0035',
    'vime, eta 0.3',
    'dqn',
  ]);
  const wide = { bnnHidden: 64 };
  assert.equal(labels(member(wide), member({ ...wide, doubleDqn: false })), [
    'vime, doubleDqn true',
    'vime, doubleDqn false',
  ]);
});

test('the control of the noisy TV is named as one, the agent beside it as it is', () => {
  const tv = { env: 'noisy-tv' };
  assert.equal(labels(member(tv), member({ ...tv, tvSham: true })), ['vime', 'vime, tvSham true']);
});

test('where several differ, the agent as it is has no more than its name', () => {
  assert.equal(
    labels(
      member(),
      member({ eta: 0.3 }),
      member({ priorSd: 1 }),
      member({ eta: 0.3, priorSd: 1, episodes: 50 }),
    ),
    ['vime', 'vime, eta 0.3', 'vime, priorSd 1', 'vime, episodes 50, eta 0.3, priorSd 1'],
  );
});

test('what an agent or an environment sets is no difference', () => {
  const [paper] = groupsOf([member({ agent: 'vime-paper', env: 'noisy-tv' })]);
  assert.equal(paper.changed, {});
  assert.equal(
    labels(member(), member({ env: 'weak-engine' }), member({ seed: 9, reward: 'dense' })),
    ['vime', 'vime', 'vime'],
  );
  assert.equal(labels(member(), member({ force: 0.002 })), ['vime', 'vime'], 'a task of its own');
});

test('a given name stands in the place of the agent', () => {
  assert.equal(labels(member({}, 'old'), member({}, 'new'), member()), ['old', 'new', 'vime']);
  assert.equal(labels(member({}, 'old'), member({ eta: 0.3 }, 'old')), [
    'old, eta 0.0035',
    'old, eta 0.3',
  ]);
  assert.equal(labels(member({}, 'old'), member({ agent: 'dqn' }, 'old')), [
    'old, vime',
    'old, dqn',
  ]);
});

test('a name that another group has is refused', () => {
  assertRefused(() => labels(member(), member({ eta: 0.3 }, 'vime')), '--label vime: another group of runs is called vime; choose another name');
});

test('the key of a group does not depend on who else is compared', () => {
  const keys = (...members: readonly Member[]): string[] => groupsOf(members).map(({ key }) => key);
  const other = member({ eta: 0.3, gamma: 0.9 });
  assert.equal(keys(other), ['vime, gamma 0.9, eta 0.3']);
  assert.equal(keys(member(), other), ['vime', 'vime, gamma 0.9, eta 0.3']);
});

test('groups are ordered by agent, name and size of the settings', () => {
  const sorted = [
    member({ agent: 'dqn' }),
    member({ eta: 0.001 }),
    member(),
    member({ eta: 0.02 }),
    member({ eta: 0.1 }),
    member({ eta: 0.1 }, 'a'),
  ];
  assert.equal([...sorted].reverse().sort(compareMembers), sorted);
  assert.is(compareMembers(member({ eta: 1 }), member({ eta: 1, seed: 5 })), 0);
});

test('a label is fit for the name of a file', () => {
  assert.is(slugOf('vime, eta 0.3'), 'vime-eta-0.3');
  assert.is(slugOf('../x'), '..-x-2f');
});

test('different labels have different names of files, in any alphabet', () => {
  const labels = ['vime', 'grö', 'grü', '😀', '😁', 'α', 'β', 'a/b', 'a<b'];
  assert.is(new Set(labels.map(slugOf)).size, labels.length);
  for (const label of labels) assert.match(slugOf(label), /^[\w.-]+$/);
  assert.is(slugOf('vime, eta 0.3'), 'vime-eta-0.3');
});

test.run();
