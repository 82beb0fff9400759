/** What the phase-space maps of a run show. */
import type { CuriosityMaps, PhaseMaps } from '../../train/phaseSpace.ts';
import type { Measure, Quantity } from '../../curiosity/curiosity.ts';
import type { MapScale } from './mapColours.ts';

export interface MapWords {
  /** Letters and `-`; the file of the figure is called after it. */
  readonly id: string;
  readonly title: string;
  /** What the numbers under the colour bar are. */
  readonly unit: string;
  readonly caption: string;
}

export interface MapKind {
  /** What is shown, of an agent whose curiosity measures this; null if an agent has no such map. */
  readonly words: (measure: Measure | null) => MapWords | null;
  readonly scale: (measure: Measure | null) => MapScale;
  /** The numbers [CELLS]; null if the run has no such map. */
  readonly values: (maps: PhaseMaps) => readonly number[] | null;
}

const curious =
  (field: keyof CuriosityMaps) =>
  ({ curiosity }: PhaseMaps): readonly number[] | null =>
    curiosity && curiosity[field];

/** Of a measure and its bonus: a logarithmic scale cannot show what is negative. */
const curiousScale = (measure: Measure | null): MapScale => (measure?.isSigned ? 'linear' : 'log');

/** `information-gain`, for names of files. */
const idOf = ({ name }: Quantity): string => name.replaceAll(' ', '-');

/** With a capital at the start. */
export const capitalised = (text: string): string => text[0].toUpperCase() + text.slice(1);

/** Of what depends on the action, too. */
const wordsOf = (quantity: Quantity): Pick<MapWords, 'id' | 'unit' | 'caption'> => ({
  id: idOf(quantity),
  unit: quantity.unit,
  caption: `${quantity.meaning} Here for the true transition from each state, mean over the actions.`,
});

export const mapKinds = {
  visits: {
    words: () => ({
      id: 'visits',
      title: 'Visited states',
      unit: 'steps in the cell',
      caption:
        'Training steps so far in each cell of the phase space. Cells without colour were never entered.',
    }),
    scale: () => 'log',
    values: (maps) => maps.visits,
  },
  action: {
    words: () => ({
      id: 'action',
      title: 'Greedy action',
      unit: 'action',
      caption: 'The action of the greedy policy in each state: argmax Q of the averaged weights.',
    }),
    scale: () => 'actions',
    values: (maps) => maps.action,
  },
  value: {
    words: (measure) => ({
      id: 'value',
      title: 'Value of each state',
      unit: 'max Q, in reward',
      caption: `The discounted reward${measure ? ', bonus included,' : ''} that the agent expects from each state.`,
    }),
    scale: () => 'linear',
    values: (maps) => maps.value,
  },
  novelty: {
    words: (measure) =>
      measure && {
        ...wordsOf(measure),
        title: `${capitalised(measure.name)} from each state`,
      },
    scale: curiousScale,
    values: curious('novelty'),
  },
  modelUncertainty: {
    words: (measure) =>
      measure?.uncertainty ? { ...wordsOf(measure.uncertainty), title: 'Model uncertainty' } : null,
    scale: () => 'log',
    values: curious('modelUncertainty'),
  },
  bonus: {
    words: (measure) =>
      measure && {
        id: 'bonus',
        title: 'Bonus from each state',
        unit: 'before eta',
        caption: 'Bonus of the true transition from each state, before eta, mean over the actions.',
      },
    scale: curiousScale,
    values: curious('bonus'),
  },
} as const satisfies Record<string, MapKind>;
