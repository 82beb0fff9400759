import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WatchScreen, whyNotWatched } from '../../scripts/watchScreen.ts';
import type { EnvironmentProperties } from '../../src/env/environment.ts';
import { createEnvironment } from '../../src/train/config/config.ts';
import { createRun } from '../../src/train/run.ts';
import { runState } from '../../src/record/runState.ts';
import { episodeSteps, trainEpisode } from '../../src/train/train.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const CLEAR_BELOW = '\u001b[J';
const CLEAR = '\u001b[2J';

class Terminal extends EventEmitter {
  readonly isTTY = true;
  columns = 100;
  rows = 30;
  written: string[] = [];
  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}

const streamOf = (terminal: object): WriteStream => terminal as unknown as WriteStream;
const isFrame = (text: string): boolean => text.includes('visited states');

/** A run that is watched, on a clock that `pass` moves on. */
function watched(slowness = 0): {
  terminal: Terminal;
  screen: WatchScreen;
  run: ReturnType<typeof createRun>;
  pass: (seconds: number) => void;
} {
  const terminal = new Terminal();
  let time = 0;
  const write = terminal.write.bind(terminal);
  terminal.write = (text) => {
    time += slowness;
    return write(text);
  };
  const run = createRun(tinyConfig());
  const screen = new WatchScreen(streamOf(terminal), run, false, () => time);
  return { terminal, screen, run, pass: (seconds) => (time += seconds) };
}

test('where nothing can be drawn, the reason is known', () => {
  const terminal = streamOf({ isTTY: true });
  const { env } = createRun(tinyConfig());
  assert.is(whyNotWatched(terminal, 'xterm', undefined, env), null);
  assert.is(
    whyNotWatched(terminal, 'dumb', undefined, env),
    '--watch: nothing is drawn, TERM=dumb cannot move its cursor',
  );
  assert.is(
    whyNotWatched(streamOf({}), 'xterm', undefined, env),
    '--watch: nothing is drawn, standard output is no terminal',
  );
  assert.is(
    whyNotWatched(terminal, 'xterm', '--json', env),
    '--watch: nothing is drawn with --json',
  );
});

test('only the car on its way to the goal is drawn, whatever else an environment can draw', () => {
  const terminal = streamOf({ isTTY: true });
  const whyNot = (env: EnvironmentProperties): string | null =>
    whyNotWatched(terminal, 'xterm', undefined, env);
  for (const env of ['weak-engine', 'noisy-tv-8']) {
    assert.is(whyNot(createEnvironment(tinyConfig({ env }))), null, env);
  }
  const car = createEnvironment(tinyConfig());
  const [x, y] = car.phaseSpace!.axes;
  for (const other of [
    createEnvironment(tinyConfig({ env: 'stochastic-car' })),
    createEnvironment(tinyConfig({ env: 'cartpole-swingup' })),
    { picture: car.picture, phaseSpace: { ...car.phaseSpace!, axes: [{ ...x, high: 3 }, y] } },
  ] satisfies EnvironmentProperties[]) {
    assert.is(
      whyNot(other),
      '--watch: nothing is drawn, only the car on its way to the goal can be',
    );
  }
});

test('frames come fifteen a second, however many steps there are', () => {
  const { terminal, screen, pass } = watched();
  for (let n = 0; n < 3000; n++) {
    pass(0.001);
    screen.step();
  }
  const frames = terminal.written.filter(isFrame).length;
  assert.ok(frames >= 42 && frames <= 46, `${frames} frames in 3 s`);
});

test('a slow terminal gets fewer frames: drawing takes a twentieth of the time at most', () => {
  const slowness = 0.1;
  const { terminal, screen, pass } = watched(slowness);
  for (let n = 0; n < 20_000; n++) {
    pass(0.001);
    screen.step();
  }
  const frames = terminal.written.filter(isFrame).length;
  assert.ok(frames >= 9 && frames <= 12, `${frames} frames in 20 s`);
});

test('at the end the picture is taken away once, and then nothing is drawn', () => {
  const { terminal, screen, pass } = watched();
  screen.step();
  const lines = terminal.written[0].split('\n').length - 1;
  screen.clear();
  screen.clear();
  pass(1);
  screen.step();
  terminal.emit('resize');
  assert.is(terminal.written.length, 2);
  assert.is(terminal.written[1], `\r\u001b[${lines}A${CLEAR_BELOW}`);
  assert.is(terminal.listenerCount('resize'), 0);
});

test('the cursor is never hidden, and waits below the picture: a kill leaves a usable terminal', () => {
  const { terminal, screen, pass } = watched();
  screen.step();
  pass(1);
  screen.step();
  assert.is(terminal.written.length, 2);
  for (const frame of terminal.written) {
    assert.not(frame.includes('?25'));
    assert.ok(frame.endsWith(`\n${CLEAR_BELOW}`));
  }
});

test('a frame is drawn over the one before; a new size begins with an empty screen', () => {
  const { terminal, screen, pass } = watched();
  screen.step();
  pass(1);
  screen.step();
  const [first, second] = terminal.written.filter(isFrame);
  const up = first.split('\n').length - 1;
  assert.ok(first.startsWith('\rvime'));
  assert.ok(second.startsWith(`\r\u001b[${up}A`), JSON.stringify(second.slice(0, 10)));
  terminal.columns = 60;
  terminal.emit('resize');
  assert.ok(terminal.written.at(-1)!.startsWith(CLEAR));
  pass(1);
  screen.step();
  const third = terminal.written.at(-1)!;
  assert.ok(third.startsWith('\rvime'));
  for (const line of third.split('\n')) assert.ok(line.replace('\u001b[K', '').length < 66, line);
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
    pass(0.25);
    screen.step();
    assert.match(lastFrame(), 'replay: step 15');
  }
  pass(1);
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
  screen.step();
  assert.ok(terminal.written[0].startsWith('\rvime  episode 0/4\u001b'));
  screen.episode(trainEpisode(run), 1);
  pass(1);
  screen.step();
  assert.is(terminal.written.at(-1)!.match(/episode/g)!.length, 1);
});

test('notes stand below the picture, and stay when it is taken away', () => {
  const { terminal, screen } = watched();
  screen.resume([]);
  screen.step();
  assert.match(terminal.written[0], `\ncontinuing after episode 0\u001b[K\n${CLEAR_BELOW}`);
  screen.clear();
  assert.ok(terminal.written[1].endsWith(`${CLEAR_BELOW}continuing after episode 0\n`));
});

const at = temporaryFolder();

function runScript(name: string, options: readonly string[]): { stdout: string; stderr: string } {
  const tiny = Object.entries(tinyConfig()).flatMap(([field, value]) => [
    `--${field}`,
    String(value),
  ]);
  const script = [
    '--import',
    'tsx',
    'scripts/run.ts',
    ...tiny,
    '--out',
    join(at, name),
    '--report=false',
    ...options,
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, script, { encoding: 'utf8' });
  assert.is(status, 0);
  return {
    stdout: stdout.replaceAll(/^(seconds|folder) .*$/gm, '').replaceAll(/\d+ s left/g, ''),
    stderr,
  };
}

test('in a pipe --watch gives plain lines, and says so', () => {
  const plain = runScript('plain', []);
  const given = runScript('watched', ['--watch']);
  assert.is(given.stdout.replaceAll('watched', 'plain'), plain.stdout);
  assert.is(given.stderr, 'run: --watch: nothing is drawn, standard output is no terminal\n');
  assert.match(plain.stdout, 'episode 4/4');
  assert.not(plain.stdout.includes('\u001b'));
  const json = runScript('json', ['--watch', '--json']);
  assert.is(json.stderr, 'run: --watch: nothing is drawn with --json\n');
});

test.run();
