/** One scale of colours for the maps of several agents, so that the same colour means the same number. */
import { rangeOf, type MapScale, type Range } from '../../report/phase/mapColours.ts';

/** A map that is shown. */
export interface ShownMap {
  /** What the numbers are; maps of one unit can be compared. */
  readonly unit: string;
  readonly scale: MapScale;
  /** [CELLS] */
  readonly values: readonly number[];
}

/** @param others maps beside it @returns the range of the numbers of a map and of all those that can be compared with it */
export function sharedRange(
  map: ShownMap,
  others: readonly ShownMap[],
): { readonly range: Range; readonly isShared: boolean } {
  const alike = others.filter(({ unit, scale }) => unit === map.unit && scale === map.scale);
  const values = [map, ...alike].flatMap((one) => one.values);
  return { range: rangeOf(map.scale, values), isShared: alike.length > 0 };
}
