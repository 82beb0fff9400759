/** A picture with the words that belong to it. */
export interface Figure {
  /** Name of its files, without an ending: letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  /** An <svg> element, drawn in light colours. */
  readonly svg: string;
  /** The same for narrow pages, if `svg` is too wide for them. Default: `svg` is not. */
  readonly narrow?: string;
  /** What is seen, in plain words. */
  readonly caption: string;
}
