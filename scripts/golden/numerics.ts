/**
 * Exact values of the elementary functions, for test/numerics.
 *
 *     npx tsx scripts/golden/numerics.ts        writes test/golden/numerics.json
 *
 * Independent of src/math/numerics: numbers are whole multiples of 2⁻¹⁴⁰⁰ held in a BigInt, so that even the
 * smallest double, 2⁻¹⁰⁷⁴, keeps more than 300 bits, and every function is its plain series. The result is
 * rounded once, to the nearest double, ties to even.
 *
 * Format: per function a list of [x, y] ([x, exponent, y] for pow; [m, v, moments and derivatives] for rectifiedGaussian);
 * −0, NaN and ±Infinity as strings.
 */
import { writeFileSync } from 'node:fs';

const PLACES = 1400n;
const ONE = 1n << PLACES;

const multiply = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;
const divide = (a: bigint, b: bigint): bigint => (a << PLACES) / b;
const absolute = (a: bigint): bigint => (a < 0n ? -a : a);

function roundedQuotient(a: bigint, b: bigint): bigint {
  const doubled = 2n * a + b;
  const quotient = doubled / (2n * b);
  return doubled < 0n && quotient * 2n * b !== doubled ? quotient - 1n : quotient;
}

// ---- doubles in and out

function fromDouble(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const field = (bits >> 52n) & 2047n;
  const mantissa = (bits & ((1n << 52n) - 1n)) | (field === 0n ? 0n : 1n << 52n);
  const size = mantissa << (PLACES - 1074n + (field === 0n ? 0n : field - 1n));
  return bits >> 63n === 0n ? size : -size;
}

function toDouble(a: bigint): number {
  if (a < 0n) return -toDouble(-a);
  const length = BigInt(a.toString(16).length * 4);
  // drop all but 54 to 57 bits, but never below half of 2⁻¹⁰⁷⁴, remembering whether the rest was zero
  let shift = length - 57n;
  let exponent = shift - PLACES;
  if (exponent < -1075n) {
    exponent = -1075n;
    shift = PLACES - 1075n;
  }
  let kept = a >> shift;
  let isRestZero = kept << shift === a;
  while (kept >= 1n << 54n) {
    isRestZero &&= (kept & 1n) === 0n;
    kept >>= 1n;
    exponent += 1n;
  }
  // the last bit of `kept` is the half
  const isHalf = (kept & 1n) === 1n;
  let mantissa = kept >> 1n;
  if (isHalf && (!isRestZero || (mantissa & 1n) === 1n)) mantissa += 1n;
  exponent += 1n;
  if (exponent > 971n) return Infinity;
  const view = new DataView(new ArrayBuffer(8));
  const power = exponent >= -1022n ? (exponent + 1023n) << 52n : 1n << (exponent + 1074n); // bits of 2^exponent
  view.setBigUint64(0, power);
  return Number(mantissa) * view.getFloat64(0); // both exact, and so is the product
}

// ---- constants

function arctanOfInverse(n: bigint, places: bigint): bigint {
  let sum = 0n;
  let power = (1n << places) / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}

/** Enough places to reduce 2¹⁰²⁴ modulo π/2. */
const PI_PLACES = 2600n;
/** π/2 = 2 (arctan 1/2 + arctan 1/3) (Hutton 1776). */
const HALF_PI = 2n * (arctanOfInverse(2n, PI_PLACES) + arctanOfInverse(3n, PI_PLACES));
const PI = HALF_PI >> (PI_PLACES - PLACES - 1n);

/** Newton's iteration, started above the root. */
function squareRoot(a: bigint): bigint {
  let x = a > ONE ? a : ONE;
  for (;;) {
    const next = (x + divide(a, x)) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

const SQRT_PI = squareRoot(PI);
const SQRT_TWO = squareRoot(2n * ONE);
const SQRT_HALF_PI = divide(SQRT_PI, SQRT_TWO);

// ---- functions

/** 2 artanh(z) = 2 (z + z³/3 + …). */
function twoArtanh(z: bigint): bigint {
  const square = multiply(z, z);
  let sum = 0n;
  let power = 2n * z;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = multiply(power, square);
  }
  return sum;
}

const LN2 = twoArtanh(ONE / 3n);

function exp(a: bigint): bigint {
  const k = roundedQuotient(a, LN2);
  const r = a - k * LN2;
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; absolute(term) > 1n; n++) {
    sum += term;
    term = multiply(term, r) / n;
  }
  return k >= 0n ? sum << k : sum >> -k;
}

function log(a: bigint): bigint {
  let k = 0n;
  let m = a;
  for (; 2n * m > 3n * ONE; k++) m = k < 0n ? m << 1n : a >> (k + 1n);
  for (; 4n * m < 3n * ONE; k--) m <<= 1n;
  return k * LN2 + twoArtanh(divide(m - ONE, m + ONE));
}

function cosAndSin(a: bigint): { cos: bigint; sin: bigint } {
  const long = a << (PI_PLACES - PLACES);
  const n = roundedQuotient(long, HALF_PI);
  const r = (long - n * HALF_PI) >> (PI_PLACES - PLACES);
  let cos = 0n;
  let sin = 0n;
  let term = ONE;
  for (let k = 1n; absolute(term) > 1n; k++) {
    if (k % 2n === 1n) cos += k % 4n === 1n ? term : -term;
    else sin += k % 4n === 2n ? term : -term;
    term = multiply(term, r) / k;
  }
  const quadrant = ((n % 4n) + 4n) % 4n;
  if (quadrant === 0n) return { cos, sin };
  if (quadrant === 1n) return { cos: -sin, sin: cos };
  if (quadrant === 2n) return { cos: -cos, sin: -sin };
  return { cos: sin, sin: -cos };
}

/** 2/√π e^(−x²) x Σ (2x²)ⁿ / (1 · 3 ⋯ (2n + 1)); all terms of the sum are positive. */
function erf(x: bigint): bigint {
  const square = multiply(x, x);
  let sum = 0n;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    sum += term;
    term = (2n * multiply(term, square)) / (2n * n + 1n);
  }
  return divide(2n * multiply(sum, x), multiply(SQRT_PI, exp(square)));
}

const inverse = (a: bigint): bigint => divide(ONE, a);

const normalPdf = (a: bigint): bigint =>
  divide(exp(-multiply(a, a) / 2n), multiply(SQRT_PI, SQRT_TWO));

/** Φ(−a) / φ(a). */
const millsRatio = (a: bigint): bigint =>
  divide(
    SQRT_HALF_PI - multiply(SQRT_HALF_PI, erf(divide(a, SQRT_TWO))),
    exp(-multiply(a, a) / 2n),
  );

/**
 * Of max(z, 0) for z ~ N(m, v): mean, second moment, variance; Φ(m / s), 1 − Φ, φ / (2 s); and the derivatives of the variance by m
 * and v. Textbook formulas: 1400 bits bear what cancels.
 */
function rectifiedGaussian(m: bigint, v: bigint): bigint[] {
  const s = squareRoot(v);
  const u = divide(m, s);
  const isFar = absolute(u) > 45n * ONE; // φ and the smaller tail are below the least double
  const pdf = isFar ? 0n : normalPdf(u);
  const tail = isFar ? 0n : (ONE - erf(divide(absolute(u), SQRT_TWO))) / 2n;
  const [on, off] = u > 0n ? [ONE - tail, tail] : [tail, ONE - tail];
  const mean = multiply(m, on) + multiply(s, pdf);
  const second = multiply(m, mean) + multiply(v, on);
  return [
    mean,
    second,
    second - multiply(mean, mean),
    on,
    off,
    divide(pdf, 2n * s),
    2n * multiply(mean, off),
    on - divide(multiply(mean, pdf), s),
  ];
}

const FUNCTIONS: Record<string, (a: bigint) => bigint> = {
  exp,
  expm1: (a) => exp(a) - ONE,
  log,
  log1p: (a) => log(ONE + a),
  xMinusLog1p: (a) => a - log(ONE + a),
  cos: (a) => cosAndSin(a).cos,
  sin: (a) => cosAndSin(a).sin,
  tanh: (a) => divide(exp(2n * a) - ONE, exp(2n * a) + ONE),
  normalCdf: (a) => (ONE + erf(divide(a, SQRT_TWO))) / 2n,
  normalPdf,
  millsRatio,
  tailRatio: (a) => {
    const above = ONE - multiply(a, millsRatio(a)); // E[max(Z − a, 0)] / φ(a)
    return divide(millsRatio(a) - multiply(a, above), above);
  },
  softplus: (a) => (a > 0n ? a + log(ONE + exp(-a)) : log(ONE + exp(a))),
  sigmoid: (a) => (a > 0n ? inverse(ONE + exp(-a)) : divide(exp(a), ONE + exp(a))),
  inverseSoftplus: (a) => (a > ONE ? a + log(ONE - exp(-a)) : log(exp(a) - ONE)),
};

// ---- where to evaluate

/** Equally spaced, but not round, numbers. */
function grid(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.37)) / count);
}

/** Equally spaced logarithms, made by multiplication so that every engine agrees. */
function magnitudes(from: number, to: number, count: number): number[] {
  const ratio = toDouble(exp((log(fromDouble(to)) - log(fromDouble(from))) / BigInt(count - 1)));
  const values = [from];
  while (values.length < count) values.push(values[values.length - 1] * ratio);
  return values;
}

const bothSigns = (values: number[]): number[] => values.flatMap((x) => [x, -x]);

/** x and its neighbours among the doubles. */
function around(...values: number[]): number[] {
  return values.flatMap((x) => {
    const step = Math.abs(x) * 2.3e-16 || Number.MIN_VALUE;
    return [x - step, x, x + step];
  });
}

const TINY = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-160, 1e-30];
const MULTIPLES = Array.from({ length: 24 }, (_, i) =>
  toDouble((BigInt(i + 1) * HALF_PI) >> (PI_PLACES - PLACES)),
);
/** Doubles very near a multiple of π/2; the first is the nearest of all (Muller et al. 2018). */
const HARD_ANGLES = [5.3193726483265414e255, 1e22, 1e300, 1.7976931348623157e308];

/** Up to 41, where 200 bits are left of the tail. */
const TAILS = [
  ...Array.from({ length: 321 }, (_, j) => j / 8),
  ...grid(0, 4, 120),
  ...grid(0, 41, 330),
  ...magnitudes(1e-17, 0.1, 15),
  // where cells meet, where the value passes a power of 2, and the end of the table
  ...around(0.0625, 0.1875, 2.0625, 39.9375, 40.0000001),
  ...around(0.302630840711572, 1.571857688377, 3.76279760156501),
  ...around(7.8768423547767, 15.937740423054, 31.968780399147),
  ...grid(7.877, 7.9375, 20),
];

const POINTS: Record<string, number[]> = {
  exp: [
    ...grid(-10, 10, 100),
    ...grid(-745.1, 709.7, 80),
    ...bothSigns(magnitudes(1e-17, 1, 30)),
    ...around(
      -745.1332191019411,
      -744.4400719213812,
      -708.3964185322641,
      -708,
      709,
      709.782712893384,
    ),
    ...grid(-745, -708, 30),
    ...bothSigns(TINY),
  ],
  expm1: [
    ...grid(-3, 3, 80),
    ...grid(-45, 60, 60),
    ...grid(60, 709.7, 15),
    ...bothSigns(magnitudes(1e-17, 1, 40)),
    ...around(-40, -0.125, 0.125, 36.7368005696771, 37.4, 708, 709.782712893384),
    ...bothSigns(TINY),
  ],
  log: [
    ...grid(0.5, 2, 80),
    ...grid(0.9, 1.1, 50),
    ...magnitudes(1e-307, 1e307, 60),
    ...magnitudes(5e-324, 1e-307, 15),
    ...around(0.9375, 1, 1.0625, 2, 0.5, 1.00390625, 1.99609375, 2.2250738585072014e-308),
    1.7976931348623157e308,
  ],
  log1p: [
    ...grid(-1, 1, 80),
    ...grid(-0.1, 0.1, 40),
    ...magnitudes(1e-17, 1e300, 50),
    ...bothSigns(magnitudes(1e-17, 0.9, 30)),
    ...around(-0.0625, 0.0625, -0.5, 1, 3),
    -0.9999999999999999,
    ...bothSigns(TINY),
  ],
  xMinusLog1p: [
    ...grid(-1, 1, 90),
    ...grid(-0.3, 0.3, 50),
    ...magnitudes(1e-17, 1e300, 50),
    ...bothSigns(magnitudes(1e-150, 0.9, 40)),
    ...around(-0.25, 0.25, -0.5, 1, 3),
    -0.9999999999999999,
    ...bothSigns(TINY),
  ],
  cos: [
    ...grid(-4, 4, 90),
    ...grid(0, 6.283185307179586, 40),
    ...grid(-1000, 1000, 40),
    ...magnitudes(1e-10, 1e308, 60),
    ...around(...MULTIPLES, 999.0264638415542, 1000),
    ...HARD_ANGLES,
    ...TINY,
  ],
  sin: [
    ...grid(-4, 4, 90),
    ...grid(0, 6.283185307179586, 40),
    ...grid(-1000, 1000, 40),
    ...magnitudes(1e-10, 1e308, 60),
    ...around(...MULTIPLES, 999.0264638415542, 1000),
    ...HARD_ANGLES,
    ...bothSigns(TINY),
  ],
  tanh: [
    ...grid(-1, 1, 80),
    ...grid(-20, 20, 80),
    ...bothSigns(magnitudes(1e-17, 1, 40)),
    ...around(0.1875, -0.1875, 0.21875, 0.53125, 19.0615, 19.0625, -19.0625),
    ...bothSigns(TINY),
  ],
  normalCdf: [
    ...grid(-8, 8.5, 130),
    ...grid(-38.5, -5, 90),
    ...bothSigns(magnitudes(1e-17, 1, 20)),
    ...around(-5, -0.03125, 0.03125, 8.2923610758135, 8.375, -37.5193793471445, -38.485408335567),
  ],
  normalPdf: [
    ...grid(-6, 6, 110),
    ...grid(-38.6, 38.6, 110),
    ...bothSigns(magnitudes(1e-17, 1, 15)),
    ...around(37.5, 38.567),
  ],
  millsRatio: TAILS,
  tailRatio: TAILS,
  softplus: [
    ...grid(-6, 6, 100),
    ...grid(-45, 45, 60),
    ...grid(-745, 745, 60),
    ...bothSigns(magnitudes(1e-17, 1, 15)),
    ...around(-745.1332191019411, -708.4, -300, -36.7, 36.7, 300, 708.4, 745),
  ],
  sigmoid: [
    ...grid(-6, 6, 100),
    ...grid(-45, 45, 60),
    ...grid(-745, 745, 60),
    ...bothSigns(magnitudes(1e-17, 1, 15)),
    ...around(-745.1332191019411, -708.4, -300, -36.7, 36.7),
  ],
  inverseSoftplus: [
    ...grid(0, 4, 100),
    ...grid(0.6, 0.8, 40),
    ...grid(0.47, 1.5, 200),
    ...grid(4, 45, 30),
    ...magnitudes(1e-307, 1e6, 60),
    ...around(0.47, 0.6931471805599453, 1.5, 40),
    5e-324,
    1e-310,
  ],
};

const POWERS: [number, number][] = [];
for (const x of [
  0.3, 0.7, 0.9, 0.99, 0.999, 0.9999999, 1.0000001, 1.001, 1.1, 1.7, 2, 3, 10, 123.456,
]) {
  for (const y of [-300, -12.3, -3, -1, -0.5, 0.1, 0.5, 1 / 3, 1.5, 2, 2.3, 3, 5, 10, 1000.5])
    POWERS.push([x, y]);
}
for (const x of magnitudes(1e-323, 1e308, 25))
  for (const y of [-0.9, 0.25, 1.0001]) POWERS.push([x, y]);
for (const y of grid(-1074, 1023, 25)) POWERS.push([2, y], [2, Math.floor(y)]);
for (const y of magnitudes(1e-300, 1e15, 20))
  POWERS.push([1.0000000000000002, y], [0.9999999999999999, y]);

/** m and v by u = m / s and s: tails, centre, far out, and where the two forms meet. */
const GAUSSIANS: [number, number][] = [
  [1, 1e-20],
  [1e4, 1e-8],
  [1, 1],
];
[
  ...grid(-38, 38, 200),
  ...grid(-3, 3, 60),
  ...bothSigns(magnitudes(1e-17, 1e-2, 12)),
  ...bothSigns(magnitudes(40, 1e12, 12)),
].forEach((u, i) => {
  const s = 10 ** ((((i * 7) % 41) - 20) * 0.97);
  GAUSSIANS.push([u * s, s * s]);
});

// ---- writing

const encode = (x: number): number | string =>
  Object.is(x, -0) ? '-0' : Number.isFinite(x) ? x : String(x);

const golden: Record<string, (number | string)[][]> = {};
for (const [name, f] of Object.entries(FUNCTIONS)) {
  golden[name] = POINTS[name].map((x) => [encode(x), encode(toDouble(f(fromDouble(x))) + 0)]);
}
golden['pow'] = POWERS.map(([x, y]) => {
  const exponent = multiply(fromDouble(y), log(fromDouble(x)));
  const isHuge = absolute(exponent) > 800n * ONE;
  const value = isHuge ? (exponent > 0n ? Infinity : 0) : toDouble(exp(exponent));
  return [x, y, encode(value)];
});

golden['rectifiedGaussian'] = GAUSSIANS.map(([m, v]) => [
  m,
  v,
  ...rectifiedGaussian(fromDouble(m), fromDouble(v)).map(toDouble),
]);

const lines = Object.entries(golden).map(
  ([name, rows]) => `"${name}": [\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`,
);
const path = new URL('../../test/golden/numerics.json', import.meta.url);
writeFileSync(path, `{\n${lines.join(',\n')}\n}\n`);
