/** What messages say of a value or of an error, whatever it is. */

/** What is said by whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : thrown(error);

/** The same with the name of the error. */
export const namedMessageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : thrown(error);

const thrown = (error: unknown): string => (typeof error === 'string' ? error : shown(error));

export const inOneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ');

/** Characters of a value in a message, at most. */
const MOST_SHOWN = 200;

/** A value as a sentence shows it, whatever it is. */
export function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Map || value instanceof Set) return `a ${value.constructor.name}`; // JSON shows {}
  switch (typeof value) {
    case 'object':
    case 'string': {
      const text = asJson(value);
      return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
    }
    case 'function':
      return 'a function';
    case 'bigint':
      return `${value}n`;
    default:
      return String(value); // JSON has no NaN and no infinity
  }
}

/** What refers to itself, or has a bigint in it, has none. */
function asJson(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value); // not always a text
    return typeof json === 'string' ? json : 'undefined';
  } catch {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
}
