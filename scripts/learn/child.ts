/**
 * The process in which the learner's code runs: whatever it does, endless loops included, the runner goes on.
 *
 *   child.ts judge NAME FOLDER SEED    sends a Verdict
 *   child.ts train NAME FOLDER         sends what the short run of a fault records, by the code in FOLDER/src
 */
import '../ndarrayOps.ts';
import { trained } from './debug/train.ts';
import { loaderOf } from './exercise.ts';
import { exerciseNamed } from './exercises.ts';
import { FAULTS } from './faults.ts';

const [what, name, folder, seed] = process.argv.slice(2);

async function answer(): Promise<unknown> {
  if (what === 'judge') return exerciseNamed(name)!.judge(folder, Number(seed));
  const fault = FAULTS.find((one) => one.name === name)!;
  return trained(loaderOf(folder), fault.run, fault.series);
}

process.send!(await answer(), () => process.disconnect());
