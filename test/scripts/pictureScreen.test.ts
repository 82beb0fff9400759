import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PictureScreen, whyNotWatched } from '../../scripts/pictureScreen.ts';
import { createEnvironment } from '../../src/train/config/config.ts';
import { ENVIRONMENTS } from '../../src/train/config/environments.ts';
import { CELLS } from '../../src/train/config/phaseGrid.ts';
import type { Scene } from '../../src/report/terminal/scene.ts';
import { Terminal } from '../support/terminal.ts';
import { tinyConfig } from '../support/tinyRun.ts';

const CLEAR_BELOW = '\u001b[J';
const CLEAR = '\u001b[2J';

const { picture, phaseSpace } = createEnvironment(tinyConfig());
const scene: Scene = {
  agent: 'vime',
  status: 'episode 1/4',
  caption: 'step 3',
  notes: [],
  picture: picture!,
  observation: Float64Array.of(-0.5, 0),
  action: 2,
  before: [],
  visited: { axes: phaseSpace!.axes, place: [-0.5, 0], visits: new Uint32Array(CELLS) },
};

/** A screen on a clock that `pass` moves on. @param slowness s that the terminal takes for a frame */
function open(slowness = 0): {
  terminal: Terminal;
  screen: PictureScreen;
  pass: (seconds: number) => void;
} {
  const terminal = new Terminal();
  let time = 0;
  const write = terminal.write.bind(terminal);
  terminal.write = (text) => {
    time += slowness;
    return write(text);
  };
  const screen = new PictureScreen(terminal.stream, false, () => time);
  return { terminal, screen, pass: (seconds) => (time += seconds) };
}

/** The frames of steps that take a millisecond each. */
function framesIn(steps: number, slowness: number): number {
  const { terminal, screen, pass } = open(slowness);
  for (let n = 0; n < steps; n++) {
    pass(0.001);
    screen.show(() => scene);
  }
  return terminal.written.length;
}

test('where nothing can be drawn, the reason is known', () => {
  const terminal = new Terminal().stream;
  const pipe = Object.assign(new Terminal(), { isTTY: false }).stream;
  const config = tinyConfig();
  const played = { config, env: createEnvironment(config) };
  assert.is(whyNotWatched(terminal, 'xterm', undefined, played), null);
  assert.is(
    whyNotWatched(terminal, 'dumb', undefined, played),
    '--watch: nothing is drawn, TERM=dumb cannot move its cursor',
  );
  assert.is(
    whyNotWatched(pipe, 'xterm', undefined, played),
    '--watch: nothing is drawn, standard output is no terminal',
  );
  assert.is(
    whyNotWatched(terminal, 'xterm', '--json', played),
    '--watch: nothing is drawn with --json',
  );
});

test('an environment is drawn if it has a picture', () => {
  const terminal = new Terminal().stream;
  for (const env of Object.keys(ENVIRONMENTS)) {
    const config = tinyConfig({ env });
    const played = { config, env: createEnvironment(config) };
    assert.is(whyNotWatched(terminal, 'xterm', undefined, played), null, env);
  }
  const mine = { config: { env: './mine.ts' }, env: {} };
  assert.is(
    whyNotWatched(terminal, 'xterm', undefined, mine),
    '--watch: nothing is drawn, the environment ./mine.ts has no picture',
  );
});

test('frames come fifteen a second, however often there is something to show', () => {
  const frames = framesIn(3000, 0);
  assert.ok(frames >= 42 && frames <= 46, `${frames} frames in 3 s`);
});

test('a slow terminal gets fewer frames: drawing takes a twentieth of the time at most', () => {
  const frames = framesIn(20_000, 0.1);
  assert.ok(frames >= 9 && frames <= 12, `${frames} frames in 20 s`);
});

test('at the end the picture is taken away once, and then nothing is drawn', () => {
  const { terminal, screen, pass } = open();
  screen.show(() => scene);
  const lines = terminal.written[0].split('\n').length - 1;
  screen.close(['a note']);
  screen.close(['a note']);
  pass(1);
  screen.show(() => scene);
  terminal.emit('resize');
  assert.is(terminal.written.length, 2);
  assert.is(terminal.written[1], `\r\u001b[${lines}A${CLEAR_BELOW}a note\n`);
  assert.is(terminal.listenerCount('resize'), 0);
});

test('the cursor is never hidden, and waits below the picture: a kill leaves a usable terminal', () => {
  const { terminal, screen, pass } = open();
  screen.show(() => scene);
  pass(1);
  screen.show(() => scene);
  assert.is(terminal.written.length, 2);
  for (const frame of terminal.written) {
    assert.not(frame.includes('?25'));
    assert.ok(frame.endsWith(`\n${CLEAR_BELOW}`));
  }
});

test('a frame is drawn over the one before; a new size begins with an empty screen', () => {
  const { terminal, screen, pass } = open();
  screen.show(() => scene);
  pass(1);
  screen.show(() => scene);
  const [first, second] = terminal.written;
  const up = first.split('\n').length - 1;
  assert.ok(first.startsWith('\rvime'));
  assert.ok(second.startsWith(`\r\u001b[${up}A`), JSON.stringify(second.slice(0, 10)));
  terminal.columns = 60;
  terminal.emit('resize');
  assert.ok(terminal.written.at(-1)!.startsWith(CLEAR));
  pass(1);
  screen.show(() => scene);
  const third = terminal.written.at(-1)!;
  assert.ok(third.startsWith('\rvime'));
  for (const line of third.split('\n')) assert.ok(line.replace('\u001b[K', '').length < 66, line);
});

test.run();
