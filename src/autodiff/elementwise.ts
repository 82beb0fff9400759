/**
 * Element-wise functions of one variable, each with its derivative. y = f(x), and dx += dy · f′(x). VIME does not need them all,
 * nor all of arithmetic.ts, reductions.ts and shaping.ts; they complete the set and are tested against PyTorch.
 */
import * as kernel from '../math/kernels/elementwise.ts';
import { addReluGradient, reluInto } from '../math/kernels/relu.ts';
import { zeros } from './tensor.ts';
import { operation, type Variable } from './variable.ts';

type Forward = (y: Float64Array, x: Float64Array) => void;
type Gradient = (dx: Float64Array, dy: Float64Array, x: Float64Array, y: Float64Array) => void;

function unary(x: Variable, forward: Forward, gradient: Gradient): Variable {
  const y = zeros(x.value.shape);
  return operation(
    y,
    [x],
    () => forward(y.data, x.value.data),
    (dy) => gradient(x.grad!.data, dy, x.value.data, y.data),
  );
}

export const neg = (x: Variable): Variable => scale(x, -1);

/** factor · x for a constant factor */
export function scale(x: Variable, factor: number): Variable {
  return unary(
    x,
    (y, x) => kernel.scaleInto(y, x, factor),
    (dx, dy) => kernel.addScaled(dx, dy, factor),
  );
}

/** eˣ is its own derivative: dx += dy · y */
export const exp = (x: Variable): Variable =>
  unary(x, kernel.expInto, (dx, dy, _, y) => kernel.addProduct(dx, dy, y));

/** d log x / dx = 1 / x */
export const log = (x: Variable): Variable => unary(x, kernel.logInto, kernel.addQuotient);

export const sqrt = (x: Variable): Variable =>
  unary(x, kernel.sqrtInto, (dx, dy, _, y) => kernel.addSqrtGradient(dx, dy, y));

export const square = (x: Variable): Variable =>
  unary(x, (y, x) => kernel.mulInto(y, x, x), kernel.addSquareGradient);

export const abs = (x: Variable): Variable => unary(x, kernel.absInto, kernel.addAbsGradient);

export const relu = (x: Variable): Variable => unary(x, reluInto, addReluGradient);

export const tanh = (x: Variable): Variable =>
  unary(x, kernel.tanhInto, (dx, dy, _, y) => kernel.addTanhGradient(dx, dy, y));

export const sigmoid = (x: Variable): Variable =>
  unary(x, kernel.sigmoidInto, kernel.addSigmoidGradient);

/** log(1 + eˣ): turns any rho into a positive sigma */
export const softplus = (x: Variable): Variable =>
  unary(x, kernel.softplusInto, kernel.addSoftplusGradient);

/** φ(x) = e^(−x²/2) / √(2π), the density of N(0, 1); φ′ = −x φ */
export const normalPdf = (x: Variable): Variable =>
  unary(x, kernel.normalPdfInto, kernel.addNormalPdfGradient);

/** Φ(x) = ∫ φ from −∞ to x, the distribution function of N(0, 1); Φ′ = φ */
export const normalCdf = (x: Variable): Variable =>
  unary(x, kernel.normalCdfInto, kernel.addNormalCdfGradient);

/** x to a constant power */
export function pow(x: Variable, exponent: number): Variable {
  return unary(
    x,
    (y, x) => kernel.powInto(y, x, exponent),
    (dx, dy, x) => kernel.addPowGradient(dx, dy, x, exponent),
  );
}

/** min(max(x, low), high); leave a bound out with ∓Infinity */
export function clamp(x: Variable, low: number, high: number): Variable {
  return unary(
    x,
    (y, x) => kernel.clampInto(y, x, low, high),
    (dx, dy, x) => kernel.addClampGradient(dx, dy, x, low, high),
  );
}

/** The Huber loss of each error: e² / 2 up to |e| = delta, delta (|e| − delta / 2) beyond */
export function huber(error: Variable, delta: number): Variable {
  return unary(
    error,
    (y, e) => kernel.huberInto(y, e, delta),
    (de, dy, e) => kernel.addHuberGradient(de, dy, e, delta),
  );
}
