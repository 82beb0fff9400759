/**
 * A list of numbers that change one at a time, and its sum.
 *
 * A sum that is carried along by differences, total += new − old, keeps the rounding errors of all that ever was in it: after
 * 3e17 has come and gone, it may be off by 32 for ever. Here the numbers are the leaves of a binary tree in which every other
 * node is the sum of its two children. A change adds up anew what lies on the way to the root, log₂ n sums, so the total depends on
 * the present numbers alone and is as exact as pairwise summation: for numbers ≥ 0 within log₂ n roundings.
 */
export class SumTree {
  /** [n] the numbers; `set` changes them. */
  readonly values: Float64Array;
  /** [2 n] node i is the sum of nodes 2 i and 2 i + 1, down from the root, node 1; the leaves are nodes n to 2 n − 1. */
  readonly #nodes: Float64Array;

  /** @param n how many numbers, at least 1; all are 0 at first */
  constructor(n: number) {
    this.#nodes = new Float64Array(2 * n);
    this.values = this.#nodes.subarray(n);
  }

  get total(): number {
    return this.#nodes[1];
  }

  set(index: number, value: number): void {
    const nodes = this.#nodes;
    let node = this.values.length + index;
    nodes[node] = value;
    for (node >>= 1; node > 0; node >>= 1) nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
  }

  /** Replaces the first numbers by these and all others by 0. */
  setAll(values: Float64Array): void {
    const nodes = this.#nodes;
    this.values.fill(0);
    this.values.set(values);
    for (let node = this.values.length - 1; node > 0; node--) {
      nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
    }
  }
}
