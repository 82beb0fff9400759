/** SHA-256 in a browser: Web Crypto computes it in the background, and only on pages from https or localhost. */

/** Null where there is none. */
const subtle = (crypto as Partial<typeof crypto>).subtle ?? null;

export const NO_HASH =
  'this browser computes no SHA-256 here: open the page by https or from localhost';

/** @throws Error where the browser has none */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  if (!subtle) throw new Error(NO_HASH);
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

export const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
