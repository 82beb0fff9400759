import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { giveAnswer } from '../../../scripts/learn/answers.ts';
import { faultLines, withFault } from '../../../scripts/learn/debug.ts';
import { FAULTS, type Fault, type FaultName } from '../../../scripts/learn/faults.ts';
import { LearnProject, sourceOf } from '../../support/learnProject.ts';
import { WRONG_MENDS } from '../../support/solutions.ts';
import { atMost } from '../../support/short.ts';

/** All the originals with their faults: what is judged there must be the learner's copy. */
const broken = new Map<string, string>();
for (const fault of FAULTS) {
  broken.set(fault.file, withFault(broken.get(fault.file) ?? sourceOf(fault.file), fault));
}
const project = new LearnProject(broken);
const { EXERCISES } = await project.load<typeof import('../../../scripts/learn/exercises.ts')>(
  'scripts/learn/exercises.ts',
);

/** Hands the fault out, and judges after a change of the copy or with an answer. */
async function verdictOf(fault: Fault, mend: string | null, answer: string | null) {
  const exercise = EXERCISES.find(({ name }) => name === fault.name)!;
  const folder = project.newFolder();
  await exercise.handOut(folder, 1);
  const path = join(folder, 'src', fault.file);
  const text = readFileSync(path, 'utf8');
  const [line] = faultLines(text, fault)!;
  if (mend !== null)
    writeFileSync(
      path,
      text.replace(fault.replace, () => mend),
    );
  if (answer !== null) giveAnswer(folder, answer.replace('LINE', String(line)));
  return exercise.judge(folder, 1);
}

for (const fault of atMost<Fault>(3, FAULTS)) {
  const { name, file, find, replace } = fault;

  test(`${name}: the text to find is once in ${file}, and what replaces it nowhere`, () => {
    const text = sourceOf(file);
    assert.is(text.split(find).length, 2);
    assert.not(text.includes(replace));
  });

  test(`${name}: what the learner reads does not name the file`, () => {
    const { title, symptom } = fault;
    assert.not(`${title} ${symptom}`.includes(file.replace(/^.*\//, '')));
  });

  test(`${name}: as handed out it is not right, nor with wrong answers or another change`, async () => {
    for (const [mend, answer, said] of [
      [null, null, 'no answer yet'],
      [null, 'line = src/vime.ts:1', 'as it was'],
      [null, `line = src/${file}:1`, 'as it was'],
      [null, 'line = everything', 'such as src/dqn/dqn.ts:12'],
      [WRONG_MENDS[name as FaultName], null, 'the line was changed, but'],
    ] as const) {
      const { passed, lines } = await verdictOf(fault, mend, answer);
      assert.not(passed, `${mend} ${answer}`);
      assert.ok(lines.join(' ').includes(said), lines.join(' '));
    }
  });

  test(`${name}: its place is right, and so is the line as it was`, async () => {
    for (const [mend, answer] of [
      [null, `line = src/${file}:LINE`],
      [null, `src/${file}:LINE`],
      [null, `src/${file}:LINE:7`], // with the column, as editors copy it
      [find, null],
      [`/* ${replace} */ ${find}`, null], // the learner keeps the line that was wrong
    ] as const) {
      const { passed, lines } = await verdictOf(fault, mend, answer);
      assert.ok(passed, lines.join('; '));
      assert.is(lines.length, 3);
    }
  });
}

test.run();
