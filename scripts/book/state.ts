/**
 * States of the playground in the links of a text. `playground.md#agents=dqn&seed=1` leads to the playground's page of the
 * documents where a text is read as it is, and sets the figure beside the text in a page that is made from it.
 */

const LINK = /(?:^|\/)playground\.md#(\w+=.*)$/;

/** Views of the playground that a figure may show, beside its controls; docs/playground.md lists them. */
export const VIEWS: readonly string[] = [
  ...['car', 'phase', 'milestones', 'saved', 'curves', 'inspect', 'beliefs', 'curve', 'tv'],
  ...['drive', 'settings', 'files'],
];

/** What a state has besides in a frame that shows these views only. */
export const embedded = (shown: readonly string[]): string =>
  `&embed&hide=${VIEWS.filter((view) => !shown.includes(view)).join(',')}`;

/** `agents=dqn&seed=1` of a link's target; null: it is another link. */
export const stateOf = (target: string): string | null => LINK.exec(target)?.[1] ?? null;
