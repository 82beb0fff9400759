import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PictureScreen } from '../../scripts/pictureScreen.ts';
import { WatchScreen } from '../../scripts/watchScreen.ts';
import { createRun, type Run } from '../../src/train/run.ts';
import { runState } from '../../src/record/runState.ts';
import { finish } from '../../src/train/steps.ts';
import { episodeSteps, trainEpisode } from '../../src/train/train.ts';
import { scriptHere } from '../support/scriptHere.ts';
import { Terminal } from '../support/terminal.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const CLEAR_BELOW = '\u001b[J';
const isFrame = (text: string): boolean => text.includes('visited states');

/** A run that is watched, on a clock that `pass` moves on. */
function watched(): {
  terminal: Terminal;
  screen: WatchScreen;
  run: Run;
  pass: (seconds: number) => void;
} {
  const terminal = new Terminal();
  let time = 0;
  const run = createRun(tinyConfig());
  const screen = new WatchScreen(new PictureScreen(terminal.stream, false, () => time), run);
  return { terminal, screen, run, pass: (seconds) => (time += seconds) };
}

test('nothing is drawn before the first step', () => {
  const { terminal, screen } = watched();
  screen.step();
  assert.equal(terminal.written, []);
});

test('an episode is played again at a readable rate, then the newest one; the run is left alone', () => {
  const { terminal, screen, run, pass } = watched();
  const alone = createRun(tinyConfig());
  const lastFrame = (): string => terminal.written.filter(isFrame).at(-1)!;
  for (let n = 0; n < 3; n++) {
    const steps = episodeSteps(run);
    let step = steps.next();
    while (!step.done) {
      screen.step();
      step = steps.next();
    }
    const record = step.value;
    assert.equal(record, trainEpisode(alone));
    screen.episode(record, n + 1);
    if (n > 0) continue;
    pass(1);
    screen.step();
    assert.match(lastFrame(), 'replay: step 0');
    pass(0.75); // its 40 steps take two seconds
    screen.step();
    assert.match(lastFrame(), 'replay: step 15');
  }
  pass(1.5);
  screen.step();
  assert.match(lastFrame(), 'replay: no goal, 40 steps');
  pass(1);
  screen.step();
  assert.match(lastFrame(), 'replay: step 0');
  assert.match(lastFrame(), /episode 3\/4 {2}steps 120/);
  assert.equal(runState(run), runState(alone));
});

test('one episode counter is shown, and before the first episode ends too', () => {
  const { terminal, screen, run, pass } = watched();
  const steps = episodeSteps(run);
  steps.next();
  screen.step();
  assert.ok(terminal.written[0].startsWith('\rvime  episode 0/4\u001b'));
  assert.match(terminal.written[0], '\nlive');
  screen.episode(finish(steps), 1);
  pass(1);
  screen.step();
  assert.is(terminal.written.at(-1)!.match(/episode/g)!.length, 1);
});

test('notes stand below the picture, and stay when it is taken away', () => {
  const { terminal, screen, run } = watched();
  screen.resume([]);
  trainEpisode(run);
  screen.step();
  assert.match(terminal.written[0], `\ncontinuing after episode 0\u001b[K\n${CLEAR_BELOW}`);
  screen.clear();
  assert.ok(terminal.written[1].endsWith(`${CLEAR_BELOW}continuing after episode 0\n`));
});

const at = temporaryFolder();

async function runScript(
  name: string,
  options: readonly string[],
): Promise<{ out: string; error: string }> {
  const tiny = Object.entries(tinyConfig()).flatMap(([field, value]) => [
    `--${field}`,
    String(value),
  ]);
  const place = ['--out', join(at, name), '--report=false'];
  const { out, error, code } = await scriptHere('run.ts', [...tiny, ...place, ...options]);
  assert.is(code, 0);
  return {
    out: out.replaceAll(/^(seconds|folder) .*$/gm, '').replaceAll(/\d+ s left/g, ''),
    error,
  };
}

test('in a pipe --watch gives plain lines, and says so', async () => {
  const plain = await runScript('plain', []);
  const given = await runScript('watched', ['--watch']);
  assert.is(given.out.replaceAll('watched', 'plain'), plain.out);
  assert.is(given.error, 'run: --watch: nothing is drawn, standard output is no terminal\n');
  assert.match(plain.out, 'episode 4/4');
  assert.not(plain.out.includes('\u001b'));
  const json = await runScript('json', ['--watch', '--json']);
  assert.is(json.error, 'run: --watch: nothing is drawn with --json\n');
});

test.run();
