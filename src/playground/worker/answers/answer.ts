/** What an answer to a question of a view is. */
import type { Trained } from '../trained.ts';

/** Computes an answer from a run, which it must leave as it is: no number is drawn from its streams. */
export interface Answer<Request, Value> {
  /** @throws Error with a line that says why there is no answer */
  readonly of: (trained: Trained, request: Request) => Value | Promise<Value>;
  /** Whether the run must be between two episodes. Default: no. */
  readonly between?: true;
}
