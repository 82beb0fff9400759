import { messageOf } from '../../env/messages.ts';

/** A picture with the words that belong to it. */
export interface Figure {
  /** Name of its files, without an ending: letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  /** An <svg> element, drawn in light colours. */
  readonly svg: string;
  /** The same for narrow pages, if `svg` is too wide for them. Default: `svg` is not. */
  readonly narrow?: string;
  /** Description of the picture. */
  readonly caption: string;
}

/** A picture that could not be drawn. */
export interface MissingPicture {
  readonly name: string;
  readonly why: string;
}

export type Drawn<Picture extends object> = Picture | MissingPicture;

export const isMissing = (drawn: object): drawn is MissingPicture => 'why' in drawn;
export const isDrawn = <Picture extends object>(drawn: Drawn<Picture>): drawn is Picture =>
  !isMissing(drawn);

/** A picture, or why there is none: one that fails must not prevent the others. */
export async function drawn<Picture extends object>(
  name: string,
  draw: () => Picture | Promise<Picture>,
): Promise<Drawn<Picture>> {
  try {
    return await draw();
  } catch (error) {
    return { name, why: messageOf(error) };
  }
}

/** What stands in the place of a picture, on one line. */
export const missingLine = ({ name, why }: MissingPicture): string =>
  `The picture ${name} is missing: ${why.replace(/\s+/g, ' ')}`;
