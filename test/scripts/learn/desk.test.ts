import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { LearnProject, sourceOf } from '../../support/learnProject.ts';

const project = new LearnProject();
const at = (path: string): string => join(project.folder, 'runs', 'learn', path);
const { Desk } =
  await project.load<typeof import('../../../scripts/learn/desk.ts')>('scripts/learn/desk.ts');
const { EXERCISES, exerciseNamed } = await project.load<
  typeof import('../../../scripts/learn/exercises.ts')
>('scripts/learn/exercises.ts');
const { writeProgress } = await project.load<typeof import('../../../scripts/learn/progress.ts')>(
  'scripts/learn/progress.ts',
);
const { ConfigError } = await project.load<typeof import('../../../src/train/config/field.ts')>(
  'src/train/config/field.ts',
);

const SCREEN = { columns: 80, inColour: false };
const newDesk = () => new Desk(SCREEN, 1);
const score = (desk: ReturnType<typeof newDesk>): string =>
  /^\d+ of \d+/m.exec(desk.list().join('\n'))![0];
const kl = exerciseNamed('kl')!;
const FILE = 'kl/src/math/kernels/gaussianKl.ts';

test('there are about twenty exercises of three kinds, with different names', () => {
  const names = EXERCISES.map(({ name }) => name);
  assert.is(new Set(names).size, names.length);
  assert.ok(names.length >= 20 && names.length <= 30, String(names.length));
  for (const kind of ['trace', 'debug', 'write']) {
    assert.ok(EXERCISES.filter((one) => one.kind === kind).length >= 5, kind);
  }
});

test('a fresh clone scores 0, and listing writes nothing', () => {
  assert.is(score(newDesk()), `0 of ${EXERCISES.length}`);
  assert.not(existsSync(at('')));
});

test('a body that is right is remembered by the next runner', async () => {
  const desk = newDesk();
  const shown = await desk.show(kl);
  assert.ok(shown.some((line) => /^file: .*gaussianKl\.ts:\d+$/.test(line)));
  assert.match(readFileSync(at(FILE), 'utf8'), 'is yours to write');
  writeFileSync(at(FILE), sourceOf('math/kernels/gaussianKl.ts'));
  const { verdict, lines } = await desk.check(kl);
  assert.ok(verdict.passed);
  assert.is(lines[0], 'kl: right');
  assert.is(score(newDesk()), `1 of ${EXERCISES.length}`);
});

test('a reset keeps what was written, and takes it from the score', async () => {
  const desk = newDesk();
  assert.match((await desk.reset(kl))[0], /anew; what you had is in .*kl-before-reset$/);
  assert.match(readFileSync(at(FILE), 'utf8'), 'is yours to write');
  const kept = readFileSync(at(FILE.replace('kl/', 'kl-before-reset/')), 'utf8');
  assert.is(kept, sourceOf('math/kernels/gaussianKl.ts'));
  assert.is(score(newDesk()), `0 of ${EXERCISES.length}`);
});

test('a second reset keeps what the first one kept', async () => {
  assert.match((await newDesk().reset(kl))[0], /what you had is in .*kl-before-reset-2$/);
  const kept = readFileSync(at(FILE.replace('kl/', 'kl-before-reset/')), 'utf8');
  assert.is(kept, sourceOf('math/kernels/gaussianKl.ts'));
});

test('a reset that fails leaves what was there', async () => {
  const handOut = (): never => {
    throw new Error('full');
  };
  const before = readFileSync(at(FILE), 'utf8');
  assert.is(
    await newDesk()
      .reset({ ...kl, handOut })
      .catch((error: unknown) => (error as Error).message),
    'full',
  );
  assert.is(readFileSync(at(FILE), 'utf8'), before);
});

test('a reset of what was not handed out yet says of no earlier work', async () => {
  assert.equal(await newDesk().reset(exerciseNamed('unit')!), ['unit is handed out anew']);
});

test('numbers that do not say what they answer are told the form, and take no hint', async () => {
  const car = exerciseNamed('trace-car')!;
  const desk = newDesk();
  await desk.show(car);
  writeFileSync(at('trace-car/answers.txt'), '# the task\n0.0462\nposition = 0,5\n');
  const { verdict, lines } = await desk.check(car);
  assert.not(verdict.passed);
  assert.equal(verdict.lines, [
    'velocity: no answer yet',
    'position: expected a number such as 1.23, got 0,5',
    'expected a line such as velocity = 1.23, got 0.0462',
  ]);
  assert.not(lines.join('\n').includes('hint'));
});

test('answers are read from a file whose lines an editor ended in \\r\\n', async () => {
  const desk = newDesk();
  writeFileSync(at('trace-car/answers.txt'), '# the task\r\nvelocity = 2\r\nposition = 3\r\n');
  const { verdict } = await desk.check(exerciseNamed('trace-car')!);
  assert.equal(verdict.lines, ['velocity is not 2', 'position is not 3']);
});

test('next goes around what is not solved, and is remembered', () => {
  const desk = newDesk();
  assert.is(desk.current, EXERCISES[0]);
  desk.next();
  assert.is(newDesk().current, EXERCISES[1]);
  desk.goTo(EXERCISES.at(-1)!);
  desk.next();
  assert.is(desk.current, EXERCISES[0]);
});

test('hints come one at a time, and the last says so', async () => {
  const desk = newDesk();
  const count = kl.hints.length;
  for (let n = 1; n <= count; n++) {
    const text = (await desk.hint(kl)).join('\n');
    assert.is(text.match(/hint \d/g)!.length, n);
    assert.is(text.includes('that was the last hint'), n === count);
  }
});

test('what is not right yet names the file to edit', async () => {
  const { verdict, lines } = await newDesk().check(kl);
  assert.not(verdict.passed);
  assert.match(lines.at(-1)!, /^ {2}file: .*gaussianKl\.ts$/);
});

test('no line is wider than the terminal', async () => {
  const desk = new Desk({ columns: 50, inColour: false }, 1);
  for (const exercise of [EXERCISES[0], kl]) {
    const lines = (await desk.show(exercise)).filter((line) => !line.startsWith('file: '));
    assert.equal(
      lines.filter((line) => line.length > 50),
      [],
    );
  }
});

test('a damaged file of progress is named and left as it is', () => {
  const path = at('progress.json');
  for (const text of ['{"passed": 3}', 'x', 'null', '{"current":1,"passed":[],"hints":{}}']) {
    writeFileSync(path, text);
    assert.throws(newDesk, (error: Error) => {
      assert.instance(error, ConfigError);
      return /progress\.json: expected current, passed and hints/.test(error.message);
    });
    assert.is(readFileSync(path, 'utf8'), text);
  }
  writeProgress(path, { current: null, passed: ['an exercise of another version'], hints: {} });
  assert.is(score(newDesk()), `0 of ${EXERCISES.length}`);
});

test('where no folder can be made, the runner says why in one line', async () => {
  rmSync(at(''), { recursive: true });
  writeFileSync(at(''), '');
  const error = await newDesk()
    .check(kl)
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  assert.instance(error, ConfigError);
  assert.match((error as Error).message, /^cannot write to .*learn: there is a file of that name/);
});

test.run();
