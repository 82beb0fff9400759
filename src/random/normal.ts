import { log } from '../numerics/log.ts';
import { cos, sin } from '../numerics/cos.ts';
import type { Rng } from './rng.ts';

const TWO_PI = 6.283185307179586;

/**
 * Fills `out` with independent draws from N(0, 1).
 *
 * Box and Muller (1958): a radius R = √(−2 log u₁) and an angle 2π u₂ give two independent normals,
 * R cos and R sin. When `out` has an odd length the last sine is thrown away rather than kept for the
 * next call: a sampler that hides a spare value could not be resumed from the stream's state alone.
 */
export function normalInto(out: Float64Array, rng: Rng): void {
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * log(1 - rng.uniform53())); // 1 − u is in (0, 1]: log stays finite
    const angle = TWO_PI * rng.uniform53();
    out[i] = radius * cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * sin(angle);
  }
}

/** `count` independent draws from N(0, 1). */
export function normal(count: number, rng: Rng): Float64Array {
  const out = new Float64Array(count);
  normalInto(out, rng);
  return out;
}
