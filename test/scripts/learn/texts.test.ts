/** What tasks and hints say of the source. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXERCISES } from '../../../scripts/learn/exercises.ts';
import { ROOT } from '../../../scripts/learn/workspace.ts';
import { WRITINGS } from '../../../scripts/learn/write/writings.ts';
import { bodyOf } from '../../../scripts/learn/hole.ts';
import { sourceOf } from '../../support/learnProject.ts';
import { RIGHT_BODIES, WRONG_BODIES } from '../../support/solutions.ts';

/** Words before a bracket in formulas of the texts that are no functions of the source. */
const OF_FORMULAS = new Set(['N', 'Q', 'p', 'q', 'E', 'KL', 'Math']);

for (const { name, file, task, hints, body } of WRITINGS) {
  test(`${name}: every function that its texts call is in the file that is handed out`, () => {
    const text = sourceOf(file);
    const called = [...task, ...hints].flatMap((one) =>
      [...one.matchAll(/(?<![\w.#\p{L}])([A-Za-z]\w*)\(/gu)].map(([, word]) => word),
    );
    const missing = called.filter(
      (word) => !OF_FORMULAS.has(word) && !new RegExp(`\\b${word}\\b`).test(text),
    );
    assert.equal(missing, []);
  });

  test(`${name}: the texts that make its body wrong are in it once`, () => {
    const truth = bodyOf(sourceOf(file), body);
    for (const [find] of WRONG_BODIES[name]) assert.is(truth.split(find).length, 2, find);
    assert.ok(RIGHT_BODIES[name]);
  });
}

test('names in camel case and paths that tasks and hints name are in the source', () => {
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => sourceOf(file));
  const all = files.join('\n');
  const faults = EXERCISES.flatMap(({ name, task, hints }) => {
    const text = [...task(1), ...hints].join(' ');
    const names = text.match(/\b[a-z]+[A-Z]\w*\b/g) ?? [];
    const paths = text.match(/\b(?:src|docs)\/[\w/]+\.\w+/g) ?? [];
    return [
      ...names.filter((word) => !new RegExp(`\\b${word}\\b`).test(all)),
      ...paths.filter((path) => !existsSync(join(ROOT, path))),
    ].map((word) => `${name}: ${word}`);
  });
  assert.equal(faults, []);
});

test.run();
