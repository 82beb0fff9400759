/** Phase-space maps and their colour bar as pictures. */
import { COLUMNS, ROWS } from '../../train/config/phaseGrid.ts';
import { encodePng, enlarged, pngUrl } from '../draw/png.ts';
import { LEVELS, mapPalette, mapPixels, type MapScale, type Range } from './mapColours.ts';

/** Pixels along a cell. */
const CELL_SIZE = 3;
const BAR_WIDTH = 192; // pixels, at least: the same for each level or action

/** A map as a picture, a square for each cell, the highest velocity on top. Cells without a visit are transparent. */
export function mapPicture(scale: MapScale, values: readonly number[], range: Range): string {
  const large = enlarged(mapPixels(scale, values, range), COLUMNS, ROWS, CELL_SIZE);
  const palette = mapPalette(scale, range);
  return pngUrl(encodePng(large, CELL_SIZE * COLUMNS, CELL_SIZE * ROWS, palette));
}

/** The colours from the least to the most, as a picture one pixel high. @param range of actions, the number of the last */
export function barPicture(scale: MapScale, range: Range): string {
  const isActions = scale === 'actions';
  const parts = isActions ? range[1] + 1 : LEVELS;
  const width = parts * Math.ceil(BAR_WIDTH / parts);
  const pixels = Uint8Array.from(
    { length: width },
    (_, i) => Math.floor((i * parts) / width) + (isActions ? 0 : 1),
  );
  return pngUrl(encodePng(pixels, width, 1, mapPalette(scale, range)));
}
