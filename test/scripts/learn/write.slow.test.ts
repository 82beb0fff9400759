/** Each body: not right as handed out, nor with wrong bodies; right with the true one and with another form of it, whatever the original is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bodyOf, withBody } from '../../../scripts/learn/hole.ts';
import { writeExercise, type Writing } from '../../../scripts/learn/write.ts';
import { WRITINGS } from '../../../scripts/learn/write/writings.ts';
import type { Exercise } from '../../../scripts/learn/exercise.ts';
import { projectWithoutBodies, sourceOf } from '../../support/learnProject.ts';
import { RIGHT_BODIES, WRONG_BODIES } from '../../support/solutions.ts';
import { atMost } from '../../support/short.ts';

const project = projectWithoutBodies();
const { EXERCISES } = await project.load<typeof import('../../../scripts/learn/exercises.ts')>(
  'scripts/learn/exercises.ts',
);

/** Judges a body in a new folder, by the runner of the copy with the broken originals. */
async function verdictOf({ name, file, body }: Writing, text: string) {
  const exercise = EXERCISES.find((one) => one.name === name)!;
  const folder = project.newFolder();
  await exercise.handOut(folder, 1);
  const path = join(folder, exercise.file);
  writeFileSync(path, withBody(readFileSync(path, 'utf8'), body, text));
  assert.is(exercise.file, `src/${file}`);
  return exercise.judge(folder, 1);
}

for (const writing of atMost(3, WRITINGS)) {
  const { name, file, body } = writing;
  const truth = bodyOf(sourceOf(file), body);

  test(`${name}: as handed out it is not right, and the curve has no points of its own`, async () => {
    const exercise: Exercise = writeExercise(writing);
    const folder = project.newFolder();
    await exercise.handOut(folder, 1);
    const { passed, lines, charts } = await exercise.judge(folder, 1);
    assert.not(passed);
    assert.match(lines[0], `${body} is yours to write`);
    assert.is(lines.filter((line) => line.includes('yours to write')).length, 1);
    assert.ok(charts.length > 0);
    for (const { curves } of charts) {
      assert.equal(
        curves.map((curve) => curve.name),
        ['yours', 'true'],
      );
      assert.ok(curves[0].points.every(([, y]) => Number.isNaN(y)));
      assert.ok(curves[1].points.every(([, y]) => Number.isFinite(y)));
    }
  });

  test(`${name}: the true body is right, whatever the original is`, async () => {
    const { passed, lines } = await verdictOf(writing, truth);
    assert.ok(passed, lines.join('; '));
  });

  test(`${name}: a right body of another form is right`, async () => {
    const { passed, lines } = await verdictOf(writing, RIGHT_BODIES[name]);
    assert.ok(passed, lines.join('; '));
  });

  WRONG_BODIES[name].forEach(([find, replace], n) => {
    test(`${name}: wrong body ${n + 1} is not right`, async () => {
      assert.is(truth.split(find).length, 2, `the body has the text ${find} once`);
      const { passed, lines } = await verdictOf(
        writing,
        truth.replace(find, () => replace),
      );
      assert.not(passed);
      assert.ok(lines.length > 0);
    });
  });
}

test('each body has three wrong ones or more', () => {
  for (const { name } of WRITINGS) assert.ok(WRONG_BODIES[name].length >= 3, name);
});

test.run();
