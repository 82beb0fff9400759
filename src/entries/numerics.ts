/**
 * `vime/numerics`: elementary functions and random streams that give the same bits in every engine.
 *
 * @module vime/numerics
 */
export { cos, sin } from '../math/numerics/cos.ts';
export { exp, expm1 } from '../math/numerics/exp.ts';
export { log, log1p, xMinusLog1p } from '../math/numerics/log.ts';
export { millsRatio } from '../math/numerics/mills.ts';
export { normalCdf, normalPdf } from '../math/numerics/normalDistribution.ts';
export { pow } from '../math/numerics/pow.ts';
export { roundedCos, roundedSin } from '../math/numerics/roundedCos.ts';
export { inverseSoftplus, sigmoid, softplus } from '../math/numerics/softplus.ts';
export { tanh } from '../math/numerics/tanh.ts';

export { MersenneTwister } from '../math/random/mersenneTwister.ts';
export { Rng, stream, type RngState } from '../math/random/rng.ts';
export { normal, normalInto } from '../math/random/normal.ts';
