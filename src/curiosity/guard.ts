/** Watches a curiosity of one's own while it is learnt with: what goes wrong in it is told with its file and what it was asked. */
import { watchedCall } from '../env/guard.ts';
import { inOneLine } from '../env/messages.ts';
import {
  changedFault,
  layoutFault,
  noveltyFault,
  numbersFault,
  statesOf,
  updateFault,
} from './checkShape.ts';
import type { Curiosity } from './curiosity.ts';

/** A curiosity threw an error, or gave what it must not. Its message is one line. */
export class CuriosityError extends Error {}

/**
 * The same curiosity, but that its methods throw a CuriosityError that names its file and the method, if they throw anything or
 * give what they must not (checkShape.ts).
 *
 * @param name of its file
 */
export function guardedCuriosity(curiosity: Curiosity, name: string): Curiosity {
  const checked = <T>(
    method: keyof Curiosity,
    call: () => T,
    faultIn: (given: T) => string | null = () => null,
  ): T =>
    watchedCall(call, faultIn, (what) => {
      throw new CuriosityError(`${name}: ${method}: ${inOneLine(what)}`);
    });
  const { measured, learnt, batchSize, rows } = curiosity;
  return {
    measured,
    learnt,
    batchSize,
    rows,
    update: (transition) => {
      const before = statesOf(transition);
      checked(
        'update',
        () => curiosity.update(transition),
        () => changedFault(before, transition),
      );
    },
    learn: (batch, remembered, rng) =>
      checked(
        'learn',
        () => curiosity.learn(batch, remembered, rng),
        (update) => updateFault(curiosity, update),
      ),
    measure: (batch, out, rng) =>
      checked(
        'measure',
        () => curiosity.measure(batch, out, rng),
        () => noveltyFault(curiosity, out),
      ),
    state: () => checked('state', () => curiosity.state()),
    restore: (state) => checked('restore', () => curiosity.restore(state)),
    ...(curiosity.anticipate && {
      anticipate: (state, rng) =>
        checked(
          'anticipate',
          () => curiosity.anticipate!(state, rng),
          (novelties) => noveltyFault(curiosity, novelties),
        ),
    }),
    ...(curiosity.modelUncertainty && {
      modelUncertainty: (batch, out) =>
        checked(
          'modelUncertainty',
          () => curiosity.modelUncertainty!(batch, out),
          () => numbersFault('standard deviation', out),
        ),
    }),
    ...(curiosity.layout && {
      layout: () => checked('layout', () => curiosity.layout!(), layoutFault),
    }),
    ...(curiosity.predict && {
      predict: (batch, predicted, observed) =>
        checked(
          'predict',
          () => curiosity.predict!(batch, predicted, observed),
          () => numbersFault('prediction', predicted) ?? numbersFault('observed change', observed),
        ),
    }),
  };
}
