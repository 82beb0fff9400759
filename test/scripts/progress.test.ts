import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Progress } from '../../scripts/progress.ts';
import type { Run } from '../../src/train/run.ts';
import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { recordOf } from '../support/records.ts';

/** A stream that keeps what is written, with the properties of a terminal if given. */
function output(terminal?: { readonly columns: number }): {
  stream: WriteStream;
  text: () => string;
} {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const properties = terminal ? { isTTY: true, ...terminal } : {};
  return { stream: Object.assign(stream, properties) as unknown as WriteStream, text: () => text };
}

/** What is shown of a run of so many episodes. */
const runOf = (episodes: number, settings: object = {}): Pick<Run, 'config' | 'env'> => {
  const config = createConfig({ episodes, ...settings });
  return { config, env: createEnvironment(config) };
};
const run = runOf(25);

/** Shows evaluations one after the other; the goal is reached from episode `goalFrom` on. */
function show(progress: Progress, evaluations: readonly number[], goalFrom = Infinity): void {
  evaluations.forEach((evalScore, i) => {
    const episode = i + 1;
    const reachedGoal = episode >= goalFrom;
    progress.episode(
      recordOf({ episode, envSteps: 200 * episode, reachedGoal, evalScore }),
      episode,
    );
  });
}

test('in a pipe: a plain line every ten episodes and at the end', () => {
  const { stream, text } = output();
  show(new Progress(stream, run, false), new Array<number>(25).fill(-200));
  assert.is(
    text(),
    [
      'episode 10/25  steps 2000  eval -200.0  best -200.0  15 s left\n',
      'episode 20/25  steps 4000  eval -200.0  best -200.0  5 s left\n',
      'episode 25/25  steps 5000  eval -200.0  best -200.0  0 s left\n',
    ].join(''),
  );
});

test('a run that ends after so many steps shows them, and its time left is by them', () => {
  const { stream, text } = output();
  show(new Progress(stream, runOf(1500, { steps: 2300 }), false), new Array<number>(12).fill(-200));
  assert.is(
    text(),
    [
      'episode 10/1500  steps 2000/2300  eval -200.0  best -200.0  2 s left\n',
      'episode 12/1500  steps 2400/2300  eval -200.0  best -200.0  0 s left\n',
    ].join(''),
  );
});

test('each milestone is noted once, when it is first reached', () => {
  const { stream, text } = output();
  show(new Progress(stream, run, false), [-200, -150, -130, -105, -200, -105], 2);
  assert.is(
    text(),
    [
      'first goal: episode 2, environment step 400\n',
      'first evaluation at -150 or better: episode 2\n',
      'first evaluation at -120 or better: episode 4\n',
      'first evaluation at -110 or better: episode 4\n',
    ].join(''),
  );
});

test('on a terminal: one live line, redrawn, that never wraps', () => {
  const { stream, text } = output({ columns: 20 });
  show(new Progress(stream, run, false), [-200, -180]);
  const redraw = '\u001b[2K\u001b[1G';
  assert.is(text(), `episode 1/25  steps${redraw}episode 2/25  steps`);
});

test('the best evaluation stays and long times are in minutes', () => {
  const { stream, text } = output();
  const progress = new Progress(stream, runOf(20), false);
  for (let episode = 1; episode <= 10; episode++) {
    const evalScore = episode === 3 ? -155 : -180;
    progress.episode(recordOf({ episode, envSteps: 0, evalScore }), 75);
  }
  assert.match(text(), /eval -180\.0 {2}best -155\.0 {2}1 min 15 s left\n$/);
});

test('without milestones the best score decides how many digits there are', () => {
  for (const [score, shown] of [
    [0.05, '0.050'],
    [-87.25, '-87.3'],
  ] as const) {
    const { stream, text } = output();
    const env = { ...run.env, milestones: [] };
    show(new Progress(stream, { ...run, env }, false), new Array<number>(10).fill(score));
    assert.ok(text().includes(`eval ${shown}  best ${shown}`), text());
  }
});

test('silent: nothing at all, also on a terminal', () => {
  for (const { stream, text } of [output(), output({ columns: 80 })]) {
    const progress = new Progress(stream, run, true);
    show(progress, new Array<number>(25).fill(-100), 1);
    progress.clear();
    assert.is(text(), '');
  }
});

test('a run that is continued says where, and milestones reached before are not noted again', () => {
  const { stream, text } = output();
  const progress = new Progress(stream, run, false);
  progress.resume([
    recordOf({ episode: 1, evalScore: -105 }),
    recordOf({ episode: 2, reachedGoal: true, evalScore: -140 }),
  ]);
  progress.episode(recordOf({ episode: 10, reachedGoal: true, evalScore: -109 }), 10);
  assert.is(
    text(),
    [
      'continuing after episode 2\n',
      'episode 10/25  steps 200  eval -109.0  best -105.0  15 s left\n',
    ].join(''),
  );
  const silent = output();
  new Progress(silent.stream, run, true).resume([recordOf({})]);
  assert.is(silent.text(), '');
});

test.run();
