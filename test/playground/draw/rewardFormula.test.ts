import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { numbersIn, symbols } from '../../../src/playground/draw/rewardFormula.ts';
import { stateAnswer, type StateValue } from '../../../src/playground/worker/answers/state.ts';
import { Trained } from '../../../src/playground/worker/trained.ts';
import { createConfig } from '../../../src/train/config/config.ts';
import { createRun } from '../../../src/train/run.ts';
import { trainEpisode } from '../../../src/train/train.ts';

test('the reward is shown with its numbers; before there is a unit nothing is divided by it', () => {
  const small = { hiddenWidth: 8, bnnHidden: 8, evalEpisodes: 1, maxSteps: 60 };
  const run = createRun(createConfig({ ...small, eta: 0.5 }));
  const shown = (): string[] => {
    const { formula, actions } = stateAnswer.of(new Trained(run), { at: [-0.5, 0] }) as StateValue;
    return [symbols(formula, actions[0]), numbersIn(formula, actions[0])];
  };
  const formula = 'r + η · min(clip, gain / unit)';
  assert.equal(shown(), [`${formula}; there is no unit yet, so the bonus is 0`, '0 + 0.5 · 0 = 0']);
  trainEpisode(run);
  const [said, numbers] = shown();
  assert.is(said, formula);
  assert.match(numbers, /^0 \+ 0\.5 · min\(5, [\d.]+ \/ [\d.]+\) = 0 \+ 0\.5 · [\d.]+ = [\d.]+$/);
});

test.run();
