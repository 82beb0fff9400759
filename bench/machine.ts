/** The machine and the versions that the figures were measured with. */
import { cpus, release, totalmem, type } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly date: string;
}

export function machine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown processor',
    cores: cores.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    date: new Date().toISOString(),
  };
}

export function describe({ cpu, cores, memoryGb, system, node, v8, date }: Machine): string {
  return `${cpu}, ${cores} cores, ${memoryGb} GB, ${system}\nNode ${node}, V8 ${v8}\n${date}`;
}
