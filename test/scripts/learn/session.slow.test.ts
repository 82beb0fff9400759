import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LearnProject, sourceOf } from '../../support/learnProject.ts';

const project = new LearnProject();
const { Desk } =
  await project.load<typeof import('../../../scripts/learn/desk.ts')>('scripts/learn/desk.ts');
const { Session } = await project.load<typeof import('../../../scripts/learn/session.ts')>(
  'scripts/learn/session.ts',
);
const { exerciseNamed } = await project.load<typeof import('../../../scripts/learn/exercises.ts')>(
  'scripts/learn/exercises.ts',
);

/** A session that is typed to, and whose lines are waited for. */
function sitDown(start: string) {
  const desk = new Desk({ columns: 80, inColour: false }, 1);
  desk.goTo(exerciseNamed(start)!);
  const [input, output] = [new PassThrough(), new PassThrough()];
  let seen = '';
  output.setEncoding('utf8').on('data', (text: string) => (seen += text));
  const [typed, shown] = [input, output] as unknown as [NodeJS.ReadStream, NodeJS.WriteStream];
  const ended = new Session(desk, shown).run(typed, shown);
  return {
    desk,
    ended,
    input,
    type: (text: string) => input.write(`${text}\n`),
    /** What was shown since the last call, up to these words. */
    until: async (words: string): Promise<string> => {
      const deadline = performance.now() + 60_000; // of a busy machine
      while (!seen.includes(words)) {
        if (performance.now() > deadline) assert.unreachable(`${words} did not come:\n${seen}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const shown = seen;
      seen = '';
      return shown;
    },
  };
}

test('a hint, a file that is saved, the next one only when asked for, and the end', async () => {
  const { desk, ended, type, until } = sitDown('kl');
  await until('it is checked when you save');
  type('h');
  await until('hint 1');
  type('nonsense');
  await until('h hint, n next');
  const file = 'runs/learn/kl/src/math/kernels/gaussianKl.ts';
  writeFileSync(join(project.folder, file), sourceOf('math/kernels/gaussianKl.ts'));
  assert.match(await until('n for the next one'), /^kl: right$/m);
  assert.is(desk.current.name, 'kl');
  type('next');
  await until('write  draw');
  assert.is(desk.current.name, 'draw');
  type('l');
  assert.match(await until('solved;'), /^x +8 +write +kl /m);
  type('q');
  await ended;
});

test('answers are typed, and each wrong one shows one more number; the terminal is closed', async () => {
  const { ended, input, type, until } = sitDown('trace-gain');
  await until('it is checked when you save');
  type('gain = 77');
  const first = await until('hint 1');
  assert.not.match(first, 'hint 2');
  type('78');
  await until('hint 2');
  type('size = 3');
  await until('expected gain = ..., got size = 3');
  type('r');
  await until('is handed out anew');
  type('size = 4');
  await until('expected gain = ..., got size = 4');
  rmSync(join(project.folder, 'runs/learn/trace-gain'), { recursive: true });
  await until('no answer yet'); // it is handed out again, and the session goes on
  input.end();
  await ended;
});

test('a number alone is for what has no answer yet; with none left it needs its name', async () => {
  const { ended, type, until } = sitDown('trace-car');
  await until('it is checked when you save');
  type('7');
  await until('velocity is not 7');
  type('8');
  await until('position is not 8');
  type('9');
  await until('expected velocity = ... or position = ..., got 9');
  type('q');
  await ended;
});

test.run();
