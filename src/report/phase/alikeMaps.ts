/** Which runs have maps of a kind, and which of them share a figure and its colours. */
import type { PhaseMaps } from '../../train/phaseSpace.ts';
import type { PhaseRecord } from '../../train/config/task.ts';
import type { Measure } from '../../curiosity/curiosity.ts';
import type { MapScale } from './mapColours.ts';
import { mapKinds, type MapKind, type MapWords } from './mapKinds.ts';

/** The maps of one run. */
export interface RunMaps {
  /** What tells the run from the others, `vime`. */
  readonly label: string;
  /** What its agent's curiosity measures; null without one. */
  readonly measure: Measure | null;
  /** In the order of the episodes after which they were drawn. */
  readonly byEpisode: readonly PhaseMaps[];
  readonly phaseSpace: PhaseRecord;
  /** Null: they have no names. */
  readonly actionNames: readonly string[] | null;
}

export type MapName = keyof typeof mapKinds;

/** Runs that have such maps after some episode. */
const able = (kind: MapKind, runs: readonly RunMaps[]): readonly RunMaps[] =>
  runs.filter(
    ({ measure, byEpisode }) =>
      kind.words(measure) !== null && byEpisode.some((maps) => kind.values(maps)),
  );

/** Maps of one kind of runs that measure the same. */
export interface AlikeMaps {
  readonly kind: MapKind;
  readonly words: MapWords;
  readonly scale: MapScale;
  readonly runs: readonly RunMaps[];
  /** Whether there are other runs, so that a label is needed. */
  readonly areNamed: boolean;
}

/** The runs that have such maps, in groups whose numbers have the same unit and scale and so share colours. */
export function alikeMaps(name: MapName, runs: readonly RunMaps[]): AlikeMaps[] {
  const kind: MapKind = mapKinds[name];
  const groups = new Map<string, RunMaps[]>();
  for (const run of able(kind, runs)) {
    const { id, unit } = kind.words(run.measure)!;
    const scale = kind.scale(run.measure);
    const key = JSON.stringify([id, unit, scale, run.phaseSpace, run.actionNames]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].map((alike) => {
    const { measure } = alike.find((run) => run.measure !== null) ?? alike[0];
    return {
      kind,
      words: kind.words(measure)!,
      scale: kind.scale(measure),
      runs: alike,
      areNamed: runs.length > 1,
    };
  });
}
