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
  readonly wasPlaying: boolean;
}

/** ms that the database may take: some browsers never answer. */
const PATIENCE = 15_000;

const reason = (error: DOMException | null): Error =>
  new Error(error ? `${error.name}: ${error.message}` : 'the database refused');

/** What the database answers. @throws Error if it takes too long */
function answer<T>(
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout>;
  return new Promise<T>((resolve, reject) => {
    begin(resolve, reject);
    timer = setTimeout(() => reject(new Error('the database does not answer')), PATIENCE);
  }).finally(() => clearTimeout(timer));
}

const opened = (): Promise<IDBDatabase> =>
  answer((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(reason(opening.error));
  });

async function withStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await opened();
  try {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    return await answer<T>((resolve, reject) => {
      // Not the success of the request: there may be no space left at the end.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(reason(transaction.error));
    });
  } finally {
    database.close();
  }
}

/** @throws Error in one line, where the browser keeps nothing (private windows, no space, no answer) */
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
