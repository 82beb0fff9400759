import { execFileSync } from 'node:child_process';
import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../src/train/config/field.ts';
import {
  checkWritable,
  DiskError,
  exists,
  LineFile,
  makeFolder,
  namesIn,
  readBytes,
  readText,
  reading,
  removeFile,
  sha256,
  writeWhole,
  writing,
} from '../../src/record/disk.ts';
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
  assert.match(error.message, /^cannot write .*file: .*\((EISDIR|ENOTEMPTY|EEXIST)\)$/);
  assert.equal(readdirSync(folder), ['file']);
  assert.ok(existsSync(join(folder, 'file', 'deeper')));
});

test('a folder that is missing is named, not made', () => {
  const path = join(at, 'missing', 'file');
  const error = thrownBy(() => writeWhole(path, 'x'));
  assert.instance(error, DiskError);
  assert.ok(
    error.message.startsWith(`cannot write ${path}: there is no such file or folder`),
    error.message,
  );
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
    assert.ok(error.message.startsWith(`cannot read ${path}: `), error.message);
    assert.match(error.message, /\((ENOENT|EISDIR)\)$/);
  }
});

test('a folder is made with those it is in; one that is there stays', () => {
  const path = join(at, 'a', 'b', 'c');
  makeFolder(path);
  writeFileSync(join(path, 'file'), '');
  makeFolder(path);
  makeFolder(join(path, '..', '..'));
  assert.equal(readdirSync(path), ['file']);
});

writeFileSync(join(at, 'a file'), '');
symlinkSync('loop', join(at, 'loop'));
const long = 'x'.repeat(300);
for (const [what, name, reason] of [
  ['a file', 'a file', 'there is a file of that name (EEXIST)'],
  ['under a file', 'a file/deeper', 'a part of the path is a file, expected a folder (ENOTDIR)'],
  ['deep under a file', 'a file/b/c', 'a part of the path is a file, expected a folder (ENOTDIR)'],
  ['too long a name', long, 'the name is too long (ENAMETOOLONG)'],
  ['in a folder with too long a name', `${long}/b`, 'the name is too long (ENAMETOOLONG)'],
  ['under links in a loop', 'loop/b', 'its symbolic links form a loop (ELOOP)'],
] as const) {
  test(`a folder that cannot be made is refused as what it is: ${what}`, () => {
    const path = join(at, name);
    const error = thrownBy(() => makeFolder(path));
    assert.instance(error, ConfigError);
    assert.is(error.message, `cannot write to ${path}: ${reason}`);
  });
}

/** Calls of the system that fail while `run` is running. */
function failing(
  call: 'mkdirSync' | 'openSync' | 'writeFileSync' | 'accessSync' | 'readdirSync' | 'statSync',
  code: string,
  run: () => void,
): void {
  const original = fs[call];
  const fail = (): never => {
    throw Object.assign(new Error(`${code}: some words, ${call} 'some path'`), { code });
  };
  Object.assign(fs, { [call]: fail });
  syncBuiltinESMExports();
  try {
    run();
  } finally {
    Object.assign(fs, { [call]: original });
    syncBuiltinESMExports();
  }
}

const REFUSALS = [
  ['EROFS', 'the disk is read-only (EROFS)'],
  ['EACCES', 'permission denied (EACCES)'],
  ['EPERM', 'the system does not permit it (EPERM)'],
  ['ENOSPC', 'no space is left on the disk (ENOSPC)'],
  ['EDQUOT', 'the disk quota is used up (EDQUOT)'],
  ['EMFILE', 'too many files are open in this process (EMFILE)'],
  ['ENFILE', 'too many files are open on this machine (ENFILE)'],
  ['EIO', 'the disk reports an error (EIO)'],
] as const;
for (const [code, reason] of REFUSALS) {
  test(`${code} is named as what it is, wherever it comes from`, () => {
    const there = join(at, `there ${code}`);
    mkdirSync(there);
    const file = join(there, 'file');
    const messageOf = (call: Parameters<typeof failing>[0], run: () => unknown): string => {
      let message = '';
      failing(call, code, () => (message = thrownBy(run).message));
      return message;
    };
    const folder = join(at, 'not', 'there', code);
    assert.is(
      messageOf('mkdirSync', () => makeFolder(folder)),
      `cannot write to ${folder}: ${reason}`,
    );
    assert.is(
      messageOf('accessSync', () => makeFolder(there)),
      `cannot write to ${there}: ${reason}`,
    );
    assert.is(
      messageOf('openSync', () => writeWhole(file, 'x')),
      `cannot write ${file}: ${reason}`,
    );
    assert.is(
      messageOf('writeFileSync', () => writeWhole(file, 'x')),
      `cannot write ${file}: ${reason}`,
    );
    const lines = new LineFile(file, 'before\n');
    assert.is(
      messageOf('writeFileSync', () => lines.append('x\n')),
      `cannot write ${file}: ${reason}`,
    );
    assert.is(
      messageOf('statSync', () => exists(file)),
      `cannot read ${file}: ${reason}`,
    );
    assert.is(
      messageOf('readdirSync', () => reading(there, () => namesIn(there))),
      `cannot read ${there}: ${reason}`,
    );
    assert.equal(readdirSync(there), ['file']);
    assert.is(readText(file), 'before\n');
  });
}

test('what is not there, or lies under a file, does not exist; what the system does not say is no answer', () => {
  assert.ok(exists(join(at, 'a file')));
  assert.not(exists(join(at, 'nothing here')));
  assert.not(exists(join(at, 'a file', 'deeper')));
  assert.match(thrownBy(() => exists(join(at, long))).message, /: the name is too long/);
});

test('a folder in the place of a file is named when it is to be removed', () => {
  const path = join(at, 'folder in place');
  mkdirSync(path);
  const error = thrownBy(() => removeFile(path));
  assert.instance(error, DiskError);
  assert.is(error.message, `cannot write ${path}: it is a folder, expected a file (ERR_FS_EISDIR)`);
  removeFile(join(at, 'nothing here'));
});

test('a pipe or a device is neither read, which may never end, nor replaced by a file', () => {
  const pipe = join(at, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reason = 'it is a device or a pipe, expected a file';
  assert.is(thrownBy(() => readBytes(pipe)).message, `cannot read ${pipe}: ${reason}`);
  assert.is(thrownBy(() => readText('/dev/zero')).message, `cannot read /dev/zero: ${reason}`);
  assert.is(thrownBy(() => writeWhole(pipe, 'x')).message, `cannot write ${pipe}: ${reason}`);
  assert.is(thrownBy(() => checkWritable(pipe)).message, `cannot write ${pipe}: ${reason}`);
  assert.ok(statSync(pipe).isFIFO());
});

test('whether a file can be written is known before there is anything to write', () => {
  const folder = join(at, 'made', 'deeper');
  checkWritable(join(folder, 'new'));
  assert.ok(existsSync(folder));
  assert.match(
    thrownBy(() => checkWritable(folder)).message,
    /^cannot write .*deeper: it is a folder, expected a file \(EISDIR\)$/,
  );
  assert.equal(readdirSync(folder), []);
});

test('a folder that cannot be made where its parent is there is refused', () => {
  assert.match(thrownBy(() => makeFolder('/proc/vime/deeper')).message, /^cannot write to \/proc/);
  assert.not.match(thrownBy(() => makeFolder('/proc/vime')).message, /call stack/);
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
