/** The optima that scores are normalised with, computed anew: value iteration, on grids each twice as fine as the one before. */
import { createEnvironment, ENVIRONMENTS } from '../src/env/environments.ts';
import { terminalTable } from '../src/report/terminal/terminalTable.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { optimumOf } from './optimum/optima.ts';
import { runScript } from './output.ts';

/** Of the grid of 301 × 226 points: 1201 × 901 within a minute, 4801 × 3601 in some minutes and 1 GB. */
const REFINEMENTS = 2;
const FINE_REFINEMENTS = 4;

const SCRIPT = {
  command: 'npm run optimum --',
  does: 'Prints every optimum that a score is normalised with beside the one found by value iteration, and its error.',
  examples: ['npm run optimum', 'npm run optimum -- --fine'],
  options: {
    fine: { kind: 'switch', help: 'On the grid of the published optima: some minutes, and 1 GB.' },
  },
  notes: [
    'Value iteration on a grid over position and velocity, bilinear between its points; then the greedy policy with one step of look-ahead in the exact dynamics, from 10,000 equally spaced starts. Its mean length is an upper bound of the least. The error is by how much it fell when the spacing of the grid was last halved. Noisy channels do not move the car: an environment with them has the optimum of the same car without.',
  ],
} as const satisfies Script;

function main(): void {
  const given = parseCommandLine(process.argv.slice(2), SCRIPT);
  if (!given) return;
  const refinements = given.own.fine ? FINE_REFINEMENTS : REFINEMENTS;
  const forces = new Set(Object.values(ENVIRONMENTS).map(({ force }) => force));
  const rows = [...forces].flatMap((force) => {
    const { grid, steps, error, fewest, most } = optimumOf(force, refinements);
    return Object.entries(ENVIRONMENTS)
      .filter(([, env]) => env.force === force)
      .map(([name, settings]) => [
        name,
        createEnvironment({ ...settings, reward: 'sparse' }).optimum!.toFixed(2),
        (-steps).toFixed(2),
        error.toFixed(2),
        `${fewest} to ${most}`,
        `value iteration, ${grid.columns} x ${grid.rows}`,
      ]);
  });
  const head = ['environment', 'optimum used', 'found', 'error', 'steps', 'method'];
  console.log(terminalTable(head, rows));
}

await runScript('optimum', main);
