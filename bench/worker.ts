/**
 * Runs one group in a process of its own and sends what it found to the parent, piece by piece. V8 compiles a
 * function for the types and calls it has seen so far; a group that runs after others would be measured with
 * their history.
 */
import '../scripts/ndarrayOps.ts';
import { FLOPS_OF_CEILING, arithmeticCeiling, copyCeiling } from './ceiling.ts';
import type { Case, Figure, Flags, Row, Work } from './case.ts';
import { loadGroup } from './groups.ts';
import { measure } from './measure.ts';
import { duration } from './table.ts';

/** Messages to the parent. */
export type Message =
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'figure'; readonly figure: Figure }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'title'; readonly title: string };

const OTHERS = ['definition', 'ndarrayOps', 'handFused'] as const;

function measureCase(entry: Case): Row {
  entry.check();
  const works: Work[] = [entry.work];
  const add = (work: Work | undefined): number | null => (work ? works.push(work) - 1 : null);
  const places = OTHERS.map((name) => add(entry.others?.[name]));
  const { flops, bytes } = entry;
  const ceiling = add(flops ? arithmeticCeiling() : bytes ? copyCeiling(bytes) : undefined);

  const timings = measure(works);
  const { median } = timings[0];
  const [timesDefinition, timesNdarrayOps, timesHandFused] = places.map((place) =>
    place === null ? null : timings[place].median / median,
  );
  // Both sides in work done per ns.
  const best =
    ceiling === null ? null : (flops ? FLOPS_OF_CEILING : bytes!) / timings[ceiling].median;
  return {
    name: entry.name,
    size: entry.size,
    timing: timings[0],
    nsPerElement: median / entry.elements,
    gflops: flops ? flops / median : null,
    timesDefinition,
    timesNdarrayOps,
    timesHandFused,
    ofCeiling: best === null ? null : (flops ?? bytes!) / median / best,
    target: verdict(entry, median, timesHandFused),
  };
}

function verdict({ target }: Case, median: number, timesHandFused: number | null): string | null {
  if (target?.ns !== undefined) {
    return `at most ${duration(target.ns)}: ${median <= target.ns ? 'met' : 'missed'}`;
  }
  if (target?.timesHandFused !== undefined && timesHandFused !== null) {
    const times = 1 / timesHandFused;
    const word = times <= target.timesHandFused ? 'met' : 'missed';
    return `at most ${target.timesHandFused}x the time by hand: ${times.toFixed(2)}x, ${word}`;
  }
  return null;
}

/** Sends one after the other: a message must have left before the process may end. */
function tell(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send!(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

const [name, flags] = process.argv.slice(2);
const group = await loadGroup(name);
await tell({ kind: 'title', title: group.title });
for (const entry of group.cases?.() ?? []) await tell({ kind: 'row', row: measureCase(entry) });
for (const figure of group.figures?.(JSON.parse(flags) as Flags) ?? []) {
  await tell({ kind: 'figure', figure });
}
if (group.text) await tell({ kind: 'text', text: group.text() });
process.disconnect();
