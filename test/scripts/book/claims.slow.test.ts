/** What the chapters claim of their figures, held to the runs that their passages show. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mean } from '../../../src/math/stats/descriptive.ts';
import { phaseMaps, type PhaseMaps } from '../../../src/train/phaseSpace.ts';
import { COLUMNS } from '../../../src/train/config/phaseGrid.ts';
import { playedIn, recordsIn, type PlayedRun } from '../../support/book.ts';
import type { EpisodeRecord } from '../../../src/train/train.ts';
import { SHORT } from '../../support/short.ts';
import { vimeOf } from '../../support/tinyRun.ts';

const mapsOf = ({ run }: PlayedRun): PhaseMaps => phaseMaps(run, run.env.phaseSpace!, 0);

/** The first episode that reached the goal. */
const firstGoal = (records: readonly EpisodeRecord[]): number =>
  records.find(({ reachedGoal }) => reachedGoal)?.episode ?? Infinity;
const reached = ({ records }: PlayedRun): boolean => firstGoal(records) < Infinity;

/** Means of a map over the cells that were visited so often. */
const meanWhere = (map: readonly number[], { visits }: PhaseMaps, is: (count: number) => boolean) =>
  mean(map.filter((_, cell) => is(visits[cell])));
const never = (count: number): boolean => count === 0;
const often = (count: number): boolean => count > 5;

test('2: where every step costs, the values fall as much where the car has never been; with the sparse reward they stay', () => {
  const [dense, sparse] = ['five episodes', 'sparse reward'].map((passage) => {
    const [played] = playedIn(2, passage);
    assert.not.ok(reached(played));
    const maps = mapsOf(played);
    return {
      seen: meanWhere(maps.value, maps, (count) => !never(count)),
      unseen: meanWhere(maps.value, maps, never),
    };
  });
  assert.ok(dense.seen < -0.2, String(dense.seen));
  assert.ok(Math.abs(dense.unseen / dense.seen - 1) < 0.2, String(dense.unseen));
  assert.ok(Math.abs(sparse.seen) < 0.1 && Math.abs(sparse.unseen) < 0.1, JSON.stringify(sparse));
});

test('3: the model is least unsure where the car has been, and nearly as little beside; 5: the gain is less than half', () => {
  const maps = mapsOf(playedIn(3, 'three episodes')[0]);
  const { visits } = maps;
  const { modelUncertainty, novelty } = maps.curiosity!;
  const beside = modelUncertainty!.filter(
    (_, i) =>
      visits[i] === 0 &&
      [i - 1, i + 1, i - COLUMNS, i + COLUMNS].some((other) => (visits[other] ?? 0) > 0),
  );
  const seen = meanWhere(modelUncertainty!, maps, (count) => !never(count));
  const unseen = meanWhere(modelUncertainty!, maps, never);
  assert.ok(seen < 0.7 * unseen, `${seen} and ${unseen}`);
  assert.ok(mean(beside) < 1.2 * seen, `${mean(beside)} beside ${seen}`);
  const corners = [modelUncertainty![0], modelUncertainty!.at(-1)!];
  assert.ok(Math.min(...corners) > unseen, corners.join(' and '));

  const [gain, elsewhere] = [often, never].map((is) => meanWhere(novelty, maps, is));
  assert.ok(gain > 0.01 && gain < 0.5 * elsewhere, `${gain} and ${elsewhere}`);
});

test('4: some widths have become smaller than at the start, and others larger', () => {
  const [{ run }] = playedIn(4, 'ten episodes');
  const sigma = [...vimeOf(run).bnn.posterior.sigma.value.data];
  const { initialSigma } = run.config;
  const smaller = sigma.filter((width) => width < 0.8 * initialSigma).length;
  const larger = sigma.filter((width) => width > 1.2 * initialSigma).length;
  assert.ok(smaller > 10 && larger > 10, `${smaller} and ${larger} of ${sigma.length}`);
});

test('7: with truncation taken for an end the values of visited states fall about half as far, and the loss stays', () => {
  const [right, wrong] = playedIn(7, 'both play 20 episodes');
  const valueOf = (played: PlayedRun): number => {
    const maps = mapsOf(played);
    return meanWhere(maps.value, maps, often);
  };
  assert.ok(wrong.run.config.truncationEnds && !right.run.config.truncationEnds);
  assert.not.ok(reached(right) || reached(wrong));
  const share = valueOf(wrong) / valueOf(right);
  assert.ok(share > 0.3 && share < 0.7, String(share));
  const loss = ({ records }: PlayedRun): number => records.at(-1)!.qLoss!;
  assert.ok(loss(wrong) > 5 * loss(right), `${loss(wrong)} and ${loss(right)}`);
});

if (!SHORT) {
  test('1: on the seed that is shown vime reaches the flag within 15 episodes, dqn does not', () => {
    const [dqn, vime] = recordsIn(1, 'let them play').map(firstGoal);
    assert.is(dqn, Infinity);
    assert.ok(vime <= 15);
  });

  test('6: without curiosity the flag is not reached, but by chance with random actions that last; with too much of it seldom, and driving fails', () => {
    const [none, much] = recordsIn(6, 'both play 25 episodes');
    const [usual] = recordsIn(6, 'the default');
    assert.is(firstGoal(none), Infinity);
    assert.ok(firstGoal(much) < firstGoal(usual) + 5, `${firstGoal(much)} and ${firstGoal(usual)}`);
    const goals = (records: readonly EpisodeRecord[]): number =>
      records.filter(({ reachedGoal }) => reachedGoal).length;
    assert.ok(2 * goals(much) < goals(usual), `${goals(much)} and ${goals(usual)}`);
    assert.ok(firstGoal(recordsIn(6, 'by chance')[0]) < Infinity);
    const score = (records: readonly EpisodeRecord[]): number =>
      mean(records.slice(-5).map(({ evalScore }) => evalScore));
    assert.is(score(none), -200);
    assert.is(score(much), -200);
    assert.ok(score(usual) > -120, String(score(usual)));
  });

  test('8: the agent that is paid for errors presses the remote in two thirds of its actions, and vime less than chance', () => {
    const [error, vime] = playedIn(8, 'both play six episodes').map(({ records }) =>
      records.at(-1)!,
    );
    assert.ok(Math.abs(error.remoteShare! - 2 / 3) < 0.07, String(error.remoteShare));
    assert.ok(error.remoteBonusShare! > 0.9, String(error.remoteBonusShare));
    assert.ok(vime.remoteShare! < 0.2, String(vime.remoteShare));
    assert.ok(vime.remoteBonusShare! < vime.remoteShare!, String(vime.remoteBonusShare));
  });

  test('9: on one of the two seeds dqn reaches the flag, on the other one it does not', () => {
    assert.ok(firstGoal(recordsIn(9, 'seed 1')[0]) <= 20);
    assert.is(firstGoal(recordsIn(9, 'seed 2')[0]), Infinity);
  });

  test('10: both the guided and the curious agent reach the flag within twelve episodes', () => {
    const [guided, curious] = recordsIn(10, 'both 12 episodes').map(firstGoal);
    assert.ok(guided <= 12 && curious <= 12, `${guided} and ${curious}`);
  });
}

test.run();
