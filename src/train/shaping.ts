/**
 * Potential-based shaping (Ng, Harada and Russell 1999): the reward γ Φ(s′) − Φ(s), for a potential Φ of states, which leaves the
 * optimal policy as it is. Φ is known to the environment.
 */
import type { Run } from './run.ts';

type Shaped = Pick<Run, 'config' | 'env' | 'view' | 'replay'>;

/**
 * The shaping reward of the transition in a slot of the replay buffer, before its weight.
 *
 * At the goal Φ(s′) is 0: over an episode the discounted rewards then add up to −Φ(s₀), whatever was done. At the time limit it
 * is Φ(s′) itself: the task would have gone on, its value is bootstrapped, and a shaped value is the plain one minus Φ.
 */
export function shapingOf({ config, env, view, replay }: Shaped, slot: number): number {
  const potentialOf = (states: Float64Array): number =>
    env.potential!(view.observationOf(states, slot * view.size));
  const next = replay.terminated[slot] ? 0 : potentialOf(replay.nextStates);
  return config.gamma * next - potentialOf(replay.states);
}
