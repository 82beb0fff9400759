/** A curiosity of one's own: what belongs to a model that learns may be left out where there is none. */
import { isObject } from '../env/rules.ts';
import type { Curiosity, Measure, Quantity } from './curiosity.ts';

type OfModel = 'learnt' | 'batchSize' | 'learn' | 'rows';

/** A curiosity, but that it need not have what `completed` adds. */
export interface OwnCuriosity<State extends object = object>
  extends Omit<Curiosity<State>, 'measured' | OfModel>, Partial<Pick<Curiosity<State>, OfModel>> {
  readonly measured: Quantity & Partial<Measure>;
}

/** What is measured where nothing else is said: transitions in memory, and no model. */
const USUAL = { of: 'memory', objective: null, uncertainty: null } as const;

const METHODS = [
  ...(['update', 'measure', 'state', 'restore'] as const),
  ...(['learn', 'anticipate', 'modelUncertainty', 'predict', 'layout'] as const),
];

/**
 * The whole curiosity: one without a model learns nothing, of no batch, and measures as many transitions at a time as the run does.
 *
 * @param own  parts of the wrong kind stay as they are; checkCuriosity names them
 * @param rows transitions in a batch to measure, if it does not say
 */
export function completed(own: OwnCuriosity, rows: number): Curiosity {
  const { measured, batchSize = 0, learnt = [], rows: ownRows = rows } = own;
  const methods = METHODS.flatMap((name) => {
    const method: unknown = own[name];
    if (method === undefined) return [];
    return [[name, typeof method === 'function' ? (method.bind(own) as unknown) : method]];
  });
  return {
    measured: isObject(measured) ? { ...USUAL, ...measured } : measured,
    learnt,
    batchSize,
    rows: ownRows,
    ...(batchSize === 0 ? { learn: () => null } : {}),
    ...Object.fromEntries(methods),
  } as Curiosity;
}
