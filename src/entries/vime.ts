/**
 * `vime`: an agent as a whole. Its settings, a run that trains it, and the policy that comes of it. Nothing here touches a disk:
 * it runs in a browser as well. Folders of runs are what the command `vime` writes and reads.
 *
 * @module vime
 */
export { createConfig, createEnvironment, optionsOf } from '../train/config/config.ts';
export { fields, type Config, type FieldName } from '../train/config/settings.ts';
export {
  ConfigError,
  type ChoiceField,
  type ChoiceOrFileField,
  type Field,
  type FieldValue,
  type FlagField,
  type LimitField,
  type NumberField,
} from '../train/config/field.ts';
export { AGENT_NAMES, AGENTS, type AgentName } from '../train/config/agents.ts';
export {
  addCuriosity,
  CURIOSITY_NAMES,
  type CuriosityKind,
  type CuriosityName,
  type CuriositySettings,
} from '../train/config/curiosities.ts';
export {
  addEnvironment,
  ENVIRONMENTS,
  type EnvironmentKind,
  type OptionField,
  type Options,
  type OptionValue,
} from '../train/config/environments.ts';
export { taskOf, type Task } from '../train/config/task.ts';

export { createRun, type Agent, type Evaluation, type Run, type Streams } from '../train/run.ts';
export { episodeSteps, finalScores, trainEpisode, type EpisodeRecord } from '../train/train.ts';
export type { Coverage, CoverageState } from '../train/coverage.ts';
export type { Steps } from '../train/steps.ts';
export { NonFiniteError } from '../train/finite.ts';
export { outcomeOf, type Outcome } from '../train/outcome.ts';
export { finalEvaluation, greedyScores, type Policy, type RunPolicy } from '../train/evaluate.ts';
export { phaseMaps, type CuriosityMaps, type PhaseMaps } from '../train/phaseSpace.ts';

export { weightTensors } from '../record/weights.ts';
export {
  decodeSafetensors,
  encodeSafetensors,
  type Metadata,
  type NamedTensor,
  type TensorData,
} from '../record/safetensors.ts';
export { policyModule } from '../report/runs/policyModule.ts';
