/**
 * The sea as a grid of cells, the diver with its way through them, and the treasure.
 *
 * A cell is a unit wide and high. Only cells that can be reached are drawn: in row r there are r + 1. Below the last row is the ground,
 * where each dive ends; the treasure lies there beyond the last column, where the one move leads that finds it.
 */
import type { Picture, Shape, Snapshot } from '../environment.ts';
import { circle, filled, line, rectangle, type Point, type Points } from './shapes.ts';

const [SIDE, ABOVE] = [0.05, 0.07]; // of the size, around
const GAP = 0.12; // cells, around each
const MOST_CELLS = 20; // rows; where there are more, single cells would not be seen
const DIVER = 0.38; // cells, radius
const LEAST = 0.02; // of the size: a diver in a large sea is drawn larger than a cell
const TREASURE = 0.9; // of the diver

/** Cells from the left and from the top. */
interface Cell {
  readonly row: number;
  readonly column: number;
}

/**
 * @param size    rows and columns
 * @param isRight whether an action is a move to the right in a cell
 */
export function deepSeaPicture(
  size: number,
  isRight: (cell: Cell, action: number) => boolean,
): Picture {
  const middleOf = ({ row, column }: Cell): Point => [column + 0.5, size - row - 0.5];
  /** Null after the last step. */
  const cellOf = (observation: Float64Array): Cell | null => {
    const at = observation.indexOf(1);
    return at < 0 ? null : { row: Math.floor(at / size), column: at % size };
  };
  /** Where the diver has come to after the last step; null: it is not known from where. */
  const endOf = (before: readonly Snapshot[]): Cell | null => {
    const last = before.at(-1);
    const cell = last && cellOf(last.observation);
    if (cell?.row !== size - 1 || last?.action == null) return null;
    const column = cell.column + (isRight(cell, last.action) ? 1 : -1);
    return { row: size, column: Math.max(0, column) };
  };
  const [x, y] = middleOf({ row: size, column: size });
  const radius = Math.max(DIVER, LEAST * size);
  const side = SIDE * size;
  const corner = TREASURE * radius;
  const floor = y - Math.max(0.5, radius);
  const sea = [
    ...(size <= MOST_CELLS ? cellsOf(size) : [filled('ground', stairs(size))]),
    line('line', [
      [0, floor],
      [size + 1, floor],
    ]),
  ];
  const treasure = filled('goal', [
    [x - corner, y],
    [x, y - corner],
    [x + corner, y],
    [x, y + corner],
  ]);
  return {
    low: [-side, floor - side / 2],
    high: [size + 1 + side, size + ABOVE * size],
    draw: (observation, _, before) => {
      const cell = cellOf(observation) ?? endOf(before);
      const seen = before.flatMap((snapshot) => cellOf(snapshot.observation) ?? []);
      const way = [...seen, ...(cell ? [cell] : [])].map(middleOf);
      return [
        ...sea,
        line('agent', way),
        ...(cell ? [filled('agent', circle(middleOf(cell), radius))] : []),
        treasure, // in front: that it was found is seen
      ];
    },
  };
}

/** The cells one by one. */
const cellsOf = (size: number): Shape[] =>
  Array.from({ length: size }, (_, row) =>
    Array.from({ length: row + 1 }, (_, column) => {
      const [left, bottom] = [column, size - row - 1];
      return filled(
        'ground',
        rectangle([left + GAP, bottom + GAP], [left + 1 - GAP, bottom + 1 - GAP]),
      );
    }),
  ).flat();

/** The border of all cells. */
const stairs = (size: number): Points => [
  [0, 0],
  [0, size],
  ...Array.from({ length: size }, (_, row): Points => [
    [row + 1, size - row],
    [row + 1, size - row - 1],
  ]).flat(),
];
