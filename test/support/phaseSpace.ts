import type { RunMaps } from '../../src/report/phase/alikeMaps.ts';
import { createConfig, createEnvironment } from '../../src/train/config/config.ts';
import { environmentRecord } from '../../src/train/config/task.ts';

const config = createConfig();
const { phaseSpace, actionNames } = environmentRecord(config, createEnvironment(config));

/** What maps of the car need to know of it. */
export const CAR: Pick<RunMaps, 'phaseSpace' | 'actionNames'> = {
  phaseSpace: phaseSpace!,
  actionNames,
};
