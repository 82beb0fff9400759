/** What the phase space of the page shows: the maps of the reports, and those that need the run itself. */
import { CARS } from '../train/config/environments.ts';
import type { Measure } from '../curiosity/curiosity.ts';
import type { Config } from '../train/config/settings.ts';
import type { MapScale } from '../report/phase/mapColours.ts';
import { mapKinds, type MapWords } from '../report/phase/mapKinds.ts';

export interface LayerKind {
  /** Null if a run has no such map. */
  readonly words: (measure: Measure | null, config: Config) => MapWords | null;
  readonly scale: (measure: Measure | null) => MapScale;
}

export const LAYERS = {
  ...mapKinds,
  noise: {
    words: (measure, { noise }) =>
      measure?.uncertainty && noise === 'learned'
        ? {
            id: 'noise',
            title: 'Learned noise',
            unit: 'sd, in sd of the change',
            caption:
              'How far an outcome may lie from its prediction even if the weights were known: what cannot be learnt.',
          }
        : null,
    scale: () => 'log',
  },
  optimal: {
    words: (_, { env }) =>
      env in CARS
        ? {
            id: 'optimal',
            title: 'Optimal action',
            unit: 'action',
            caption:
              'The action that reaches the goal in the fewest steps, by value iteration: what the agent does not know.',
          }
        : null,
    scale: () => 'actions',
  },
} as const satisfies Record<string, LayerKind>;

export type LayerName = keyof typeof LAYERS;

export const layerOf = (name: LayerName): LayerKind => LAYERS[name];
