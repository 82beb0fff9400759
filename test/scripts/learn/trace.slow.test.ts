import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { giveAnswer, readAnswers } from '../../../scripts/learn/answers.ts';
import type { TraceExercise } from '../../../scripts/learn/trace.ts';
import { projectWithoutBodies } from '../../support/learnProject.ts';
import { atMost } from '../../support/short.ts';

const project = projectWithoutBodies();
const { TRACES } = await project.load<typeof import('../../../scripts/learn/trace/traces.ts')>(
  'scripts/learn/trace/traces.ts',
);

interface Asked {
  readonly exercise: TraceExercise;
  readonly folder: string;
  readonly names: readonly string[];
  readonly right: readonly number[];
}

/** Hands it out, and takes the right answers from the source. */
async function asked(exercise: TraceExercise, seed: number): Promise<Asked> {
  const folder = project.newFolder();
  await exercise.handOut(folder, seed);
  const names = [...readAnswers(folder).keys()];
  const steps = await exercise.steps(folder, seed);
  return {
    exercise,
    folder,
    names,
    right: names.map((name) => steps.find((step) => step.name === name)!.value),
  };
}

async function verdictOn(
  { exercise, folder, names }: Asked,
  seed: number,
  values: readonly string[],
) {
  names.forEach((name, n) => assert.is(giveAnswer(folder, `${name} = ${values[n]}`), name));
  return exercise.judge(folder, seed);
}

for (const exercise of atMost(3, TRACES)) {
  const { name } = exercise;

  test(`${name}: right answers with three digits are right, for any seed`, async () => {
    for (const seed of [1, 2]) {
      const given = await asked(exercise, seed);
      const { passed, lines } = await verdictOn(
        given,
        seed,
        given.right.map((value) => String(Number(value.toPrecision(3)))),
      );
      assert.ok(passed, `seed ${seed}: ${lines.join('; ')}`);
    }
  });

  test(`${name}: no answer and three wrong ones are not right; each hint has one more number, none the answer`, async () => {
    const given = await asked(exercise, 1);
    const blank = await exercise.judge(given.folder, 1);
    assert.not(blank.passed);
    assert.ok(blank.lines.every((line) => line.endsWith('no answer yet')));
    const wrong: readonly ((value: number) => number)[] = [
      (value) => value * 1.1 + 0.1,
      (value) => -value - 1,
      (value) => value / 2 + 1.234,
    ];
    for (const change of wrong) {
      const { passed, lines, hints } = await verdictOn(
        given,
        1,
        given.right.map((value) => String(change(value))),
      );
      assert.not(passed);
      assert.is(lines.length, given.names.length);
      assert.ok(hints!.length >= 2);
      for (const [n, one] of given.names.entries()) {
        const hint = hints!.find((text) => text.startsWith(`${one} = `))!;
        assert.not.match(hint, new RegExp(` = ${given.right[n].toPrecision(3)}$`));
      }
    }
  });

  test(`${name}: a text is no answer`, async () => {
    const given = await asked(exercise, 1);
    const { passed, lines } = await verdictOn(
      given,
      1,
      given.names.map(() => 'much'),
    );
    assert.not(passed);
    assert.match(lines[0], 'expected a number such as 1.23, got much');
  });
}

test.run();
