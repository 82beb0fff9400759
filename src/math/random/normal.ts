/**
 * Draws from the standard normal distribution, by the ziggurat method (Marsaglia and Tsang 2000; Doornik 2005).
 *
 * 256 layers of equal area, one upon the other like the steps of a ziggurat, cover the area under f(x) = e^(−x²/2), x ≥ 0.
 * A layer, a place across it and a height in it, all uniform, give a point; if it lies under the curve, its x is normal.
 * Nearly always the place tells without the height: 99 of 100 draws need two uniforms, a few multiplications and one
 * comparison, a third of the time that a logarithm, a sine and a cosine take (Box and Muller 1958).
 *
 *     f
 *     │▔▔╲                layer i ≥ 1 is as wide as EDGE[i], the curve at its lower rim, and as high as
 *     │───╲─┐             HEIGHT[i + 1] − HEIGHT[i]; left of EDGE[i + 1] all of it is under the curve
 *     │    ╲│
 *     │─────╲──┐
 *     │      ╲_│________  layer 0: a rectangle up to TAIL, HEIGHT[1] high, and all that lies beyond
 *     └────────┴────────  x
 *             TAIL
 */
import { exp } from '../numerics/exp.ts';
import { log } from '../numerics/log.ts';
import { millsRatio } from '../numerics/mills.ts';
import type { Rng } from './rng.ts';

const LAYERS = 256;
/** Where the tail begins: the one value for which the topmost layer ends at the top of the curve. */
const TAIL = 3.6541528853610088;
const TWO_TO_32 = 4294967296;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

const curve = (x: number): number => exp(-0.5 * x * x);

/**
 * EDGE[i] falls from i = 1 to the top, EDGE[256] = 0, and HEIGHT[i] = f(EDGE[i]) rises to 1. EDGE[0] is only the width that
 * gives layer 0 its area; HEIGHT[0] is not used.
 */
const EDGE = new Float64Array(LAYERS + 1);
const HEIGHT = new Float64Array(LAYERS + 1);
// The tail, ∫ f from TAIL to ∞, is f(TAIL) millsRatio(TAIL). A rectangle as high as layer 0 and of its area is so wide:
EDGE[0] = TAIL + millsRatio(TAIL);
EDGE[1] = TAIL;
const AREA = EDGE[0] * curve(TAIL);
for (let i = 1; i < LAYERS - 1; i++) {
  EDGE[i + 1] = Math.sqrt(-2 * log(curve(EDGE[i]) + AREA / EDGE[i])); // f⁻¹ of the upper rim
}
for (let i = 0; i <= LAYERS; i++) HEIGHT[i] = curve(EDGE[i]);

/** One draw from N(0, 1), with 53 random bits. */
function draw(rng: Rng): number {
  for (;;) {
    const bits = (rng.uniform() * TWO_TO_32) | 0;
    const layer = bits & 255;
    // 53 bits that have no part in the choice of the layer: 21 left of the first uniform, 32 of the second.
    const place = rng.uniform() + (bits >>> 11) * TWO_TO_MINUS_53;
    const x = (2 * place - 1) * EDGE[layer];
    if (Math.abs(x) < EDGE[layer + 1]) return x;
    const size = nearTheCurve(layer, Math.abs(x), rng);
    if (size >= 0) return x < 0 ? -size : size;
  }
}

/** |draw| where the place did not tell: from the tail, or `x` if it is under the curve; −1 if it is not. */
function nearTheCurve(layer: number, x: number, rng: Rng): number {
  if (layer === 0) return TAIL + beyondTheTail(rng);
  const y = HEIGHT[layer] + rng.uniform53() * (HEIGHT[layer + 1] - HEIGHT[layer]);
  return y < curve(x) ? x : -1;
}

/** How far beyond TAIL, by rejection from an exponential distribution (Marsaglia 1964). */
function beyondTheTail(rng: Rng): number {
  for (;;) {
    const x = -log(1 - rng.uniform53()) / TAIL; // 1 − u is in (0, 1]: the logarithm stays finite
    const y = -log(1 - rng.uniform53());
    if (2 * y >= x * x) return x;
  }
}

/** Fills `out` with independent draws from N(0, 1). */
export function normalInto(out: Float64Array, rng: Rng): void {
  for (let i = 0; i < out.length; i++) out[i] = draw(rng);
}

/** `count` independent draws from N(0, 1). */
export function normal(count: number, rng: Rng): Float64Array {
  const out = new Float64Array(count);
  normalInto(out, rng);
  return out;
}
