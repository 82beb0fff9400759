/** Sentences on how the runs of one environment and reward differ, for readers who compare them. */
import type { Options } from '../../train/config/environments.ts';
import { untold } from '../runs/groups.ts';

export interface NotedGroup {
  /** Episodes up to which runs are compared, if some are longer than others; null: all of each. */
  readonly comparedUpTo: number | null;
  readonly agents: readonly {
    readonly label: string;
    /** Settings that are not what the agent has in that environment. */
    readonly settings: Options;
  }[];
}

export function groupNotes({ comparedUpTo, agents }: NotedGroup): string[] {
  const list = agents
    .map(({ label, settings }) => ({ label, more: untold(label, settings) }))
    .filter(({ more }) => more !== '')
    .map(({ label, more }) => `${label}: ${more}`);
  return [
    ...(comparedUpTo === null
      ? []
      : [
          `Some runs are longer than others: all are compared up to episode ${comparedUpTo}, the last of the shortest. The ` +
            'learning rate falls over all episodes of a run, to learningRateEnd, so a longer run has learnt with a higher ' +
            'one until then.',
        ]),
    ...(list.length === 0
      ? []
      : [`Settings that are not the agent\u2019s own: ${list.join('; ')}.`]),
  ];
}
