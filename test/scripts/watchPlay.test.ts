import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PictureScreen } from '../../scripts/pictureScreen.ts';
import { watchPlay } from '../../scripts/watchPlay.ts';
import { finalEvaluation, finalReset, type RunPolicy } from '../../src/train/evaluate.ts';
import { createRun } from '../../src/train/run.ts';
import { stepsPerSecond } from '../../src/report/pictures/shownEpisode.ts';
import { playEpisode } from '../../src/report/runs/playEpisode.ts';
import { Terminal } from '../support/terminal.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const ESCAPE = String.fromCharCode(27);
const CLEAR_BELOW = `${ESCAPE}[J`;
const MOVES = new RegExp(`\r|${ESCAPE}\\[\\d*[A-Z]`, 'g');

const config = tinyConfig();
const { env, view, agent } = createRun(config);
const policy: RunPolicy = {
  config,
  env,
  view,
  layers: agent.dqn.layers,
  weights: agent.dqn.average,
};
const SEED = 5;
const scores = [...finalEvaluation(policy, SEED, 3)];

/** Watches the policy until the clock is at `end`, s. */
async function watched(end: number, size: { columns?: number; rows?: number } = {}) {
  const terminal = Object.assign(new Terminal(), size);
  let time = 0;
  const screen = new PictureScreen(terminal.stream, false, () => time);
  const sleep = (seconds: number): Promise<void> => {
    time += seconds;
    return Promise.resolve();
  };
  await watchPlay(screen, policy, SEED, scores, { clock: () => time, sleep }, () => time >= end);
  return { frames: terminal.written.slice(0, -1), end: terminal.written.at(-1)!, time, terminal };
}

test('each episode is played to its end, from the starts that the scores are of', async () => {
  const { frames, end, time } = await watched(Infinity);
  const steps = scores.map((score) => -score);
  assert.ok(frames[0].startsWith('\rvime  episode 1/3\u001b'), frames[0]);
  const last = frames.at(-1)!;
  const mean = ((scores[0] + scores[1]) / 2).toFixed(2);
  assert.match(last, `vime  episode 3/3  last ${scores[1].toFixed(2)}  mean ${mean}`);
  assert.match(last, `no goal, ${steps[2]} steps`);
  assert.ok(end.endsWith(CLEAR_BELOW) && !end.includes('\n'), JSON.stringify(end));
  const seconds = steps.reduce((sum, n) => sum + n / stepsPerSecond(n, 60) + 0.6, 0);
  assert.ok(time >= seconds && time < seconds + 1, `${time} s, expected ${seconds}`);
  const { snapshots } = playEpisode(policy, finalReset(SEED, 3));
  assert.is(snapshots.length - 1, steps[2]);
});

test('the states that were visited add up', async () => {
  const { frames } = await watched(Infinity, { columns: 200, rows: 60 });
  const dots = (frame: string): number => Array.from(frame).filter((c) => c > '\u2800').length;
  assert.ok(dots(frames.at(-1)!) > dots(frames[0]) + 5);
});

test('stopped, it takes the picture away and plays no further', async () => {
  const { frames, end, time } = await watched(0.4);
  assert.ok(time < 0.5);
  assert.ok(frames.every((frame) => frame.includes('episode 1/3')));
  assert.ok(end.endsWith(CLEAR_BELOW) && !end.includes('\n'), JSON.stringify(end));
});

test('a narrow terminal gets what it has room for', async () => {
  const { frames } = await watched(0.4, { columns: 20, rows: 6 });
  for (const line of frames.join('').split('\n')) {
    assert.ok(line.replaceAll(MOVES, '').length < 20, line);
  }
});

test('an environment that throws leaves an empty screen, too', async () => {
  const terminal = new Terminal();
  const screen = new PictureScreen(terminal.stream, false, () => 0);
  const step = (): never => {
    throw new Error('broken');
  };
  const reset = env.reset.bind(env);
  const { observationSpace, actionSpace, picture } = env;
  const broken = { ...policy, env: { observationSpace, actionSpace, picture, reset, step } };
  const time = { clock: () => 0, sleep: () => Promise.resolve() };
  try {
    await watchPlay(screen, broken, SEED, scores, time, () => false);
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, 'broken');
  }
  assert.is(terminal.listenerCount('resize'), 0);
});

test.run();
