import { test } from 'uvu';
import { add, div, matmul, mul, sub } from '../../src/autodiff/arithmetic.ts';
import { graphOf } from '../../src/autodiff/backward.ts';
import * as elementwise from '../../src/autodiff/elementwise.ts';
import { max, mean, sum } from '../../src/autodiff/reductions.ts';
import {
  broadcast,
  concat,
  gather,
  reshape,
  slice,
  transpose,
} from '../../src/autodiff/shaping.ts';
import { constant, parameter, zeroGrad, type Variable } from '../../src/autodiff/variable.ts';
import { assertClose } from '../support/close.ts';
import { golden, goldenTensor, numbers, type GoldenTensor } from '../support/golden.ts';
import * as assert from 'uvu/assert';

interface Instruction {
  readonly op: string;
  readonly args: readonly number[];
  readonly axis?: number | null;
  readonly keepdims?: boolean;
  readonly shape?: readonly number[];
  readonly start?: number;
  readonly stop?: number;
  readonly index?: readonly number[];
  readonly exponent?: number;
  readonly min?: number | null;
  readonly max?: number | null;
}

interface Program {
  readonly name: string;
  readonly tags: readonly string[];
  readonly inputs: readonly GoldenTensor[];
  readonly program: readonly Instruction[];
  readonly output: GoldenTensor;
  readonly weight: GoldenTensor;
  readonly loss: number;
  readonly grads: readonly GoldenTensor[];
}

const unary = elementwise as unknown as Record<string, (x: Variable) => Variable>;

/** Applies one instruction of the golden file's small language. */
function apply(i: Instruction, args: readonly Variable[]): Variable {
  const [a, b] = args;
  switch (i.op) {
    case 'add':
      return add(a, b);
    case 'sub':
      return sub(a, b);
    case 'mul':
      return mul(a, b);
    case 'div':
      return div(a, b);
    case 'matmul':
      return matmul(a, b);
    case 'transpose':
      return transpose(a);
    case 'sum':
      return sum(a, i.axis, i.keepdims);
    case 'mean':
      return mean(a, i.axis, i.keepdims);
    case 'max':
      return max(a, i.axis, i.keepdims);
    case 'broadcast':
      return broadcast(a, i.shape!);
    case 'reshape':
      return reshape(a, i.shape!);
    case 'concat':
      return concat(args, i.axis!);
    case 'slice':
      return slice(a, i.axis!, i.start!, i.stop!);
    case 'gather':
      return gather(a, Int32Array.from(i.index!));
    case 'pow':
      return elementwise.pow(a, i.exponent!);
    case 'clamp':
      return elementwise.clamp(a, i.min ?? -Infinity, i.max ?? Infinity);
    default:
      assert.type(unary[i.op], 'function', `no such operation: ${i.op}`);
      return unary[i.op](a);
  }
}

for (const program of golden<{ programs: Program[] }>('autodiff').programs) {
  test(`${program.name} agrees with PyTorch, forward and backward, first run and replay`, () => {
    const inputs = program.inputs.map((input) => parameter(goldenTensor(input)));
    const values = [...inputs];
    for (const instruction of program.program) {
      values.push(
        apply(
          instruction,
          instruction.args.map((arg) => values[arg]),
        ),
      );
    }
    const output = values[values.length - 1];
    const loss = sum(mul(output, constant(goldenTensor(program.weight))));
    const graph = graphOf(loss);
    // Near saturation PyTorch's own formulas lose digits; the README of the data allows 1e-13 there.
    const absolute = program.tags.includes('extreme') ? 1e-13 : 1e-12;
    const check = (run: string): void => {
      assert.equal(output.value.shape, program.output.shape, `${run}: shape`);
      assertClose(
        output.value.data,
        numbers(program.output.data),
        `${run}: output`,
        1e-9,
        absolute,
      );
      assertClose(loss.value.data, [program.loss], `${run}: loss`, 1e-9, absolute);
      program.grads.forEach((grad, i) => {
        assertClose(
          inputs[i].grad!.data,
          numbers(grad.data),
          `${run}: gradient ${i}`,
          1e-9,
          absolute,
        );
      });
    };
    graph.backward();
    check('first run');
    zeroGrad(...inputs);
    graph.forward();
    graph.backward();
    check('replay');
  });
}

test.run();
