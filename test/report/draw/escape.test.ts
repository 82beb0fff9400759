import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { escapeMarkup } from '../../../src/report/draw/escape.ts';

test('text cannot leave its place in markup', () => {
  assert.is(
    escapeMarkup(`<a href="x" id='y'>&amp;</a>`),
    '&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
  );
  assert.is(escapeMarkup('predictive-kl, 95 %'), 'predictive-kl, 95 %');
});

test.run();
