/** Figures as files: `.svg`, which follows the light or dark of where it is shown, and `.png`, which is light. */
import { Resvg } from '@resvg/resvg-js';
import { makeFolder, pathIn, writeWhole } from '../../record/disk.ts';
import { drawn, isMissing, type Figure, type MissingPicture } from './figure.ts';
import { FONT_FILES } from './fonts.ts';
import { darkRules, PAPER } from './palette.ts';

/** Pixels of a PNG for each px of the chart: sharp on dense screens. */
const SCALE = 2;

/** The chart on paper, with its own rules for dark surroundings. */
export function standaloneSvg({ svg }: Figure): string {
  const paper = `<rect width="100%" height="100%" fill="${PAPER.light}"/>`;
  const style = `<style>@media (prefers-color-scheme: dark){\n${darkRules()}\n}</style>`;
  const body = svg.indexOf('>') + 1;
  return `${svg.slice(0, body)}${style}${paper}${svg.slice(body)}\n`;
}

/** The light chart as the bytes of a PNG. */
export function pngOf({ svg }: Figure): Uint8Array {
  return new Resvg(svg, {
    background: PAPER.light,
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: 'Open Sans' },
  })
    .render()
    .asPng();
}

/**
 * Writes `NAME.svg` and `NAME.png` of each figure into a folder, each whole or not at all.
 *
 * @returns the PNGs that could not be drawn
 * @throws RangeError if a name is not fit for a file, or two are the same
 * @throws ConfigError if there cannot be such a folder
 * @throws DiskError if the system refuses a file
 */
export async function writeFigures(
  folder: string,
  figures: readonly Figure[],
): Promise<MissingPicture[]> {
  const names = figures.map(({ name }) => name);
  const unfit = names.find((name, n) => !/^\w[\w.-]*$/.test(name) || names.indexOf(name) !== n);
  if (unfit !== undefined) {
    throw new RangeError(
      `writeFigures: expected names of letters, digits, _ . and -, each once, got ${unfit}`,
    );
  }
  makeFolder(folder);
  const missing: MissingPicture[] = [];
  for (const figure of figures) {
    writeWhole(pathIn(folder, `${figure.name}.svg`), standaloneSvg(figure));
    const name = `${figure.name}.png`;
    const png = await drawn(name, () => pngOf(figure));
    if (isMissing(png)) missing.push(png);
    else writeWhole(pathIn(folder, name), png);
  }
  return missing;
}
