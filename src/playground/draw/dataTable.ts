/** The numbers of a picture as a table, behind a line that opens it. It is filled while it is open. */
import { h } from '../page/h.ts';

export interface Table {
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

export interface DataTable {
  readonly element: HTMLElement;
  /** Shows the numbers as they are now, if it is open; at most twice in a second. */
  readonly update: (table: () => Table) => void;
}

/** ms */
const LEAST = 500;

/** @param title what the numbers are of */
export function dataTable(title: string): DataTable {
  const caption = h('caption', { class: 'unseen' }, title);
  const table = h('table', { class: 'data' }, caption);
  const scroll = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title },
    table,
  );
  let last: () => Table = () => ({ head: [], rows: [] });
  let filled = 0;
  const fill = (): void => {
    filled = performance.now();
    table.replaceChildren(caption, ...partsOf(last()));
  };
  const element = h(
    'details',
    {
      class: 'numbers',
      ontoggle: () => {
        if (element.open) fill();
      },
    },
    h('summary', {}, 'As a table'),
    scroll,
  );
  return {
    element,
    update: (now) => {
      last = now;
      if (element.open && performance.now() - filled > LEAST) fill();
    },
  };
}

/** Head and body of a table. */
export function partsOf({ head, rows }: Table): HTMLElement[] {
  const line = ([name, ...cells]: readonly string[]): HTMLElement =>
    h('tr', {}, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', {}, cell)));
  return [
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...head.map((text) =>
          h(text === '' ? 'td' : 'th', text === '' ? {} : { scope: 'col' }, text),
        ),
      ),
    ),
    h('tbody', {}, ...rows.map(line)),
  ];
}
