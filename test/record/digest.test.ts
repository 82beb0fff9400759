import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { digestBytes } from '../../src/record/digest.ts';
import { recordOf } from '../support/records.ts';

test('the digest is taken of the weights and of a text whose names never change', () => {
  const bytes = digestBytes(Uint8Array.of(65, 66), [recordOf({})]);
  assert.is(
    new TextDecoder().decode(bytes),
    'AB{"episode":1,"envSteps":200,"length":200,"reachedGoal":false,"extrinsicReturn":0,"intrinsicReturn":0.5,"epsilon":0.05,' +
      '"qLoss":0.1,"elbo":-1,"klMean":0.2,"klMax":0.3,"evalReturn":-200,"evalSd":0}\n',
  );
});

test.run();
