/** Watches a curiosity of one's own while it is learnt with: what goes wrong in it is told with its file and what it was asked. */
import { inOneLine, namedMessageOf } from '../env/messages.ts';
import { layoutFault, noveltyFault, numbersFault, updateFault } from './checkShape.ts';
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
  const failed = (method: string, what: string): never => {
    throw new CuriosityError(`${name}: ${method}: ${inOneLine(what)}`);
  };
  const calling = <T>(method: string, call: () => T): T => {
    try {
      return call();
    } catch (error) {
      return failed(method, namedMessageOf(error));
    }
  };
  /** @throws CuriosityError if there is a fault in what a method gave */
  const demandSound = (method: string, fault: string | null): void => {
    if (fault !== null) failed(method, fault);
  };
  const { measured, learnt, batchSize, rows } = curiosity;
  return {
    measured,
    learnt,
    batchSize,
    rows,
    update: (transition) => calling('update', () => curiosity.update(transition)),
    learn: (batch, remembered, rng) => {
      const update = calling('learn', () => curiosity.learn(batch, remembered, rng));
      demandSound('learn', updateFault(curiosity, update));
      return update;
    },
    measure: (batch, out, rng) => {
      calling('measure', () => curiosity.measure(batch, out, rng));
      demandSound('measure', noveltyFault(curiosity, out));
    },
    state: () => calling('state', () => curiosity.state()),
    restore: (state) => calling('restore', () => curiosity.restore(state)),
    ...(curiosity.anticipate && {
      anticipate: (state, rng) => {
        const novelties = calling('anticipate', () => curiosity.anticipate!(state, rng));
        demandSound('anticipate', noveltyFault(curiosity, novelties));
        return novelties;
      },
    }),
    ...(curiosity.modelUncertainty && {
      modelUncertainty: (batch, out) => {
        calling('modelUncertainty', () => curiosity.modelUncertainty!(batch, out));
        demandSound('modelUncertainty', numbersFault('standard deviation', out));
      },
    }),
    ...(curiosity.layout && {
      layout: () => {
        const layout = calling('layout', () => curiosity.layout!());
        demandSound('layout', layoutFault(layout));
        return layout;
      },
    }),
    ...(curiosity.predict && {
      predict: (batch, predicted, observed) => {
        calling('predict', () => curiosity.predict!(batch, predicted, observed));
        demandSound('predict', numbersFault('prediction', predicted));
        demandSound('predict', numbersFault('observed change', observed));
      },
    }),
  };
}
