/** What the fault tests print. */
export interface Row {
  readonly name: string;
  /** null: could not be tried here, as `figures` says. */
  readonly passed: boolean | null;
  readonly figures: string;
  readonly faults: readonly string[];
}

export function printRow({ name, passed, figures, faults }: Row): void {
  const mark = passed === null ? 'skip' : passed ? 'ok  ' : 'FAIL';
  console.log(`${mark}  ${name.padEnd(42)}  ${figures}`);
  for (const fault of faults) console.log(`      ${fault}`);
}

/** A row for something that is right or not. @param fault what is wrong, or null */
export function rowOf(name: string, fault: string | null, figures = ''): Row {
  return { name, passed: fault === null, figures, faults: fault === null ? [] : [fault] };
}
