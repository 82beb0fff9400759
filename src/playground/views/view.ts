/** What a view is: a part of the page. */
import type { Page } from '../page/page.ts';

export interface Mounted {
  readonly element: HTMLElement;
  /** Shows what has changed; called at most once in an animation frame. */
  readonly update: () => void;
}

/** A part that shows all agents. */
export interface PageView {
  /** In `hide=`. */
  readonly name: string;
  /** Its heading; null: none. */
  readonly title: string | null;
  readonly create: (page: Page) => Mounted;
}

/** A part in the column of each agent. */
export interface AgentView {
  readonly name: string;
  readonly title: string | null;
  /** @param n which agent, from 0 */
  readonly create: (page: Page, n: number) => Mounted;
}
