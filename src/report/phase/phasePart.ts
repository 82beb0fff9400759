/** A picture of the phase space with its axes: a part of the charts in maps.ts and of exploration.ts. */
import type { TopLevelSpec } from 'vega-lite';
import type { PhaseRecord } from '../../train/config/task.ts';
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
export function phasePart(
  url: string | null,
  layout: PhaseLayout,
  { axes: [across, up], goal }: PhaseRecord,
): Part {
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
        url === null ? [] : [{ url, x: (across.low + across.high) / 2, y: (up.low + up.high) / 2 }],
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { ...scale, domain: [across.low, across.high] },
        axis: {
          ...axis,
          title: isLast ? across.name : null,
          labels: isLast,
          values: [...across.ticks],
        },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        scale: { ...scale, domain: [up.low, up.high] },
        axis: {
          ...axis,
          title: yTitle === null ? null : [yTitle].flat(),
          labels: yTitle !== null,
          values: [...up.ticks],
        },
      },
    },
    layer: [
      {
        mark: { type: 'image', width, height, align: 'center', baseline: 'middle', aspect: false },
        encoding: { url: { field: 'url' } },
      },
      ...(goal === null
        ? []
        : [
            {
              mark: {
                type: 'rule' as const,
                strokeDash: [3, 2],
                color: INK.light,
                strokeWidth: 1,
              },
              encoding: { x: { datum: goal }, y: { value: 0 }, y2: { value: height } },
            },
          ]),
    ],
  };
}
