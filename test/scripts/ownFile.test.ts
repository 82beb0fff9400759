import { Script } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadFault } from '../../scripts/ownFile.ts';

/** What Node says of a file with this text where it takes it for CommonJS. */
function syntaxError(text: string): unknown {
  try {
    new Script(text);
  } catch (error) {
    return error;
  }
  return undefined;
}

const NO_MODULE =
  /^(?!.*\n).*; by the package\.json above it, a \.js file is no module: call it \.\/mine\.mjs, or write "type": "module" there$/;

for (const text of ['export default () => ({});', 'import { circle } from "vime/env";']) {
  test(`a module that Node takes for CommonJS is told how it is one: ${text}`, () => {
    assert.match(loadFault('./mine.js', syntaxError(text)), NO_MODULE);
    assert.not.match(loadFault('./mine.cjs', syntaxError(text)), NO_MODULE);
  });
}

test('another syntax error is told as it is, in one line', () => {
  assert.is(loadFault('./mine.js', syntaxError('const a = 1 +;')), "Unexpected token ';'");
  assert.is(loadFault('./mine.js', new Error('no\n  file')), 'no file');
});

test('an await that is in no function is told as such', () => {
  const error = Object.assign(new Error('require()'), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
  assert.match(loadFault('./mine.js', error), /^it, .* has an await outside of a function; move/);
});

test.run();
