/** A layer of the phase space, at this moment. */
import type { PhaseMaps } from '../../../train/phaseSpace.ts';
import { curiosityMaps, policyMaps, visitsOf } from '../../../train/phaseSpace.ts';
import { mapKinds } from '../../../report/phase/mapKinds.ts';
import type { MapScale } from '../../../report/phase/mapColours.ts';
import { measureOf } from '../../../train/config/curiosities.ts';
import type { Answer } from './answer.ts';

/** A kind of map (report/phase/mapKinds.ts). */
export type LayerName = keyof typeof mapKinds;

export interface MapValue {
  readonly layer: LayerName;
  /** [CELLS]; null if the agent has no such map. */
  readonly values: readonly number[] | null;
  readonly scale: MapScale;
}

const NOTHING = { visits: [], action: [], value: [], curiosity: null, path: [] };

export const mapAnswer: Answer<{ readonly layer: LayerName }, MapValue> = {
  of({ run }, { layer }) {
    const kind = mapKinds[layer];
    const { phaseSpace } = run.env;
    const measure = measureOf(run.config);
    const value = { layer, scale: kind.scale(measure) };
    if (!phaseSpace || kind.words(measure) === null) return { ...value, values: null };
    const maps: PhaseMaps = {
      ...NOTHING,
      episode: run.episode,
      envSteps: run.envSteps,
      ...(layer === 'visits' ? { visits: visitsOf(run, phaseSpace) } : {}),
      ...(layer === 'action' || layer === 'value' ? policyMaps(run, phaseSpace) : {}),
      curiosity:
        run.bonus && ['novelty', 'bonus', 'modelUncertainty'].includes(layer)
          ? curiosityMaps(run, phaseSpace, run.bonus)
          : null,
    };
    return { ...value, values: kind.values(maps) };
  },
};
