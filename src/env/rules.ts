/** Rules of an environment, and what is said of one that is broken: one sentence, with the place. */
import type { BoxSpace, Start, Step } from './environment.ts';

/** A rule is broken. Its message is the sentence. */
export class BrokenRule extends Error {}

/** What is said by whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The same with the name of the error. */
export const namedMessageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

export const inOneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

/** A value as a sentence shows it. */
export function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (typeof value === 'number') return String(value); // JSON has no NaN and no infinity
  const json = JSON.stringify(value) as string | undefined;
  return json ?? String(value);
}

/** @throws BrokenRule with the sentence, unless the rule holds */
export function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new BrokenRule(sentence);
}

/** @throws BrokenRule naming where, if `call` throws anything else */
export function calling<T>(where: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new BrokenRule(`${where} throws: ${messageOf(error)}.`);
  }
}

/** @throws BrokenRule if the observation does not fit into its space */
export function checkObservation(
  where: string,
  { low, high }: BoxSpace,
  { observation }: Start,
): void {
  demand(
    (observation as unknown) instanceof Float64Array && observation.length === low.length,
    `${where}: expected an observation of ${low.length} numbers in a Float64Array, got ${
      (observation as unknown) instanceof Float64Array
        ? `${observation.length}`
        : shown(observation)
    }.`,
  );
  const notFinite = observation.findIndex((x) => !Number.isFinite(x));
  demand(notFinite < 0, `${where}: observation[${notFinite}] is ${observation[notFinite]}.`);
  const outside = observation.findIndex((x, i) => x < low[i] || x > high[i]);
  demand(
    outside < 0,
    `${where}: observation[${outside}] is ${observation[outside]}, outside its bounds ${low[outside]} and ${high[outside]}.`,
  );
}

/** @throws BrokenRule if it is no step, or its observation does not fit into its space */
export function checkStep(where: string, space: BoxSpace, step: Step): void {
  demand(
    typeof step === 'object' && (step as unknown) !== null,
    `${where}: expected an object, got ${shown(step)}.`,
  );
  checkObservation(where, space, step);
  demand(
    Number.isFinite(step.reward),
    `${where}: the reward is ${shown(step.reward)}, expected a finite number.`,
  );
  for (const name of ['terminated', 'truncated'] as const) {
    demand(
      typeof step[name] === 'boolean',
      `${where}: ${name} is ${shown(step[name])}, expected true or false; a goal terminates, a time limit truncates.`,
    );
  }
}
