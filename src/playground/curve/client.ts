/** The page's side of the curve: its points, and what the worker has fitted last. One for the page, however often its views are made. */
import { FIRST_POINTS } from './points.ts';
import type { Curve, FromCurve, Point, ToCurve } from './protocol.ts';

export class CurveClient {
  points: readonly Point[] = FIRST_POINTS;
  curve: Curve | null = null;
  /** Called after anything has changed. */
  onChange: () => void = () => undefined;
  readonly #worker = new Worker(new URL('./curve.js', import.meta.url), { type: 'module' });
  #isStarted = false;

  constructor() {
    this.#worker.onmessage = ({ data }) => {
      this.curve = data as FromCurve;
      this.onChange();
    };
  }

  /** Begins to fit, once. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.set(this.points);
  }

  set(points: readonly Point[]): void {
    this.points = points;
    this.#send({ type: 'points', points });
    this.onChange();
  }

  /** The first points, and a model that has not seen them. */
  reset(): void {
    this.#send({ type: 'reset' });
    this.set(FIRST_POINTS);
  }

  #send(message: ToCurve): void {
    this.#worker.postMessage(message);
  }
}
