/** What is used here of gifenc, which comes without types. */
declare module 'gifenc' {
  /** Red, green, blue, 0 to 255. */
  export type Palette = number[][];

  export interface FrameOptions {
    /** Of the first frame, and so of all. */
    readonly palette?: Palette;
    /** ms, in steps of 10 */
    readonly delay: number;
    /** 0: for ever */
    readonly repeat?: number;
    /** Pixels of `transparentIndex` stay as they were. */
    readonly transparent: boolean;
    readonly transparentIndex: number;
    /** 1: the frame stays under the next one */
    readonly dispose: number;
  }

  export interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }

  const gifenc: {
    readonly GIFEncoder: () => Encoder;
    readonly quantize: (rgba: Uint8Array, maxColors: number) => Palette;
    readonly applyPalette: (rgba: Uint8Array, palette: Palette) => Uint8Array;
  };
  export default gifenc;
}
