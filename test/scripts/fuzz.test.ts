/**
 * Input of every kind, and what was written, with something changed: either it is taken for what it is, or it is refused
 * with a ConfigError of one line.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCommandLine } from '../../scripts/commandLine.ts';
import { createConfig } from '../../src/train/config/config.ts';
import { ConfigError } from '../../src/train/config/field.ts';
import { CAR_OPTIONS } from '../../src/env/car.ts';
import { isFile, type Field } from '../../src/train/config/field.ts';
import { fields } from '../../src/train/config/settings.ts';
import {
  parseConfig,
  parseRecords,
  parseSummary,
  type RunData,
} from '../../src/record/readBack.ts';
import { RunFolder } from '../../src/record/runFolder.ts';
import { trainInto } from '../../src/record/trainInto.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/record/safetensors.ts';
import { compareRuns } from '../../src/report/tables/comparison.ts';
import { learningTables } from '../../src/report/terminal/learningTable.ts';
import {
  checkSameConfig,
  isFinished,
  readResults,
  readRun,
} from '../../src/report/runs/readRuns.ts';
import { assertProperty } from '../support/property.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tinyConfig } from '../support/tinyRun.ts';
import { assertRefused } from '../support/throws.ts';

/** What `read` gives; null if it refuses. Anything else it throws fails the test. */
function orRefused<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    assert.not.match(error.message, /\n/);
    assert.ok(error.message.length < 1000, `a message of ${error.message.length} characters`);
    return null;
  }
}

const HOSTILE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', ''];
/** The settings, and the options of the car. */
const accepted: Readonly<Record<string, Field>> = { ...fields, ...CAR_OPTIONS };
const name = fc.constantFrom(...Object.keys(accepted), ...HOSTILE_NAMES);
const HOSTILE_TEXTS = [
  'NaN',
  '1e999',
  '-0',
  '0x10',
  '1_000',
  '../../etc',
  '\u0000',
  'null',
  'true',
];
const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'binary' }),
  fc.double().map(String),
  fc.integer().map(String),
);
const value = fc.oneof(text, fc.double(), fc.integer(), fc.boolean(), fc.jsonValue());

/** A config is in range whatever it was made from. */
function assertInRange(config: Readonly<Record<string, unknown>>): void {
  const isOfFile = isFile(String(config['env'])); // which is not loaded: its options can be anything
  const names = Object.keys(isOfFile ? fields : accepted);
  assert.equal(Object.keys(config).slice(0, names.length), names);
  for (const field of names) {
    const found = config[field];
    const { default: usual, ...range } = accepted[field];
    if ('orNone' in range && found === 'none') continue;
    if ('orFile' in range && isOfFile) continue;
    assert.is(typeof found, 'orNone' in range ? 'number' : typeof usual); // whose default may be none
    if ('min' in range) assert.ok((found as number) >= range.min && (found as number) <= range.max);
    if ('choices' in range) assert.ok((range.choices as readonly unknown[]).includes(found));
  }
}

test('a command line is a config in range, or refused', () => {
  const script = {
    command: 'run',
    does: '',
    options: {
      out: { kind: 'text', value: 'DIR', help: '' },
      quiet: { kind: 'switch', help: '' },
    },
    settingsBut: [],
    parts: [{ name: 'mountain-car', options: CAR_OPTIONS }],
  } as const;
  const option = fc.oneof(
    fc.tuple(name, text).map(([field, given]) => [`--${field}`, given]),
    fc.tuple(name, text).map(([field, given]) => [`--${field}=${given}`]),
    fc.array(fc.oneof(text, fc.constantFrom('--', '-', '--quiet', '--out', '--no-quiet', '-q'))),
  );
  assertProperty(
    fc.property(fc.array(option, { maxLength: 5 }), (options) => {
      const given = orRefused(() => parseCommandLine(options.flat(), script));
      if (given) {
        const config = orRefused(() => createConfig(given.settings));
        if (config) assertInRange(config);
      }
    }),
    2000,
  );
});

test('config.json is a config in range, or refused', () => {
  const whole = Object.entries(createConfig());
  const object = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((changes) => {
    const members = [...whole, ...changes].map(([field, v]) => {
      return `${JSON.stringify(field)}: ${JSON.stringify(v)}`;
    });
    return `{${members.join(', ')}}`; // names may occur twice, `__proto__` is a name like any other
  });
  const json = fc.oneof(object, fc.json(), fc.string(), fc.constant('['.repeat(100_000)));
  assertProperty(
    fc.property(json, (content) => {
      const config = orRefused(() => parseConfig('config.json', content));
      if (config) assertInRange(config);
    }),
    2000,
  );
  assert.is(Reflect.get({}, 'polluted'), undefined);
  assertInRange(parseConfig('config.json', JSON.stringify(createConfig())));
});

test('numbers too large for their field are refused however they are written', () => {
  const huge = fc.constantFrom('1e999', '9'.repeat(400), '1e308', '-1e308', '1e400', '-1');
  assertProperty(
    fc.property(name, huge, (field, number) => {
      const content = JSON.stringify({ ...createConfig(), [field]: 0 }).replace(
        new RegExp(`"${field}":0([,}])`),
        `"${field}":${number}$1`,
      );
      assert.is(
        orRefused(() => parseConfig('config.json', content)),
        null,
      );
    }),
  );
});

const tensor = fc
  .tuple(
    fc.string({ minLength: 1 }).filter((n) => n !== '__proto__' && n !== '__metadata__'),
    fc.oneof(fc.float64Array(), fc.int32Array(), fc.uint8Array()),
  )
  .map(([n, data]) => ({ name: n, shape: [data.length], data }));
const tensors = fc.uniqueArray(tensor, { maxLength: 4, selector: (t) => t.name });

test('tensors of every kind come back as they were', () => {
  assertProperty(
    fc.property(tensors, fc.dictionary(fc.string(), fc.string()), (given, metadata) => {
      const read = decodeSafetensors(encodeSafetensors(given, metadata));
      assert.equal(read.metadata, { ...metadata });
      for (const { name: n, data } of given) {
        const found = read.tensors.get(n)!.data;
        assert.is(found.constructor, data.constructor);
        assert.ok(Buffer.from(found.buffer).equals(Buffer.from(data.slice().buffer)));
      }
      assert.is(read.tensors.size, given.length);
    }),
  );
});

/** Bytes with bits flipped, pieces taken out, and others put in. */
const changes = fc.array(
  fc.record({ where: fc.nat(), removed: fc.nat(40), put: fc.uint8Array({ maxLength: 9 }) }),
  { minLength: 1, maxLength: 3 },
);
type Changes = typeof changes extends fc.Arbitrary<infer C> ? C : never;

function changed(bytes: Uint8Array, [first, ...rest]: Changes): Uint8Array {
  if (!(first as Changes[number] | undefined)) return bytes;
  const start = first.where % (bytes.length + 1);
  return changed(
    Buffer.concat([bytes.subarray(0, start), first.put, bytes.subarray(start + first.removed)]),
    rest,
  );
}

test('bytes that are no safetensors file are refused; what is read owns every byte', () => {
  assertProperty(
    fc.property(tensors, changes, (given, damage) => {
      const bytes = changed(encodeSafetensors(given), damage);
      const read = orRefused(() => decodeSafetensors(bytes));
      if (!read) return;
      const header = Number(new DataView(Uint8Array.from(bytes).buffer).getBigUint64(0, true));
      const owned = [...read.tensors.values()].reduce((sum, t) => sum + t.data.byteLength, 0);
      assert.is(8 + header + owned, bytes.length);
    }),
    2000,
  );
});

test('hostile headers are refused, without taking memory for what they promise', () => {
  const entry = fc.record(
    {
      dtype: fc.constantFrom('F64', 'I32', 'U8', 'F32', '__proto__', 8),
      shape: fc.oneof(
        fc.array(fc.oneof(fc.nat(), fc.double(), fc.constant(2 ** 52))),
        fc.jsonValue(),
      ),
      data_offsets: fc.oneof(fc.tuple(fc.nat(), fc.maxSafeNat()), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const header = fc.oneof(
    fc.dictionary(fc.oneof(name, fc.constant('__metadata__')), fc.oneof(entry, fc.jsonValue())),
    fc.jsonValue(),
  );
  const length = fc.oneof(fc.constant(null), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
  assertProperty(
    fc.property(header, length, fc.uint8Array(), (content, claimed, data) => {
      const json = Buffer.from(JSON.stringify(content));
      const size = Buffer.alloc(8);
      size.writeBigUInt64LE(claimed ?? BigInt(json.length));
      orRefused(() => decodeSafetensors(Buffer.concat([size, json, data])));
    }),
    2000,
  );
});

// A run on the disk, and one file of it changed.
const at = temporaryFolder();
const RUN = join(at, 'run');
await trainInto(new RunFolder(RUN, tinyConfig()));
for (const file of ['summary.json', 'episodes.jsonl']) {
  // Without the clock, the same seed changes the same bytes.
  const text = readFileSync(join(RUN, file), 'utf8');
  const fixed = text.replaceAll(/("(?:wallS|s)econds": ?)[\d.]+/g, (_, name) => `${name}0.125`);
  assert.is.not(fixed, text);
  writeFileSync(join(RUN, file), fixed);
}
const whole = readRun(RUN);

/** Without what nothing else in the folder vouches for: the clock, the versions and the last measurement. */
function vouchedFor({
  finalScore: _,
  finalScoreSd: __,
  wallSeconds: ___,
  versions: ____,
  ...rest
}: RunData): object {
  return rest;
}

/** What older versions did not write. */
const LATER = ['modelR2', 'remoteShare', 'remoteBonusShare', 'finalScoreSd'];

for (const file of ['summary.json', 'episodes.jsonl', 'weights.safetensors', 'config.json']) {
  test(`a run whose ${file} was changed is read as it was, or refused`, () => {
    const path = join(at, `changed ${file}`);
    cpSync(RUN, path, { recursive: true });
    const bytes = readFileSync(join(RUN, file));
    assertProperty(
      fc.property(changes, (damage) => {
        writeFileSync(join(path, file), changed(bytes, damage));
        orRefused(() => isFinished(path));
        orRefused(() => checkSameConfig(path, tinyConfig()));
        const read = orRefused(() => readRun(path));
        if (!read) return;
        assert.equal(vouchedFor(read), vouchedFor(whole));
      }),
      300,
    );
  });
}

test('a config.json of other settings than the weights were trained with is refused', () => {
  const path = join(at, 'other settings');
  cpSync(RUN, path, { recursive: true });
  const file = join(path, 'config.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"batchSize": 8', '"batchSize": 9'));
  assertRefused(() => readRun(path), `${file}: the weights were trained with other settings`);
  writeFileSync(file, JSON.stringify(JSON.parse(text)));
  assert.equal(readRun(path), whole);
});

test('lines of records and summaries with fields of any type are refused, or keep their types', () => {
  const [line] = readFileSync(join(RUN, 'episodes.jsonl'), 'utf8').split('\n');
  const summary = readFileSync(join(RUN, 'summary.json'), 'utf8');
  for (const [given, parse] of [
    [line, (json: string) => parseRecords('episodes.jsonl', `${json}\n`)[0]],
    [summary, (json: string) => parseSummary('summary.json', json)],
  ] as const) {
    const object = JSON.parse(given) as Record<string, unknown>;
    assertProperty(
      fc.property(fc.constantFrom(...Object.keys(object)), fc.jsonValue(), (field, other) => {
        const read = orRefused(() => parse(JSON.stringify({ ...object, [field]: other })));
        if (!read) return;
        assert.equal(Object.keys(read), Object.keys(object));
        const [was, is] = [object[field], (read as unknown as typeof object)[field]];
        if (was !== null && is !== null) assert.is(typeof is, typeof was);
      }),
      500,
    );
    for (const field of Object.keys(object).filter((name) => !LATER.includes(name))) {
      const rest = Object.fromEntries(Object.entries(object).filter(([n]) => n !== field));
      assert.is(
        orRefused(() => parse(JSON.stringify(rest))),
        null,
        `without ${field}`,
      );
    }
  }
});

test('a refused line is named by its file and number', () => {
  const path = join(at, 'lines');
  cpSync(RUN, path, { recursive: true });
  const file = join(path, 'episodes.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[2] = lines[2].replace(/"evalScore":[^,]+/, '"evalScore":"-100"');
  writeFileSync(file, lines.join('\n'));
  let message = '';
  try {
    readRun(path);
  } catch (error) {
    message = (error as Error).message;
  }
  assert.is(message, `${file}:3: evalScore: expected a number, got "-100"`);
});

test('a file of results makes a table, or is refused', () => {
  const file = join(at, 'results.jsonl');
  const bytes = Buffer.from(`${JSON.stringify(whole)}\n`.repeat(2));
  assertProperty(
    fc.property(changes, (damage) => {
      writeFileSync(file, changed(bytes, damage));
      const runs = orRefused(() => readResults(file));
      if (runs) assert.type(learningTables(compareRuns(runs)), 'string');
    }),
    300,
  );
});

test('a property that fails says why, with the smallest input, and how it is repeated', () => {
  const property = fc.property(fc.nat(), (n) => assert.ok(n < 5, `${n} is too large`));
  let message = '';
  try {
    assertProperty(property);
  } catch (error) {
    message = (error as Error).message;
  }
  assert.match(
    message,
    /^fails after \d+ inputs: 5 is too large\nsmallest input: \[5\]\npath: [\d:]+\nto repeat: TEST_SEED=-?\d+ TEST_CASES=\d+ npm test -- \.\.\.$/,
  );
});

test.run();
