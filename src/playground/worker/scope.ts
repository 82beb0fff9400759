/** The worker's own scope. The types of pages and of workers do not go together in one program. */
import type { FromWorker, ToWorker } from '../protocol.ts';

interface WorkerScope {
  postMessage(message: FromWorker): void;
  onmessage: ((event: { readonly data: ToWorker }) => void) | null;
}

export const scope = self as unknown as WorkerScope;
