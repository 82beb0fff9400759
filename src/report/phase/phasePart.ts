/** A picture of the phase space with its axes: a part of the charts in maps.ts and of exploration.ts. */
import type { TopLevelSpec } from 'vega-lite';
import { GOAL_POSITION, MAX_POSITION, MAX_SPEED, MIN_POSITION } from '../../env/mountainCar.ts';
import { FONT_SIZE } from '../draw/draw.ts';
import { FAINT_INK, INK } from '../draw/palette.ts';

/** A part of a chart that is made of parts. */
export type Part = Extract<TopLevelSpec, { readonly vconcat: unknown }>['vconcat'][number];

/** Font size where space is short, px. */
export const SMALL = FONT_SIZE - 1;

export interface PhaseLayout {
  /** px */
  readonly width: number;
  readonly height: number;
  readonly title: Exclude<Part['title'], undefined> | null;
  /** Left of the velocities; null: no numbers either. */
  readonly yTitle: string | readonly string[] | null;
  /** Whether nothing stands below that has the same positions. */
  readonly isLast: boolean;
}

/** @param url of the picture, which fills all positions and velocities; null: empty */
export function phasePart(url: string | null, layout: PhaseLayout): Part {
  const { width, height, title, yTitle, isLast } = layout;
  const axis = {
    format: '~g',
    grid: false,
    labelFontSize: SMALL,
    titleFontSize: SMALL,
    tickSize: 3,
  };
  const scale = { nice: false, zero: false };
  return {
    width,
    height,
    ...(title === null ? {} : { title }),
    view: { stroke: FAINT_INK.light, strokeWidth: 0.7 },
    data: {
      values:
        url === null ? [] : [{ url, position: (MIN_POSITION + MAX_POSITION) / 2, velocity: 0 }],
    },
    encoding: {
      x: {
        field: 'position',
        type: 'quantitative',
        scale: { ...scale, domain: [MIN_POSITION, MAX_POSITION] },
        axis: {
          ...axis,
          title: isLast ? 'position' : null,
          labels: isLast,
          values: [-1, -0.5, 0, GOAL_POSITION],
        },
      },
      y: {
        field: 'velocity',
        type: 'quantitative',
        scale: { ...scale, domain: [-MAX_SPEED, MAX_SPEED] },
        axis: {
          ...axis,
          title: yTitle === null ? null : [yTitle].flat(),
          labels: yTitle !== null,
          values: [-0.05, 0, 0.05],
        },
      },
    },
    layer: [
      {
        mark: { type: 'image', width, height, align: 'center', baseline: 'middle', aspect: false },
        encoding: { url: { field: 'url' } },
      },
      {
        mark: { type: 'rule', strokeDash: [3, 2], color: INK.light, strokeWidth: 1 },
        encoding: { x: { datum: GOAL_POSITION }, y: { value: 0 }, y2: { value: height } },
      },
    ],
  };
}
