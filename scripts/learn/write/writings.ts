/** The bodies to be written. */
import type { Writing } from '../write.ts';
import { bonus } from './bonus.ts';
import { draw } from './draw.ts';
import { environment } from './environment.ts';
import { expectedGain } from './expectedGain.ts';
import { informationGain } from './informationGain.ts';
import { kl } from './kl.ts';
import { moments } from './moments.ts';
import { nStep } from './nStep.ts';
import { target } from './target.ts';
import { unit } from './unit.ts';

export const WRITINGS: readonly Writing[] = [
  environment,
  target,
  kl,
  draw,
  moments,
  informationGain,
  expectedGain,
  unit,
  bonus,
  nStep,
];
