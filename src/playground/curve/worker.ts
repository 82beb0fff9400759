/** Entry of the worker in which the curve is fitted: some updates at a time, until it has settled. */
import { CurveModel } from './model.ts';
import type { FromCurve, ToCurve } from './protocol.ts';

interface WorkerScope {
  postMessage(message: FromCurve): void;
  onmessage: ((event: { readonly data: ToCurve }) => void) | null;
}

const scope = self as unknown as WorkerScope;

const SEED = 1;
/** Updates between two pictures, ms from one to the next, and updates after the points have changed. */
const UPDATES = 20;
const PAUSE = 60;
const MOST = 1500;

let model = new CurveModel(SEED);
let left = 0;
let hasPoints = false;
let timer = 0;

scope.onmessage = ({ data }) => {
  if (data.type === 'reset') {
    model = new CurveModel(SEED);
    hasPoints = false;
  } else {
    hasPoints = data.points.length > 0;
    model.set(data.points);
  }
  left = hasPoints ? MOST : 0;
  clearTimeout(timer);
  tick();
};

function tick(): void {
  if (!hasPoints) {
    scope.postMessage(null);
    return;
  }
  const updates = Math.min(UPDATES, left);
  model.learn(updates);
  left -= updates;
  scope.postMessage(model.curve());
  if (left > 0) timer = setTimeout(tick, PAUSE);
}
