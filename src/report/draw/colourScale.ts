/** Colours for numbers: steps that look equal, also to those who cannot tell red from green, and on light and dark pages. */

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Viridis (Smith and van der Walt, matplotlib 2015) at ten equal steps. Lightness rises evenly from end to end, so it
 * reads the same in grey.
 */
const VIRIDIS = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
].map(rgbOf);

/** Where the scale begins: its darkest fifth is lost on a dark page. */
const DARKEST = 0.2;

/** `#rrggbb` as numbers from 0 to 255. */
export function rgbOf(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Between two colours: `share` 0 is the first, 1 the second. */
export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.floor(from[i] + (to[i] - from[i]) * share + 0.5);
  return [part(0), part(1), part(2)];
}

/** The colour at `share` of the way from the least to the most; beyond the ends it stays. */
export function colourAt(share: number): Rgb {
  const inside = Math.min(1, Math.max(0, share));
  const at = (DARKEST + (1 - DARKEST) * inside) * (VIRIDIS.length - 1);
  const step = Math.min(VIRIDIS.length - 2, Math.floor(at));
  return mixed(VIRIDIS[step], VIRIDIS[step + 1], at - step);
}
