/**
 * From a Vega-Lite specification to an SVG: the style that all charts share, and text that is the same for
 * the same chart, byte for byte.
 */
import { parse, resetSVGDefIds, textMetrics, View } from 'vega';
import { compile, type Config, type TopLevelSpec } from 'vega-lite';
import { escapeMarkup } from './escape.ts';
import { FAINT_INK, GRID, INK } from './palette.ts';
import { textWidth, wrapped } from './textWidth.ts';

/** px. Of a phone, 390 wide, this is what the page's margins leave; there, letters have the size given here. */
export const CHART_WIDTH = 360;
/** px, without title, axes and legend. */
export const PLOT_HEIGHT = 200;
export const FONT = "'Open Sans', Helvetica, Arial, sans-serif";
export const FONT_SIZE = 12;
export const TITLE_SIZE = 14;

/** Digits after the decimal point: a twentieth of a pixel is not visible. */
const DIGITS = 1;

/** Without this Vega takes 0.8 of the font size for every letter, and pulls legends apart. Longer texts than a limit are cut. */
textMetrics.width = ({ fontSize = FONT_SIZE, limit = 0 }, text) =>
  Math.min(textWidth(text ?? '', fontSize), limit > 0 ? limit : Infinity);

const LOOK: Config = {
  aria: false,
  background: 'transparent',
  font: FONT,
  padding: 4,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    color: INK.light,
    fontSize: TITLE_SIZE,
    fontWeight: 600,
    subtitleColor: FAINT_INK.light,
    subtitleFontSize: FONT_SIZE,
    subtitlePadding: 4,
    offset: 10,
  },
  axis: {
    domainColor: FAINT_INK.light,
    tickColor: FAINT_INK.light,
    gridColor: GRID.light,
    labelColor: INK.light,
    labelFontSize: FONT_SIZE,
    labelFlush: false,
    titleColor: INK.light,
    titleFontSize: FONT_SIZE,
    titleFontWeight: 'normal',
    titlePadding: 6,
  },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    title: null,
    labelColor: INK.light,
    labelFontSize: FONT_SIZE,
    labelLimit: 220,
    columnPadding: 14,
    rowPadding: 3,
    symbolSize: 60,
    symbolStrokeWidth: 2.5,
    offset: 8,
  },
  line: { strokeJoin: 'round' },
};

/** A browser may substitute wider fonts: as much room is left as DejaVu Sans needs, bold and plain. */
export const SPARE_BOLD = 1.2;
export const SPARE = 1.1;

/** Title and subtitle in lines that fit a chart `width` px wide. */
export function titled(
  title: string,
  subtitle: string,
  width = CHART_WIDTH,
): NonNullable<TopLevelSpec['title']> {
  const room = width - 12;
  return {
    text: wrapped(title, room / SPARE_BOLD, TITLE_SIZE),
    ...(subtitle === '' ? {} : { subtitle: wrapped(subtitle, room / SPARE, FONT_SIZE) }),
  };
}

/** Attributes that are not needed: descriptions of parts, which that of the whole covers, and default values. */
const NEEDLESS = /^(aria-hidden|role|aria-roledescription|pointer-events|class|font-family)$/;

/** A tag with few digits in its coordinates and without attributes that are not needed. */
function shortTag(tag: string): string {
  return tag.replace(/ ([\w:-]+)="([^"]*)"/g, (all, name: string, value: string) => {
    if (NEEDLESS.test(name) || (name === 'opacity' && value === '1')) return '';
    if (!/^(d|[xy][12]?|transform)$/.test(name)) return all;
    const rounded = value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) =>
      String(Number(Number(number).toFixed(DIGITS)) + 0),
    );
    return ` ${name}="${rounded}"`;
  });
}

/** Tags made short, without empty frames; texts stay as they are. */
function shortened(svg: string): string {
  return svg
    .replace(/<path class="(foreground|background)"[^>]*\/>/g, '')
    .replace(/<[^>]+>/g, shortTag);
}

/**
 * Draws a chart.
 *
 * @param alt description of the chart, for screen readers
 * @returns an <svg> element that scales to the width it is given
 */
export async function draw(spec: TopLevelSpec, alt: string): Promise<string> {
  const view = new View(parse(compile(spec, { config: LOOK }).spec), { renderer: 'none' });
  resetSVGDefIds(); // which Vega numbers across drawings
  const svg = shortened(await view.toSVG());
  view.finalize();
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg)!;
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeMarkup(alt)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`;
  return head + svg.slice(svg.indexOf('>') + 1);
}
