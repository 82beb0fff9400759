import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyMutant, mutantsOf } from '../../scripts/mutants/mutations.ts';

/** The code of each mutant. */
const mutated = (code: string): string[] =>
  mutantsOf('a.ts', code).map((mutant) => applyMutant(mutant, code));

test('an operator becomes the one that differs at the bound, and its opposite', () => {
  assert.equal(mutated('const a = b < c;'), ['const a = b <= c;', 'const a = b >= c;']);
  assert.equal(mutated('const a = b === c;'), ['const a = b !== c;']);
  assert.equal(mutated('const a = b && c;'), ['const a = b || c;']);
  assert.equal(mutated('const a = b * c;'), ['const a = b / c;']);
});

test('a number becomes the next one, and 0', () => {
  assert.equal(mutated('const a = 0;'), ['const a = 1;']);
  assert.equal(mutated('const a = 1_000;'), ['const a = 1001;', 'const a = 0;']);
});

test('signs, flags, steps and Math.min and max are replaced', () => {
  assert.equal(mutated('const a = -b;'), ['const a = b;']);
  assert.equal(mutated('const a = !b;'), ['const a = b;']);
  assert.equal(mutated('const a = true;'), ['const a = false;']);
  assert.equal(mutated('const a = b[c++];'), ['const a = b[c--];']);
  assert.equal(mutated('const a = b[--c];'), ['const a = b[++c];']);
  assert.equal(mutated('const a = Math.min(b, c);'), ['const a = Math.max(b, c);']);
});

test('a call or an assignment is removed', () => {
  assert.equal(mutated('f(a);'), [';']);
  assert.equal(mutated('a = b;'), [';']);
  assert.equal(mutated('a += b;'), [';', 'a -= b;']);
  assert.equal(mutated('class A extends B { constructor() { super(c); } }'), []);
});

test('types, imports, joined texts and the texts of errors are left alone', () => {
  assert.equal(mutated("import { a } from './a.ts';"), []);
  assert.equal(mutated('let a: 1 | true;'), []);
  assert.equal(mutated("const a = 'b' + c + d;"), []);
  assert.equal(mutated('if (a) throw new RangeError(`${b - 1}`);'), []);
});

test('a mutant knows its line and where in it the mistake is', () => {
  const [mutant] = mutantsOf('a.ts', 'const a = b;\n  const c = a / b;\n');
  assert.is(mutant.line, 2);
  assert.is(mutant.code, 'const c = a / b;');
  assert.is(mutant.code[mutant.at], '/');
  assert.is(mutant.was, '/');
});

test.run();
