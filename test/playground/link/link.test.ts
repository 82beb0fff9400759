import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatLink, parseLink } from '../../../src/playground/link/link.ts';
import { DEFAULT_STATE } from '../../../src/playground/link/pageState.ts';

test('an empty link is the page as it begins', () => {
  assert.equal(parseLink(''), { state: DEFAULT_STATE, faults: [], runs: false });
  assert.equal(parseLink('#').state, DEFAULT_STATE);
});

test('every part is read', () => {
  const { state, faults, runs } = parseLink(
    '#agents=dqn,vime&seed=7&reward=sparse&eta=0.0035&2.eta=0&until=episode:6&speed=slow&layer=bonus&state=-0.5,0.01&embed&hide=settings,files',
  );
  assert.equal(faults, []);
  assert.ok(runs);
  assert.equal(state, {
    agents: ['dqn', 'vime'],
    all: { seed: '7', reward: 'sparse', eta: '0.0035' },
    own: [{}, { eta: '0' }],
    until: { kind: 'episode', count: 6 },
    speed: 'slow',
    layer: 'bonus',
    state: [-0.5, 0.01],
    embed: true,
    hide: ['settings', 'files'],
  });
});

for (const link of [
  '#agents=vime&seed=1',
  '#agents=dqn,vime&seed=1&2.eta=0&until=step:1000',
  '#agents=rnd&seed=3&env=noisy-tv&until=first-goal&speed=walk',
  '#agents=dqn,dqn&seed=2&1.nStep=1&2.nStep=5&layer=value&state=-0.5,0&embed&hide=head',
]) {
  test(`${link} is written as it was read`, () => {
    assert.is(formatLink(parseLink(link).state), link);
  });
}

test('a text with signs of its own survives', () => {
  const state = { ...DEFAULT_STATE, all: { seed: '1', note: 'a&b=c#d, %' } };
  assert.equal(parseLink(formatLink(state)).state, state);
});

for (const [part, fault] of [
  ['speed=warp', 'speed: expected slow, walk, quick, fast, got warp'],
  ['until=episode:0', 'until: expected episode:6, step:1000, first-goal or end, got episode:0'],
  [
    'layer=heat',
    'layer: expected visits, action, value, novelty, modelUncertainty, bonus, noise, optimal, got heat',
  ],
  ['state=1', 'state: expected two numbers, such as -0.5,0, got 1'],
  ['state=1,x', 'state: expected two numbers, such as -0.5,0, got 1,x'],
  ['agents=a,b,c', 'agents: expected one or two agents, such as dqn,vime, got a,b,c'],
  ['3.eta=0', '3.eta: no part of a link is called so'],
  ['seed=%E0%A4%A', 'seed: %E0%A4%A is not encoded as part of an address'],
]) {
  test(`${part} is named and left out`, () => {
    const { state, faults } = parseLink(`#${part}`);
    assert.equal(faults, [fault]);
    assert.equal(state, DEFAULT_STATE);
  });
}

test.run();
