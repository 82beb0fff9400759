import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/experiment/field.ts';
import {
  DiskError,
  readBytes,
  readText,
  sha256,
  writeWhole,
  writing,
} from '../../src/experiment/record.ts';
import { temporaryFolder } from '../support/temporary.ts';

const at = temporaryFolder();

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

test('a file is written as a whole, in the place of another, and nothing is left beside it', () => {
  const folder = join(at, 'whole');
  mkdirSync(folder);
  const path = join(folder, 'file');
  for (const content of ['a long first text', 'short', '', 'ü → 0']) {
    writeWhole(path, content);
    assert.is(readText(path), content);
  }
  writeWhole(path, Uint8Array.of(0, 255, 10));
  assert.equal([...readBytes(path)], [0, 255, 10]);
  assert.equal(readdirSync(folder), ['file']);
});

test('what cannot be written leaves what was there, and nothing beside it', () => {
  const folder = join(at, 'in the way');
  mkdirSync(join(folder, 'file', 'deeper'), { recursive: true });
  const error = thrownBy(() => writeWhole(join(folder, 'file'), 'new'));
  assert.instance(error, DiskError);
  assert.match(error.message, /^cannot write .*file: EISDIR|ENOTEMPTY|EEXIST/);
  assert.equal(readdirSync(folder), ['file']);
  assert.ok(existsSync(join(folder, 'file', 'deeper')));
});

test('a folder that is missing is named, not made', () => {
  const path = join(at, 'missing', 'file');
  const error = thrownBy(() => writeWhole(path, 'x'));
  assert.instance(error, DiskError);
  assert.ok(error.message.startsWith(`cannot write ${path}: ENOENT`), error.message);
  assert.not(existsSync(join(at, 'missing')));
});

test('of two reasons the inner one is given', () => {
  const inner = new DiskError('the disk is full');
  const error = thrownBy(() =>
    writing('folder', () => {
      throw inner;
    }),
  );
  assert.is(error, inner);
});

test('what cannot be read is a ConfigError', () => {
  for (const path of [join(at, 'nothing here'), at]) {
    const error = thrownBy(() => readText(path));
    assert.instance(error, ConfigError);
    assert.ok(error.message.startsWith(`cannot read ${path}: E`), error.message);
  }
});

test('SHA-256 is that of FIPS 180-2', () => {
  assert.is(
    Buffer.from(sha256(new TextEncoder().encode('abc'))).toString('hex'),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

test('reading changes nothing', () => {
  const path = join(at, 'read');
  writeFileSync(path, 'text');
  readText(path);
  assert.is(readFileSync(path, 'utf8'), 'text');
});

test.run();
