import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Drive } from '../../../src/playground/drive/drive.ts';
import { lessonSteps } from '../../../src/playground/worker/lesson.ts';
import { Trained } from '../../../src/playground/worker/trained.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun, type Run } from '../../../src/train/run.ts';
import { finish } from '../../../src/train/steps.ts';
import { trainEpisode } from '../../../src/train/train.ts';

const SMALL = { seed: 3, hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };

function newRun(settings: Readonly<Record<string, unknown>> = {}): Run {
  return createRun(createConfig({ ...SMALL, ...settings }));
}

test('a lesson is an episode of the run: recorded, remembered, counted and learnt from', () => {
  const run = newRun({ warmupSteps: 1, batchSize: 16 });
  trainEpisode(run);
  const weights = run.agent.dqn.online.slice();
  const actions = [2, 2, 0, 0, 1];
  const record = finish(lessonSteps(run, { at: [-0.3, 0.02], actions }));
  assert.equal([record.episode, record.length, record.reachedGoal], [2, 5, false]);
  assert.equal([run.episode, run.envSteps, run.replay.added], [2, 65, 65]);
  assert.equal([...run.replay.actions.subarray(60, 65)], actions);
  const [position, velocity] = run.view.observationOf(run.replay.states, 60 * 2);
  assert.ok(Math.abs(position + 0.3) < 1e-12 && Math.abs(velocity - 0.02) < 1e-12);
  assert.is(run.replay.truncated[64], 1);
  assert.not.equal(run.agent.dqn.online, weights);
  assert.is(trainEpisode(run).episode, 3);
});

test('a lesson that reaches the goal is rewarded as by the environment', () => {
  const run = newRun();
  const record = finish(lessonSteps(run, { at: [0.45, 0.06], actions: [2, 2, 2] }));
  assert.equal([record.length, record.reachedGoal, record.extrinsicReturn], [1, true, 1]);
});

test('a run with a lesson no longer claims its digest', () => {
  const trained = new Trained(newRun());
  trained.noteLesson();
  assert.equal(trained.about().changes, [
    { episode: 1, setting: 'driver', from: 'the agent', to: 'a visitor' },
  ]);
});

test('a drive ends at the goal or after its last step', () => {
  const phaseSpace = newRun().env.phaseSpace!;
  const short = new Drive([-0.5, 0], 2);
  for (let n = 0; n < 5; n++) short.step(phaseSpace, 1);
  assert.equal([short.actions.length, short.isOver, short.reachedGoal], [2, true, false]);
  const goal = new Drive([0.45, 0.06], 10);
  goal.step(phaseSpace, 2);
  assert.equal([goal.isOver, goal.reachedGoal], [true, true]);
});

test.run();
