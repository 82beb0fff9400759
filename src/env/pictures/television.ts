/** A television above the picture of an environment: its noise as bars, and whether the remote control is pressed. */
import type { Picture } from '../environment.ts';
import { filled, line, rectangle, type Point, type Points } from './shapes.ts';

/* Of the width of the picture. */
const STRIP = 0.2; // height of the strip above the picture that the television stands in
const WIDTH = 0.28;
const RIGHT = 0.06; // from the right edge
const FOOT = 0.015; // above the picture
const TOP = 0.05; // room for the antenna
const FRAME = 0.012;
const ANTENNA = 0.035;

/** Share of its place that a bar takes. */
const BAR = 0.7;

/**
 * @param picture    without the television
 * @param channelsOf variables of noise in an observation, each in [−1, 1]
 * @param remote     the actions that draw them anew
 */
export function withTelevision(
  picture: Picture,
  channelsOf: (observation: Float64Array) => Float64Array,
  remote: readonly number[],
): Picture {
  const { low, high } = picture;
  const width = high[0] - low[0];
  const [right, bottom] = [high[0] - RIGHT * width, high[1] + FOOT * width];
  const [left, top] = [right - WIDTH * width, high[1] + (STRIP - TOP) * width];
  const frame = FRAME * width;
  const screen = [
    [left + frame, bottom + frame],
    [right - frame, top - frame],
  ] as const;
  const middle = (left + right) / 2;
  const antenna: Points = [
    [middle - ANTENNA * width, top + ANTENNA * width],
    [middle, top],
    [middle + ANTENNA * width, top + ANTENNA * width],
  ];
  return {
    low,
    high: [high[0], high[1] + STRIP * width],
    draw: (observation, action, before) => {
      const isPressed = action !== null && remote.includes(action);
      const ink = isPressed ? 'agent' : 'line';
      return [
        ...picture.draw(observation, action, before),
        filled(ink, rectangle([left, bottom], [right, top])),
        filled('ground', rectangle(...screen)),
        filled('plain', bars(channelsOf(observation), ...screen)),
        ...(isPressed ? [line(ink, antenna)] : []),
      ];
    },
  };
}

/** Bars that reach up or down from the middle of a screen, as one border. @param values each in [−1, 1] */
function bars(values: Float64Array, [left, bottom]: Point, [right, top]: Point): Points {
  const place = (right - left) / values.length;
  const [middle, half] = [(bottom + top) / 2, (top - bottom) / 2];
  return [...values].flatMap((value, n): Points => {
    const from = left + (n + (1 - BAR) / 2) * place;
    const to = from + BAR * place;
    const end = middle + value * half;
    return [
      [from, middle],
      [from, end],
      [to, end],
      [to, middle],
    ];
  });
}
