/** The optima that scores are normalised with, computed anew: value iteration, on grids each twice as fine as the one before. */
import { CARS } from '../src/train/config/environments.ts';
import { createConfig, createEnvironment, valueOf } from '../src/train/config/config.ts';
import { terminalTable } from '../src/report/terminal/terminalTable.ts';
import { parseCommandLine, type Script } from './commandLine.ts';
import { optimumOf } from './optimum/optima.ts';
import { runScript } from './output.ts';

/** Of the grid of 301 × 226 points: 1201 × 901 within a minute, 4801 × 3601 in some minutes and 1 GB. */
const REFINEMENTS = 2;
const FINE_REFINEMENTS = 4;

const SCRIPT = {
  command: 'npm run optimum --',
  does: 'Prints every optimum by which scores are normalised, beside the one found by value iteration, and its error.',
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
  const cars = Object.keys(CARS).map((env) => createConfig({ env }));
  const forces = new Set(cars.map((config) => valueOf(config, 'force') as number));
  const rows = [...forces].flatMap((force) => {
    const { grid, steps, error, fewest, most } = optimumOf(force, refinements);
    return cars
      .filter((config) => valueOf(config, 'force') === force)
      .map((config) => [
        config.env,
        createEnvironment(config).optimum!.toFixed(2),
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
