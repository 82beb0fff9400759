import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { COLOURS } from '../../../scripts/book/style.ts';
import { FAINT_INK, INK, PAPER, type Theme } from '../../../src/report/draw/palette.ts';
import { contrast } from '../../support/contrast.ts';

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  const { shade, ...inks } = COLOURS[theme];
  const texts = { ...inks, ink: INK[theme], faint: FAINT_INK[theme] };
  for (const [name, colour] of Object.entries(texts)) {
    test(`${name} can be read in the ${theme} theme, on paper and on shade`, () => {
      for (const ground of [PAPER[theme], shade]) {
        const ratio = contrast(colour, ground);
        assert.ok(ratio >= 4.5, `${colour} on ${ground}: ${ratio.toFixed(2)}`);
      }
    });
  }
}

test.run();
