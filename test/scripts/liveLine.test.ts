import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { duration, LiveLine, Parts } from '../../scripts/liveLine.ts';

/** A stream that keeps what is written; a terminal if it has columns. */
function output(columns?: number): { stream: WriteStream; text: () => string } {
  let text = '';
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      text += String(chunk);
      done();
    },
  });
  const properties = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(stream, properties) as unknown as WriteStream, text: () => text };
}

const REDRAW = '\u001b[2K\u001b[1G';

test('in a terminal the line is redrawn, never wraps, and makes way for notes', () => {
  const { stream, text } = output(10);
  const line = new LiveLine(stream, () => 0);
  line.show('a long first line');
  line.show('second');
  line.note('a note stays');
  line.show('third');
  line.clear();
  line.clear();
  assert.is(text(), `a long fi${REDRAW}second${REDRAW}a note stays\nthird${REDRAW}`);
});

test('in a pipe there is a plain line after 3 s, then at twice the time, and at last every minute', () => {
  const { stream, text } = output();
  let now = 0;
  const line = new LiveLine(stream, () => now);
  for (; now < 300; now++) line.show(String(now));
  line.clear();
  assert.is(text(), '3\n9\n21\n45\n93\n153\n213\n273\n');
});

test('parts are counted, with the time left by their sizes', () => {
  const { stream, text } = output(80);
  let now = 0;
  const parts = new Parts(new LiveLine(stream, () => now), 'pictures', [1, 2, 3], () => now);
  parts.begin('chart');
  now = 10;
  parts.begin('maps');
  now = 30;
  parts.begin('animation');
  const shown = [
    '0 of 3 pictures: chart',
    '1 of 3 pictures, 50 s left: maps',
    '2 of 3 pictures, 30 s left: animation',
  ];
  assert.is(text(), shown.join(REDRAW));
});

test('of parts that are under way together each end counts', () => {
  const { stream, text } = output(80);
  let now = 0;
  const parts = new Parts(new LiveLine(stream, () => now), 'mutants', [1, 1], () => now);
  now = 61;
  parts.finish();
  parts.finish();
  assert.is(text(), `1 of 2 mutants, 1 min 1 s left${REDRAW}2 of 2 mutants, 0 s left`);
});

test('durations are in seconds, minutes or hours', () => {
  assert.equal([0.4, 59.4, 59.6, 3599, 3600, 90061].map(duration), [
    '0 s',
    '59 s',
    '1 min 0 s',
    '59 min 59 s',
    '1 h 0 min',
    '25 h 1 min',
  ]);
});

test.run();
