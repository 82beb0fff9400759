/** A layer of the phase space, as the run is now. */
import type { PhaseSpace } from '../../../env/environment.ts';
import { predictionsOf } from '../../../curiosity/vime/predictions.ts';
import { Vime } from '../../../curiosity/vime/vime.ts';
import { measureOf } from '../../../train/config/curiosities.ts';
import { CELLS, middleOf } from '../../../train/config/phaseGrid.ts';
import {
  curiosityMaps,
  everyTransition,
  meanOverActions,
  policyMaps,
  visitsOf,
} from '../../../train/phaseSpace.ts';
import type { Run } from '../../../train/run.ts';
import type { MapScale } from '../../../report/phase/mapColours.ts';
import { layerOf, type LayerName } from '../../layers.ts';
import { findOptimum, optimalAction } from '../optimal.ts';
import type { Answer } from './answer.ts';

export interface MapValue {
  readonly layer: LayerName;
  /** [CELLS]; null if the agent has no such map. */
  readonly values: readonly number[] | null;
  readonly scale: MapScale;
}

export const mapAnswer: Answer<{ readonly layer: LayerName }, MapValue> = {
  of({ run }, { layer }) {
    const kind = layerOf(layer);
    const { phaseSpace } = run.env;
    const measure = measureOf(run.config);
    const hasMap = phaseSpace && kind.words(measure, run.config) !== null;
    const values = hasMap ? valuesOf(run, phaseSpace, layer) : null;
    return { layer, scale: kind.scale(measure), values };
  },
};

function valuesOf(run: Run, phaseSpace: PhaseSpace, layer: LayerName): readonly number[] | null {
  switch (layer) {
    case 'visits':
      return visitsOf(run, phaseSpace);
    case 'action':
    case 'value':
      return policyMaps(run, phaseSpace)[layer];
    case 'novelty':
    case 'modelUncertainty':
    case 'bonus':
      return run.bonus && curiosityMaps(run, phaseSpace, run.bonus)[layer];
    case 'noise':
      return noiseMap(run, phaseSpace);
    case 'optimal':
      return optimalMap(run, phaseSpace);
  }
}

/** √ of the mean over outputs of ω², mean over the actions. */
function noiseMap(run: Run, phaseSpace: PhaseSpace): readonly number[] | null {
  const curiosity = run.bonus?.curiosity;
  if (!(curiosity instanceof Vime)) return null;
  const { noiseVariance } = predictionsOf(curiosity, everyTransition(run, phaseSpace));
  const S = run.view.size;
  const sds = new Float64Array(noiseVariance.length / S);
  for (let row = 0; row < sds.length; row++) {
    let total = 0;
    for (let i = 0; i < S; i++) total += noiseVariance[row * S + i] / S;
    sds[row] = Math.sqrt(total);
  }
  return meanOverActions(sds);
}

function optimalMap({ config }: Run, phaseSpace: PhaseSpace): readonly number[] {
  findOptimum(config);
  return Array.from(
    { length: CELLS },
    (_, cell) => optimalAction(config, ...middleOf(phaseSpace, cell)) ?? 0,
  );
}
