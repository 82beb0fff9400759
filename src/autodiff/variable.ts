/**
 * Reverse-mode automatic differentiation, part 1: the graph.
 *
 * A `Variable` is a value that knows the operation it came from. Applying an operation computes its value at
 * once and keeps two functions: `forward` computes the value again from the parents' values, `backward` propagates
 * this variable's gradient to the parents. Both work in buffers that are allocated once, when the graph
 * is built. Shapes do not change during training, so a graph is built once and then run again and again on
 * new numbers (`graphOf` in backward.ts) without allocating anything.
 */
import { checkContiguous, zeros, type Tensor } from './tensor.ts';

export interface Variable {
  readonly value: Tensor;
  /** ∂(output)/∂(this), the value's shape; null where no gradient is needed. */
  readonly grad: Tensor | null;
  readonly parents: readonly Variable[];
  /** Computes `value` from the parents' values. */
  readonly forward: () => void;
  /** Adds this variable's share to the parents' gradients. */
  readonly backward: () => void;
  /** True for a view: value and gradient are a window on its parent's buffers. */
  readonly isView: boolean;
}

const nothing = (): void => {};

/**
 * A leaf that learns: gradients add up in `grad` over backward passes until `zeroGrad`.
 *
 * @throws RangeError unless the tensor is contiguous
 */
export function parameter(value: Tensor): Variable {
  checkContiguous('parameter', value);
  const grad = zeros(value.shape);
  return { value, grad, parents: [], forward: nothing, backward: nothing, isView: false };
}

/**
 * A leaf without a gradient: data, targets, noise. Write new numbers into `value.data` and run again.
 *
 * @throws RangeError unless the tensor is contiguous
 */
export function constant(value: Tensor): Variable {
  checkContiguous('constant', value);
  return { value, grad: null, parents: [], forward: nothing, backward: nothing, isView: false };
}

/**
 * The result of an operation. It has a gradient when any parent has one.
 *
 * @param value    buffer for the result; `forward` fills it, the first time right now
 * @param backward adds to the gradients of the parents that have one, given `dy`, the gradient of the result
 */
export function operation(
  value: Tensor,
  parents: readonly Variable[],
  forward: () => void,
  backward: (dy: Float64Array) => void,
): Variable {
  forward();
  if (parents.every((parent) => parent.grad === null)) {
    return { value, grad: null, parents, forward, backward: nothing, isView: false };
  }
  const grad = zeros(value.shape);
  const dy = grad.data;
  return { value, grad, parents, forward, backward: () => backward(dy), isView: false };
}

/**
 * The same numbers seen with another shape or through a window. Nothing is copied either way: what is added
 * to the view's gradient is added to the parent's.
 */
export function view(parent: Variable, look: (t: Tensor) => Tensor): Variable {
  return {
    value: look(parent.value),
    grad: parent.grad && look(parent.grad),
    parents: [parent],
    forward: nothing,
    backward: nothing,
    isView: true,
  };
}

/** The same value, but no gradient flows through: "no grad" for one edge of the graph. */
export function stopGradient(x: Variable): Variable {
  return { ...view(x, (t) => t), grad: null };
}

/**
 * The same value, with a gradient of its own to read after a backward pass even where nothing below it
 * has one: how the loss depends on an intermediate result, at the cost of no further propagation.
 */
export function watch(x: Variable): Variable {
  if (x.grad) return x;
  return { ...view(x, (t) => t), grad: zeros(x.value.shape), isView: false };
}

/** Where to add the gradient by v: one that is not needed goes to an array that is not read. */
export const gradientOf = (v: Variable): Float64Array =>
  v.grad?.data ?? new Float64Array(v.value.size);

/** Clears the gradients of leaves, which otherwise add up over backward passes. */
export function zeroGrad(...variables: readonly Variable[]): void {
  for (const variable of variables) variable.grad?.data.fill(0);
}
