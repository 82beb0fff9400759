/** The same numbers on every machine and in every engine: functions and random streams. */
import { exp, normal, pow, stream, tanh } from 'vime/numerics';

// Math.exp, Math.tanh and Math.pow may differ in their last bit from engine to engine; these do not.
console.log(`exp ${exp(1)}, tanh ${tanh(0.5)}, pow ${pow(1.1, 10)}`);

// One seed, many streams: more draws from one leave the others where they were.
const actions = stream(1, 'actions');
const noise = stream(1, 'noise');
console.log(`actions ${Array.from({ length: 8 }, () => actions.integer(3)).join(' ')}`);
console.log(`noise ${Array.from(normal(3, noise), (x) => x.toFixed(6)).join(' ')}`);

// A stream can be saved and continued.
const again = stream(1, 'actions');
for (let i = 0; i < 8; i++) again.integer(3);
console.log(`continued alike ${again.integer(1000) === actions.integer(1000)}`);
