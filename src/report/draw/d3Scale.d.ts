/** What is used here of d3-scale, which comes without types; Vega, which has the same code inside, is too large for the playground. */
declare module 'd3-scale' {
  export interface LinearScale {
    domain(ends: readonly number[]): LinearScale;
    domain(): [number, number];
    nice(count: number): LinearScale;
    ticks(count: number): number[];
    tickFormat(count: number, specifier: string): (value: number) => string;
  }

  export const scaleLinear: () => LinearScale;
}
