/** A terminal that keeps what is written to it. */
import { EventEmitter } from 'node:events';
import type { WriteStream } from 'node:tty';

export class Terminal extends EventEmitter {
  readonly isTTY: boolean = true;
  columns = 100;
  rows = 30;
  readonly written: string[] = [];

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }

  /** For what writes to it. */
  get stream(): WriteStream {
    return this as unknown as WriteStream;
  }
}
