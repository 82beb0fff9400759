/** Whether slow tests shall do with fewer cases: `npm run test:slow -- --short`. */
export const SHORT = process.env['TEST_SHORT'] === '1';
