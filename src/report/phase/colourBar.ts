/** The colour bar below maps. */
import { labelled, linearAxis, logAxis } from '../draw/axes.ts';
import type { MapScale, Range } from './mapColours.ts';
import { barPicture } from './mapPicture.ts';
import { SMALL, type Part } from './phasePart.ts';

/** px */
const BAR_HEIGHT = 9;

/** Numbers below the colours, at most. */
const BAR_NUMBERS = 5;

/** The colours of maps, with their numbers below. @param actions their names, where actions are shown @param width px */
export function colourBar(
  scale: MapScale,
  unit: string,
  range: Range,
  actions: readonly string[],
  width: number,
): Part {
  const axis = {
    title: scale === 'log' ? `${unit}, logarithmic` : unit,
    grid: false,
    labelAngle: 0,
    labelFontSize: SMALL,
    titleFontSize: SMALL,
    tickSize: 3,
    labelFlush: true,
    domain: false,
  };
  return {
    width,
    height: BAR_HEIGHT,
    view: { stroke: null },
    data: { values: [{ url: barPicture(scale, range) }] },
    layer: [
      {
        mark: {
          type: 'image',
          width,
          height: BAR_HEIGHT,
          align: 'left',
          baseline: 'top',
          aspect: false,
        },
        encoding: { url: { field: 'url' }, x: { value: 0 }, y: { value: 0 } },
      },
      {
        mark: { type: 'point', opacity: 0 }, // for its axis
        encoding: {
          x:
            scale === 'actions'
              ? {
                  datum: actions[0],
                  type: 'nominal',
                  scale: { type: 'band', domain: [...actions] },
                  axis: { ...axis, labelFlush: false },
                }
              : {
                  datum: range[0],
                  type: 'quantitative',
                  scale: { type: scale, domain: [...range], nice: false },
                  axis: {
                    ...axis,
                    ...labelled(
                      scale === 'log'
                        ? logAxis(range, BAR_NUMBERS)
                        : linearAxis(range, { count: BAR_NUMBERS - 1, nice: false }),
                    ),
                  },
                },
        },
      },
    ],
  };
}
