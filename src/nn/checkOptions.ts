/** Checks of options where a class is made: one that is missing, or not known, would only show in numbers that are wrong. */

/** @throws RangeError naming the first of these options that is not a number above `above` */
export function checkNumbers<Options extends object>(
  caller: string,
  options: Options,
  names: readonly (keyof Options & string)[],
  above = -Infinity,
): void {
  for (const name of names) {
    const value: unknown = (options as Partial<Options> | undefined)?.[name];
    if (typeof value === 'number' && value > above) continue;
    const expected = above === -Infinity ? 'a number' : `a number above ${above}`;
    throw new RangeError(`${caller}: ${name}: expected ${expected}, got ${String(value)}`);
  }
}

/** @throws RangeError unless the value is one of these */
export function checkChoice<Choice extends string>(
  caller: string,
  name: string,
  value: Choice,
  choices: readonly Choice[],
): void {
  if (choices.includes(value)) return;
  throw new RangeError(`${caller}: ${name}: expected ${choices.join(', ')}, got ${value}`);
}
