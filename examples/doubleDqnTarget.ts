/** The target that a Q-network learns from: rewards of three steps, then double Q-learning. */
import { createNStepBatch, gatherNStep, ReplayBuffer, tdTargetInto } from 'vime/dqn';

// One episode of four steps in a state of one variable; the last step reaches the goal.
const replay = new ReplayBuffer(100, 1);
for (let step = 0; step < 4; step++) {
  replay.add({
    state: Float64Array.of(step),
    action: step % 2,
    reward: step === 3 ? 1 : 0,
    nextState: Float64Array.of(step + 1),
    terminated: step === 3,
    truncated: false,
  });
}

// From steps 0 and 1: R = Σ γⁱ r over up to three steps, and the state after them.
const batch = createNStepBatch(2, 1);
const options = { nStep: 3, gamma: 0.9, truncationEnds: false };
gatherNStep(batch, replay, Int32Array.of(0, 1), options, (slot) => replay.rewards[slot]);

// Two actions: the online network chooses, the target network values the choice.
const online = Float64Array.of(0.2, 0.8, 0, 0);
const target = Float64Array.of(0.7, 0.5, 0, 0);
const y = new Float64Array(2);
tdTargetInto(y, batch.returns, batch.discounts, batch.ended, target, online);

console.log(`states after three steps ${[...batch.nextStates].join(' and ')}`);
console.log(`targets ${[...y].map((value) => value.toFixed(4)).join(' and ')}`); // 0.9³ 0.5 and 0.9² 1
