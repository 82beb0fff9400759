/** Pictures from text: each character is two by four dots (Unicode's braille patterns) in one colour. */
import { pow } from '../../math/numerics/pow.ts';
import type { Rgb } from '../draw/colourScale.ts';

const BLANK = 0x2800;
/** The bit of each dot, by its row and column within the character. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Of a picture, in characters. */
export type CharacterSize = readonly [columns: number, rows: number];

export const DOTS_ACROSS = 2;
export const DOTS_DOWN = 4;

const bitOf = (x: number, y: number): number => DOTS[y % DOTS_DOWN][x % DOTS_ACROSS];

export class Canvas {
  readonly columns: number;
  readonly rows: number;
  readonly #patterns: Uint8Array;
  readonly #colours: (Rgb | null)[];

  /** @param columns,rows in characters */
  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#patterns = new Uint8Array(columns * rows);
    this.#colours = new Array<Rgb | null>(columns * rows).fill(null);
  }

  /**
   * Sets a dot, and gives the character it is in its colour; dots outside are left out.
   *
   * @param x,y    whole numbers of dots, from the left and from the top
   * @param colour null: the character keeps its own
   */
  dot(x: number, y: number, colour: Rgb | null): void {
    const at = this.#characterOf(x, y);
    if (at === null) return;
    this.#patterns[at] |= bitOf(x, y);
    if (colour) this.#colours[at] = colour;
  }

  /** Takes a dot away. */
  clear(x: number, y: number): void {
    const at = this.#characterOf(x, y);
    if (at !== null) this.#patterns[at] &= ~bitOf(x, y);
  }

  /** The character that a dot is in; null: it is outside. */
  #characterOf(x: number, y: number): number | null {
    const column = Math.floor(x / DOTS_ACROSS);
    const row = Math.floor(y / DOTS_DOWN);
    const isInside = column >= 0 && column < this.columns && row >= 0 && row < this.rows;
    return isInside ? row * this.columns + column : null;
  }

  /** One line of text for each row. */
  lines(inColour: boolean): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      let line = '';
      let now = '';
      for (let column = 0; column < this.columns; column++) {
        const at = row * this.columns + column;
        const code = inColour ? colourCode(this.#colours[at]) : '';
        if (code !== now) line += code === '' ? RESET : code;
        now = code;
        line += String.fromCharCode(BLANK + this.#patterns[at]);
      }
      return now === '' ? line : line + RESET;
    });
  }
}

const RESET = '\u001b[0m';

/** Parts of the 6 × 6 × 6 colours that terminals with 256 colours share. */
const LEVELS = [0, 95, 135, 175, 215, 255];
/** Nobody tells whether a terminal is light or dark: contrast with white and with black (WCAG 2). */
const LEAST_CONTRAST = 3;

/** Relative luminance, WCAG 2, for the six levels. */
const linear = LEVELS.map((level) => {
  const part = level / 255;
  return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
});

const indices = LEVELS.map((_, index) => index);
const READABLE = indices
  .flatMap((r) => indices.flatMap((g) => indices.map((b) => [r, g, b] as const)))
  .filter(([r, g, b]) => {
    const luminance = 0.2126 * linear[r] + 0.7152 * linear[g] + 0.0722 * linear[b];
    return (
      (luminance + 0.05) / 0.05 >= LEAST_CONTRAST && 1.05 / (luminance + 0.05) >= LEAST_CONTRAST
    );
  });

/** Escape sequences by colour: a picture uses the same few many times. */
const codes = new Map<number, string>();

/** The nearest of the colours that can be read on white and on black. */
function colourCode(colour: Rgb | null): string {
  if (!colour) return '';
  const [red, green, blue] = colour;
  const key = (red << 16) | (green << 8) | blue;
  const known = codes.get(key);
  if (known !== undefined) return known;
  const distance = ([r, g, b]: Rgb): number => {
    const [dr, dg, db] = [LEVELS[r] - red, LEVELS[g] - green, LEVELS[b] - blue];
    return dr * dr + dg * dg + db * db;
  };
  const [r, g, b] = READABLE.reduce((best, one) => (distance(one) < distance(best) ? one : best));
  const code = `\u001b[38;5;${16 + 36 * r + 6 * g + b}m`;
  codes.set(key, code);
  return code;
}

/** A text in a colour, or as it is. */
export function coloured(text: string, colour: Rgb, inColour: boolean): string {
  return inColour ? `${colourCode(colour)}${text}${RESET}` : text;
}
