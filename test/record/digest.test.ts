import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { digestBytes, digestOf } from '../../src/record/digest.ts';
import { sha256 } from '../../src/record/disk.ts';
import type { EpisodeRecord } from '../../src/train/train.ts';
import { recordOf } from '../support/records.ts';

const hash = (weights: Uint8Array, records: readonly EpisodeRecord[]): string =>
  digestOf(weights, records, sha256);

test('the digest is taken of the weights and of a text whose names never change', () => {
  const bytes = digestBytes(Uint8Array.of(65, 66), [recordOf({})]);
  assert.is(
    new TextDecoder().decode(bytes),
    'AB{"episode":1,"envSteps":200,"length":200,"reachedGoal":false,"extrinsicReturn":0,"intrinsicReturn":0.5,"epsilon":0.05,' +
      '"qLoss":0.1,"elbo":-1,"klMean":0.2,"klMax":0.3,"evalReturn":-200,"evalSd":0}\n',
  );
});

test('the digest does not depend on what version 0.1.0 did not record: published digests stay', () => {
  const weights = Uint8Array.of(1, 2, 3);
  const later = { modelR2: [0.5], remoteShare: 0.5, remoteBonusShare: 0.5 };
  assert.is(hash(weights, [recordOf(later)]), hash(weights, [recordOf({})]));
});

test('the digest depends on every bit of the weights and every other field of the records', () => {
  const weights = Uint8Array.of(1, 2, 3);
  const records = [recordOf({}), recordOf({ episode: 2 })];
  const digest = hash(weights, records);
  assert.match(digest, /^[0-9a-f]{64}$/);
  assert.is(hash(Uint8Array.of(1, 2, 3), records.slice()), digest);
  const others = [
    hash(Uint8Array.of(1, 2, 4), records),
    hash(weights, records.slice(0, 1)),
    hash(weights, records.slice().reverse()),
    ...Object.entries(records[0])
      .filter(([name]) => !['modelR2', 'remoteShare', 'remoteBonusShare'].includes(name))
      .map(([name, value]) => {
        const changed = typeof value === 'boolean' ? !value : Number(value) + 1e-9;
        return hash(weights, [{ ...records[0], [name]: changed }, records[1]]);
      }),
  ];
  assert.is(new Set([digest, ...others]).size, 1 + others.length);
});

test.run();
