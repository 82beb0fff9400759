/**
 * Reverse-mode automatic differentiation, part 2: running the graph.
 *
 * `graphOf` lists everything an output depends on, parents first. Forward walks the list from the front;
 * backward walks it from the end, so that the gradient of a variable is the sum over all its uses before it is
 * propagated to the parents. That is the chain rule, one edge at a time.
 */
import { formatShape } from './shape.ts';
import type { Variable } from './variable.ts';

export interface Graph {
  /** Recomputes every value from the leaves' present values, into the same buffers. */
  readonly forward: () => void;
  /**
   * Sets ∂output/∂v in `grad` of every variable between the leaves and the output, and *adds* it to the
   * leaves' `grad`. The values must be up to date.
   */
  readonly backward: () => void;
}

/** Parents before children, each variable once; iterative, so that a deep graph does not overflow the stack. */
function topologicalOrder(outputs: readonly Variable[]): Variable[] {
  const order: Variable[] = [];
  const seen = new Set<Variable>();
  for (const output of outputs) {
    if (seen.has(output)) continue;
    seen.add(output);
    const stack = [{ variable: output, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top.next < top.variable.parents.length) {
        const parent = top.variable.parents[top.next++];
        if (!seen.has(parent)) {
          seen.add(parent);
          stack.push({ variable: parent, next: 0 });
        }
      } else {
        order.push(top.variable);
        stack.pop();
      }
    }
  }
  return order;
}

/**
 * The graph that ends in `output`, to be run again and again.
 *
 * @param others more variables that `forward` computes; `backward` starts from `output` alone
 */
export function graphOf(output: Variable, ...others: readonly Variable[]): Graph {
  const order = topologicalOrder([output, ...others]);
  const interior = order.filter((v) => v.parents.length > 0);
  const computed = interior.filter((v) => !v.isView);
  const forwards = computed.map((v) => v.forward);
  // From the output down, only along edges that carry a gradient: what lies below a stopGradient alone must not
  // run, for its rule would turn a gradient of 0 into NaN where the slope is infinite (0 / √0).
  const reached = new Set<Variable>([output]);
  for (const v of [...order].reverse()) {
    if (reached.has(v) && v.grad) v.parents.forEach((parent) => reached.add(parent));
  }
  const backwards = computed.filter((v) => v.grad && reached.has(v)).map((v) => v.backward);
  backwards.reverse();
  const interiorGrads = computed.flatMap((v) => (v.grad ? [v.grad.data] : []));

  return {
    forward: () => {
      for (let i = 0; i < forwards.length; i++) forwards[i]();
    },
    backward: () => {
      if (output.grad === null || output.value.shape.length > 0) {
        const got = output.grad
          ? `shape ${formatShape(output.value.shape)}`
          : 'one without gradient';
        throw new Error(`backward: expected a scalar that depends on a parameter, got ${got}`);
      }
      for (let i = 0; i < interiorGrads.length; i++) interiorGrads[i].fill(0);
      output.grad.data[0] += 1;
      for (let i = 0; i < backwards.length; i++) backwards[i]();
    },
  };
}

/** One backward pass from a scalar, for a graph that is used only once. */
export function backward(output: Variable): void {
  graphOf(output).backward();
}
