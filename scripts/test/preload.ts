/** Loaded before a test file: whatever imports `uvu` gets countedUvu.ts, which reports each test to the runner. */
import { register } from 'node:module';

const counted = new URL('countedUvu.ts', import.meta.url).href;
const hooks = `
const counted = ${JSON.stringify(counted)};
export const resolve = (specifier, context, next) =>
  next(specifier === 'uvu' && !context.parentURL?.startsWith(counted) ? counted : specifier, context);
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
