/** What an agent knows of a state, as a table with a column for each action, and in a line what it does not know. */
import type { Measure } from '../../curiosity/curiosity.ts';
import type { ActionValue, Prediction, StateValue } from '../worker/answers/state.ts';
import { shownNumber } from './numbers.ts';

type Row = readonly string[];

/** @param names of the actions @param measure null: the agent has no curiosity */
export function stateTable(
  { variables, actions, greedy, optimal }: StateValue,
  names: readonly string[],
  measure: Measure | null,
): { readonly head: Row; readonly rows: readonly Row[] } {
  const row = (name: string, of: (action: ActionValue, n: number) => string): Row => [
    name,
    ...actions.map(of),
  ];
  const marks = (n: number): string =>
    [n === greedy ? 'greedy' : '', n === optimal ? 'optimal' : ''].filter(Boolean).join(', ');
  return {
    head: ['', ...names],
    rows: [
      row('best action', (_, n) => marks(n)),
      row('Q, in reward', ({ q }) => shownNumber(q)),
      ...(measure === null
        ? []
        : [
            row(`${measure.name}, ${measure.unit}`, ({ novelty }) => shownNumber(novelty ?? NaN)),
            row('bonus', ({ bonus }) => shownNumber(bonus ?? NaN)),
          ]),
      ...variables.flatMap((name, v) => [
        row(`change of ${name}`, ({ changes }) => shownNumber(changes[v].actual)),
        ...predictionRows(actions.map(({ changes }) => changes[v].predicted)),
      ]),
    ],
  };
}

/** What is predicted of one variable, an entry for each action; only what the model knows. */
function predictionRows(predictions: readonly (Prediction | null)[]): Row[] {
  const row = (name: string, of: (prediction: Prediction) => string | null): Row[] => {
    const cells = predictions.flatMap((prediction) => (prediction && of(prediction)) ?? []);
    return cells.length === predictions.length ? [[name, ...cells]] : [];
  };
  const shown = (sd: number | null): string | null => (sd === null ? null : shownNumber(sd, 2));
  return [
    ...row('predicted', ({ mean }) => shownNumber(mean)),
    ...row('± the model', ({ model }) => shown(model)),
    ...row('± noise', ({ noise }) => shown(noise)),
  ];
}

/** What the table cannot show of an agent, in one line; null: nothing. @param label of the agent */
export function lackOf(
  { actions }: StateValue,
  label: string,
  measure: Measure | null,
): string | null {
  if (!measure) return `${label} has no bonus, and no model of what an action does: only values Q.`;
  const { predicted } = actions[0].changes[0];
  if (!predicted)
    return `${label} has no prediction of the change to show, only its ${measure.name}. ${measure.meaning}`;
  return predicted.model === null
    ? `${label} predicts the change, but not how far it may be wrong.`
    : null;
}
