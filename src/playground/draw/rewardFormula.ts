/** The reward that an agent learns from, as a formula: in symbols, and with the numbers of an action. */
import type { ActionValue, Formula } from '../worker/answers/state.ts';
import { shownNumber } from './numbers.ts';

const hasBonus = ({ bonus }: ActionValue): boolean => bonus !== null;

/** `r + η · min(clip, gain / unit)` */
export function symbols(
  { rewardScale, clip, isRoot, unit, shaping }: Formula,
  action: ActionValue,
): string {
  const units = isRoot ? '√(gain / unit)' : 'gain / unit';
  const bonus = Number.isFinite(clip) ? `min(clip, ${units})` : units;
  const terms = [
    rewardScale === 1 ? 'r' : `${shownNumber(rewardScale)} · r`,
    ...(hasBonus(action) ? [`η · ${bonus}`] : []),
    ...(shaping === 0 ? [] : ['w · (γ Φ(s′) − Φ(s))']),
  ].join(' + ');
  return hasBonus(action) && unit === 0
    ? `${terms}; there is no unit yet, so the bonus is 0`
    : terms;
}

/** `0 + 0.0035 · min(5, 0.0021 / 0.00081) = 0 + 0.0035 · 2.59 = 0.00907`; before there is a unit, `0 + 0.0035 · 0 = 0` */
export function numbersIn(formula: Formula, action: ActionValue): string {
  const { rewardScale, eta, clip, isRoot, unit, shaping } = formula;
  const reward =
    rewardScale === 1
      ? shownNumber(action.reward)
      : `${shownNumber(rewardScale)} · ${shownNumber(action.reward)}`;
  const shaped = shaping === 0 ? [] : [`${shownNumber(shaping)} · ${shownNumber(action.shaping)}`];
  const sum = (bonus: string | null): string =>
    [reward, ...(bonus === null ? [] : [`${shownNumber(eta)} · ${bonus}`]), ...shaped].join(' + ');
  const total = shownNumber(action.total);
  if (action.novelty === null || action.bonus === null) {
    return sum(null) === total ? total : `${sum(null)} = ${total}`;
  }
  if (unit === 0) return `${sum(shownNumber(action.bonus))} = ${total}`;
  const ratio = `${shownNumber(action.novelty)} / ${shownNumber(unit)}`;
  const units = isRoot ? `√(${ratio})` : ratio;
  const bonus = Number.isFinite(clip) ? `min(${shownNumber(clip)}, ${units})` : units;
  return `${sum(bonus)} = ${sum(shownNumber(action.bonus))} = ${total}`;
}
