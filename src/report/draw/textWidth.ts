/**
 * The approximate width of a text. A browser could measure it, but charts are laid out without one, and must be the same on
 * every machine, whatever fonts it has.
 */

/** Widths in the semi-bold Open Sans, the wider of the two that are used, in units of the font size. */
const WIDTHS: readonly (readonly [letters: string, width: number])[] = [
  ["ijlI.,:;'|!·J ", 0.3],
  ['ft()[]/-"', 0.4],
  ['rszcyvFL–', 0.52],
  ['mMW%@', 0.95],
  ['wNOQHUDG', 0.8],
];
const OTHER = 0.62;

const WIDTH_OF = new Map(
  WIDTHS.flatMap(([letters, width]) => Array.from(letters, (letter) => [letter, width] as const)),
);

/** Width of one line of text, px. */
export function textWidth(text: string, fontSize: number): number {
  let total = 0;
  for (const letter of text) total += WIDTH_OF.get(letter) ?? OTHER;
  return total * fontSize;
}

/** Breaks a text between words into lines no wider than `width` px; a wider word has a line of its own. */
export function wrapped(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
