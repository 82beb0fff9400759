/** Episodes without a bonus, though novelty was measured: in all other respects such a run looks like any other. */
import { limitOf } from './config/field.ts';
import type { Config } from './config/settings.ts';
import type { EpisodeRecord } from './train.ts';

/** A bonus this far below its usual size, 1 or the clip, changes no decision. */
const NEGLIGIBLE = 1e-9;

type Measured = Pick<EpisodeRecord, 'episode' | 'length' | 'intrinsicReturn' | 'noveltyMax'>;

/** The parts of a run that are needed here. */
interface Curious {
  readonly config: Pick<Config, 'eta' | 'bonusClip'>;
  readonly bonus: { readonly curiosity: { readonly measured: { readonly name: string } } } | null;
}

/** One line about episodes in which novelty was measured and the bonus was negligible; null if there is none. */
export function missingBonus(
  { config: { eta, bonusClip }, bonus }: Curious,
  records: readonly Measured[],
): string | null {
  if (bonus === null || eta === 0) return null;
  const least = NEGLIGIBLE * eta * Math.min(1, limitOf(bonusClip));
  const missing = records.filter(
    ({ noveltyMax, intrinsicReturn, length }) =>
      noveltyMax !== null && !(Math.abs(intrinsicReturn) > least * length),
  );
  if (missing.length === 0) return null;
  const most = Math.max(...missing.map(({ noveltyMax }) => noveltyMax!));
  const count = `${missing.length} of ${records.length} episodes, the first of them ${missing[0].episode}`;
  return `no bonus in ${count}: their ${bonus.curiosity.measured.name} was ${most === 0 ? '0' : `at most ${most}, negligible in its unit`}; try less extreme settings`;
}
