/** Shapes are lists of axis sizes, outermost first; `[]` is a scalar. All errors name the caller. */
export type Shape = readonly number[];

/** `[2, 3]`, for messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Number of elements: the product of the axis sizes, 1 for a scalar, 0 when an axis is empty. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/**
 * The shape of an element-wise result by NumPy's rule: align shapes at the last axis; sizes must be
 * equal or one of them 1, and a missing axis counts as 1.
 *
 * @throws RangeError if the shapes do not broadcast together
 */
export function broadcastShapes(caller: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const out = new Array<number>(rank);
  for (let axis = 1; axis <= rank; axis++) {
    const m = a[a.length - axis] ?? 1;
    const n = b[b.length - axis] ?? 1;
    if (m !== n && m !== 1 && n !== 1) {
      throw new RangeError(
        `${caller}: shapes do not broadcast, ${formatShape(a)} with ${formatShape(b)}; sizes must be equal or 1`,
      );
    }
    out[rank - axis] = m === 1 ? n : m;
  }
  return out;
}

/** @throws RangeError unless `shape` is a list of whole numbers ≥ 0 */
export function checkShape(caller: string, shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw new RangeError(`${caller}: expected a shape such as [2, 3], got ${String(shape)}`);
  }
  for (const n of shape) {
    if (!Number.isSafeInteger(n) || n < 0) {
      throw new RangeError(
        `${caller}: axis sizes must be whole numbers ≥ 0, got ${formatShape(shape)}`,
      );
    }
  }
}

/** @throws RangeError unless `axis` is one of the axes of `shape` */
export function checkAxis(caller: string, shape: Shape, axis: number): void {
  if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) {
    const expected =
      shape.length === 0 ? 'a scalar has no axes' : `expected 0 to ${shape.length - 1}`;
    throw new RangeError(`${caller}: axis ${axis} of ${formatShape(shape)}; ${expected}`);
  }
}

/** @throws RangeError unless the two flat arrays are equally long */
export function checkSameLength(caller: string, a: Float64Array, b: Float64Array): void {
  if (a.length !== b.length) {
    throw new RangeError(`${caller}: expected equal lengths, got ${a.length} and ${b.length}`);
  }
}
