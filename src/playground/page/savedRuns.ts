/** The runs of the page in the browser's own database: they outlive a tab that the browser drops. */
import type { Files } from '../facts.ts';

const DATABASE = 'vime-playground';
const STORE = 'runs';
const KEY = 'last';

export interface SavedRuns {
  /** Of each agent. */
  readonly files: readonly Files[];
  /** The state of the page (link/link.ts). */
  readonly link: string;
  /** What it was, in words. */
  readonly title: string;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message ?? 'the database refused'));
  });
}

async function withStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await settled(opening);
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

/** @throws Error in one line, where the browser keeps nothing (private windows, no space) */
export async function saveRuns(runs: SavedRuns): Promise<void> {
  await withStore('readwrite', (store) => store.put(runs, KEY));
}

/** Null if there are none, or the browser keeps nothing. */
export async function savedRuns(): Promise<SavedRuns | null> {
  try {
    return (
      (await withStore(
        'readonly',
        (store) => store.get(KEY) as IDBRequest<SavedRuns | undefined>,
      )) ?? null
    );
  } catch {
    return null;
  }
}

export async function forgetRuns(): Promise<void> {
  await withStore('readwrite', (store) => store.delete(KEY));
}
