/** How Vega measures text, which its own types leave out. `width` may be replaced by a measure of one's own. */
import 'vega';

declare module 'vega' {
  export const textMetrics: {
    width: (
      item: { readonly fontSize?: number; readonly limit?: number },
      text: string | null,
    ) => number;
  };
}
