/**
 * States of the playground in the links of a text. `playground.md#agents=dqn&seed=1` leads to the playground's page of the
 * documents where a text is read as it is, and sets the figure beside the text in a page that is made from it.
 */

const LINK = /(?:^|\/)playground\.md#(\w+=.*)$/;

/** `agents=dqn&seed=1` of a link's target; null: it is another link. */
export const stateOf = (target: string): string | null => LINK.exec(target)?.[1] ?? null;
