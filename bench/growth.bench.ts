/** How cost grows with the width of the network, the batch and the memory: a Markdown table for the README. */
import type { Group } from './case.ts';
import { consume, measure } from './measure.ts';
import { duration, markdownTable } from './table.ts';
import { dqnStep, gains } from './works.ts';

const MS = 400;

interface Point {
  readonly hidden: number;
  readonly batchSize: number;
  readonly replaySize: number;
}

const usual: Point = { hidden: 64, batchSize: 64, replaySize: 10_000 };

function dqnRow(point: Point): string[] {
  const { step } = dqnStep(point);
  const [{ median }] = measure(
    [
      (times) => {
        let total = 0;
        for (let i = 0; i < times; i++) total += step().loss;
        return total;
      },
    ],
    MS,
  );
  const { hidden, batchSize, replaySize } = point;
  return [
    'DQN step',
    String(hidden),
    String(batchSize),
    `${replaySize}`,
    duration(median),
    duration(median / batchSize),
  ];
}

function gainRow(rows: number, total: number): string[] {
  const { measure: gainsOf, chunks } = gains(rows, total);
  const [{ median }] = measure(
    [
      (times) => {
        let sum = 0;
        for (let i = 0; i < times * chunks; i++) sum += gainsOf(i % chunks)[0];
        return sum;
      },
    ],
    MS,
  );
  return [
    'gains of all',
    '32',
    String(rows),
    String(total),
    duration(median),
    duration(median / total),
  ];
}

function text(): string {
  const points: Point[] = [
    ...[16, 32, 64, 128, 256, 512].map((hidden) => ({ ...usual, hidden })),
    ...[1, 8, 32, 128, 512].map((batchSize) => ({ ...usual, batchSize })),
    ...[1000, 100_000, 1_000_000].map((replaySize) => ({ ...usual, replaySize })),
  ];
  const rows = points.map((point) => {
    process.stderr.write('.');
    return dqnRow(point);
  });
  for (const total of [1000, 10_000, 100_000]) rows.push(gainRow(100, total));
  process.stderr.write('\n');
  consume(0);
  return markdownTable(['work', 'width', 'batch', 'memory', 'a step', 'a transition'], rows);
}

export const group: Group = { title: 'How cost grows', text };
