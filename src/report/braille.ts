/** Pictures from text: each character is two by four dots (Unicode's braille patterns) in one colour. */
import type { Rgb } from './colourScale.ts';

const BLANK = 0x2800;
/** The bit of each dot, by its row and column within the character. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

export const DOTS_ACROSS = 2;
export const DOTS_DOWN = 4;

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
   * @param x,y whole numbers of dots, from the left and from the top
   */
  dot(x: number, y: number, colour: Rgb | null): void {
    const column = Math.floor(x / DOTS_ACROSS);
    const row = Math.floor(y / DOTS_DOWN);
    if (column < 0 || column >= this.columns || row < 0 || row >= this.rows) return;
    const at = row * this.columns + column;
    this.#patterns[at] |= DOTS[y - row * DOTS_DOWN][x - column * DOTS_ACROSS];
    if (colour) this.#colours[at] = colour;
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

/** The nearest of the 6 × 6 × 6 colours that every terminal with colours has. */
function colourCode(colour: Rgb | null): string {
  if (!colour) return '';
  const [r, g, b] = colour.map((part) => Math.floor((part / 255) * 5 + 0.5));
  return `\u001b[38;5;${16 + 36 * r + 6 * g + b}m`;
}

/** A text in a colour, or as it is. */
export function coloured(text: string, colour: Rgb, inColour: boolean): string {
  return inColour ? `${colourCode(colour)}${text}${RESET}` : text;
}
