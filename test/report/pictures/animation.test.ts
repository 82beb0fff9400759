import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Picture } from '../../../src/env/environment.ts';
import { createEnvironment } from '../../../src/train/config/config.ts';
import { RunFolder } from '../../../src/record/runFolder.ts';
import { trainInto } from '../../../src/record/trainInto.ts';
import { argMax } from '../../../src/math/kernels/reduce.ts';
import { networkFunction } from '../../../src/nn/network.ts';
import {
  animation,
  frameAt,
  framesOf,
  type NamedEpisode,
} from '../../../src/report/pictures/animation.ts';
import { carPicture } from '../../../src/env/pictures/carPicture.ts';
import { greedyEpisode } from '../../../src/report/runs/greedyEpisode.ts';
import { styleOf } from '../../../src/report/draw/palette.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { tinyConfig } from '../../support/tinyRun.ts';
import { frameCount } from '../../support/pictures.ts';
import { textWidth } from '../../../src/report/draw/textWidth.ts';
import { assertRefused } from '../../support/throws.ts';

const at = temporaryFolder();
const CAR = carPicture(-1.2, 0.6, 0.5, [-1, 0, 1]);

const moving = (
  agent: string,
  positions: readonly number[],
  reachedGoal: boolean,
): NamedEpisode => ({
  agent,
  label: agent,
  picture: CAR,
  snapshots: positions.map((position, n) => ({
    observation: Float64Array.of(position, 0),
    action: n === positions.length - 1 ? null : 2,
  })),
  reachedGoal,
});

test('the episode is what the averaged network of the run does', async () => {
  const path = join(at, 'run');
  const folder = new RunFolder(path, tinyConfig());
  await trainInto(folder);
  const { config } = folder.run;
  const { dqn } = folder.run.agent;
  const q = networkFunction(dqn.average, dqn.layers, 1);
  const env = createEnvironment(config);
  const { snapshots, agent, reachedGoal } = greedyEpisode(path);
  assert.is(agent, 'vime');
  assert.is(snapshots.length, 40 + 1);
  assert.not(reachedGoal);
  let there = env.reset(0).observation;
  for (const { observation, action } of snapshots) {
    assert.equal([...observation], [...there]);
    if (action === null) break;
    q.inputs.set(folder.run.view.see(observation));
    assert.is(action, argMax(q.evaluate(), 0, 3));
    there = env.step(action).observation;
  }
  assert.is(snapshots.at(-1)?.action, null);
});

test('a run of another network is refused, naming the file', async () => {
  const path = join(at, 'other');
  await trainInto(new RunFolder(path, tinyConfig({ episodes: 1 })));
  const config = JSON.stringify(tinyConfig({ hiddenWidth: 9 }));
  writeFileSync(join(path, 'config.json'), config);
  assertRefused(
    () => greedyEpisode(path),
    /weights\.safetensors: q_average\.0\.weight: expected \[9, 2\], got \[8, 2\]$/,
  );
  assertRefused(() => greedyEpisode(join(at, 'none')), /config\.json/);
});

test('each car has the colour of its agent, its step, and its end', () => {
  const episodes = [
    moving('dqn', [-0.5, -0.4, -0.3, -0.2, -0.1], false),
    moving('vime', [-0.5, 0, 0.5], true),
  ];
  const early = frameAt(episodes, 1);
  assert.is([...early.matchAll(/step 1</g)].length, 2);
  const late = frameAt(episodes, 3);
  assert.match(late, /step 3</);
  assert.match(late, /goal reached, 2 steps</);
  assert.match(frameAt(episodes, 9), /no goal, 4 steps</);
  for (const agent of ['dqn', 'vime']) assert.ok(late.includes(styleOf(agent).light));
});

test('a car is called what its run is called, as plain text', () => {
  const drive = { ...moving('vime', [-0.5, 0.5], true), label: 'vime, seed <2>' };
  assert.match(frameAt([drive], 0), '>vime, seed &lt;2&gt;<');
});

test('what is drawn has its place in the picture: right is right, and up is up', () => {
  const picture: Picture = {
    low: [-2, 10],
    high: [2, 11],
    draw: ([x, y]) => [{ ink: 'agent', isFilled: true, points: [[x, y]] }],
  };
  const placeOf = (x: number, y: number): number[] => {
    const snapshots = [{ observation: Float64Array.of(x, y), action: null }];
    const episode = { agent: 'vime', label: 'vime', snapshots, reachedGoal: true, picture };
    const svg = frameAt([episode], 0);
    return /<polygon points="([^"]*)" fill="#/.exec(svg)![1].split(',').map(Number);
  };
  const [middle, right, top] = [placeOf(0, 10.5), placeOf(2, 10.5), placeOf(0, 11)];
  assert.equal(middle, [170, 30 + 42.5]);
  assert.equal(right, [340, 30 + 42.5]);
  assert.equal(top, [170, 30]);
});

test('the animation lasts as long as the longest episode', () => {
  const long = moving('vime', new Array<number>(41).fill(-0.5), false);
  const { light, dark } = animation([moving('dqn', [-0.5, 0.5], true), long]);
  assert.equal([frameCount(light), frameCount(dark)], [41, 41]);
});

test('a short episode is slow enough to be followed, a long one takes no longer than twelve seconds', () => {
  const timeOf = (steps: number): readonly [frames: number, seconds: number] => {
    const frames = framesOf([moving('vime', new Array<number>(steps + 1).fill(-0.5), false)]);
    const before = frames.slice(0, -1).reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return [frames.length, before / 1000];
  };
  assert.equal(timeOf(10), [11, 2]);
  assert.equal(timeOf(200), [101, 5]);
  const [frames, seconds] = timeOf(1001);
  assert.ok(frames <= 251 && seconds > 12 && seconds < 13, `${frames} frames, ${seconds} s`);
});

test('a picture is given the snapshots before the one that it shows', () => {
  const lengths: number[] = [];
  const picture: Picture = {
    ...CAR,
    draw: (observation, action, before) => {
      lengths.push(before.length);
      assert.ok(before.every((snapshot) => snapshot.observation !== observation));
      return CAR.draw(observation, action, before);
    },
  };
  const walk = { ...moving('vime', [-0.5, -0.4, -0.3], false), picture };
  for (const step of [0, 1, 2, 9]) frameAt([walk], step);
  assert.equal(lengths, [0, 1, 2, 2]);
});

const LONG = 'vime, eta 0.3, bnnLearningRate 0.0001, noisy-tv-16, sparse, seed 1234567';

test('a long label takes more lines, never the room of its neighbour, and the size is the same for every step', () => {
  const drives = [
    { ...moving('vime', new Array<number>(201).fill(-0.5), false), label: LONG },
    moving('dqn', [-0.5, 0.5], true),
  ];
  const sizes = [0, 9, 10, 99, 100, 200].map(
    (step) => /^<svg [^>]*width="\d+" height="\d+"/.exec(frameAt(drives, step))![0],
  );
  assert.is(new Set(sizes).size, 1, sizes.join());
  const lines = [...frameAt(drives, 9).matchAll(/font-weight="600"[^>]*>([^<]*)</g)].map(
    (m) => m[1],
  );
  assert.is(lines.slice(0, -1).join(' '), LONG);
  for (const line of lines) assert.ok(textWidth(line, 17) <= 300, line);
});

test.run();
