/**
 * Arithmetic on two variables and the matrix product.
 *
 * Operands of different shapes are first broadcast to the common shape by NumPy's rule, as an operation
 * of its own (`broadcast` in shaping.ts), so every rule below may take equal shapes for granted.
 */
import * as kernel from '../math/kernels/elementwise.ts';
import { addMatmulInto, transposeInto } from '../math/kernels/matmul.ts';
import { broadcastShapes, formatShape } from './shape.ts';
import { zeros } from './tensor.ts';
import { broadcast } from './shaping.ts';
import { operation, type Variable } from './variable.ts';

/** @throws RangeError if one of them is a number, or a tensor */
function checkVariables(caller: string, ...operands: readonly Variable[]): void {
  for (const operand of operands as readonly (Partial<Variable> | undefined)[]) {
    if (operand?.value) continue;
    const came = typeof operand === 'number' ? operand : typeof operand;
    throw new RangeError(
      `${caller}: expected variables, got ${came}; constant(scalar(2)) makes one of a number`,
    );
  }
}

/** Both operands at their common shape, and room for the result. */
function align(name: string, a: Variable, b: Variable) {
  checkVariables(name, a, b);
  const shape = broadcastShapes(name, a.value.shape, b.value.shape);
  return [broadcast(a, shape), broadcast(b, shape), zeros(shape)] as const;
}

export function add(left: Variable, right: Variable): Variable {
  const [a, b, y] = align('add', left, right);
  return operation(
    y,
    [a, b],
    () => kernel.addInto(y.data, a.value.data, b.value.data),
    (dy) => {
      if (a.grad) kernel.addTo(a.grad.data, dy);
      if (b.grad) kernel.addTo(b.grad.data, dy);
    },
  );
}

export function sub(left: Variable, right: Variable): Variable {
  const [a, b, y] = align('sub', left, right);
  return operation(
    y,
    [a, b],
    () => kernel.subInto(y.data, a.value.data, b.value.data),
    (dy) => {
      if (a.grad) kernel.addTo(a.grad.data, dy);
      if (b.grad) kernel.addScaled(b.grad.data, dy, -1);
    },
  );
}

export function mul(left: Variable, right: Variable): Variable {
  const [a, b, y] = align('mul', left, right);
  return operation(
    y,
    [a, b],
    () => kernel.mulInto(y.data, a.value.data, b.value.data),
    (dy) => {
      if (a.grad) kernel.addProduct(a.grad.data, dy, b.value.data);
      if (b.grad) kernel.addProduct(b.grad.data, dy, a.value.data);
    },
  );
}

/** y = a / b, so ∂y/∂a = 1 / b and ∂y/∂b = −y / b */
export function div(left: Variable, right: Variable): Variable {
  const [a, b, y] = align('div', left, right);
  return operation(
    y,
    [a, b],
    () => kernel.divInto(y.data, a.value.data, b.value.data),
    (dy) => {
      if (a.grad) kernel.addQuotient(a.grad.data, dy, b.value.data);
      if (b.grad) kernel.addDivisorGradient(b.grad.data, dy, y.data, b.value.data);
    },
  );
}

/**
 * Matrix product Y = A B, so dA = dY Bᵀ and dB = Aᵀ dY.
 *
 * @param a [M, K]
 * @param b [K, N]
 * @returns [M, N]
 * @throws RangeError unless both are matrices with equal inner sizes
 */
export function matmul(a: Variable, b: Variable): Variable {
  checkVariables('matmul', a, b);
  const [M, K] = a.value.shape;
  const [inner, N] = b.value.shape;
  if (a.value.shape.length !== 2 || b.value.shape.length !== 2 || inner !== K) {
    throw new RangeError(
      `matmul: inner sizes differ, ${formatShape(a.value.shape)} × ${formatShape(b.value.shape)}; expected [M, K] × [K, N]`,
    );
  }
  const y = zeros([M, N]);
  const transposed = new Float64Array(a.grad ? K * N : 0);
  return operation(
    y,
    [a, b],
    () => {
      y.data.fill(0);
      addMatmulInto(y.data, a.value.data, [K, 1], b.value.data, M, K, N);
    },
    (dy) => {
      if (a.grad) {
        transposeInto(transposed, b.value.data, K, N);
        addMatmulInto(a.grad.data, dy, [N, 1], transposed, M, N, K);
      }
      if (b.grad) addMatmulInto(b.grad.data, a.value.data, [1, K], dy, K, M, N);
    },
  );
}
