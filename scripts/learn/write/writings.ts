/** The bodies to be written, in their order. */
import type { Writing } from '../write.ts';
import { kl } from './kl.ts';

export const WRITINGS: readonly Writing[] = [kl];
