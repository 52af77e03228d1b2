// A terminal in memory: streams as a tty has them, and an emulator that shows what was written.

import { PassThrough, Writable } from 'node:stream';
import type tty from 'node:tty';
import headless from '@xterm/headless';

export class FakeTerminal {
  readonly emulator: headless.Terminal;
  readonly input: tty.ReadStream;
  readonly output: tty.WriteStream;
  /** All that was written. */
  written = '';
  rawMode = false;
  #pending = 0;

  constructor(columns = 80, rows = 24) {
    this.emulator = new headless.Terminal({
      cols: columns || 80,
      rows: rows || 24,
      allowProposedApi: true,
    });
    const input = Object.assign(new PassThrough(), {
      isTTY: true,
      isRaw: false,
      setRawMode: (raw: boolean) => {
        this.rawMode = raw;
        Object.assign(input, { isRaw: raw });
        return input;
      },
    });
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.written += chunk.toString();
        this.#pending++;
        this.emulator.write(chunk, () => {
          this.#pending--;
        });
        done();
      },
    });
    this.input = input as unknown as tty.ReadStream;
    this.output = Object.assign(output, {
      isTTY: true,
      columns,
      rows,
    }) as unknown as tty.WriteStream;
  }

  type(keys: string): void {
    (this.input as unknown as PassThrough).write(keys);
  }

  resize(columns: number, rows: number): void {
    this.emulator.resize(columns, rows);
    Object.assign(this.output, { columns, rows });
    this.output.emit('resize');
  }

  /** Once all that was typed and drawn has arrived. */
  async settled(): Promise<void> {
    for (let calm = 0; calm < 3; calm++) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      if (this.#pending > 0) calm = 0;
    }
  }

  row(y: number): string {
    return this.emulator.buffer.active.getLine(y)?.translateToString(true) ?? '';
  }

  screen(): string {
    return Array.from({ length: this.emulator.rows }, (_, y) => this.row(y)).join('\n');
  }

  cell(x: number, y: number) {
    return this.emulator.buffer.active.getLine(y)!.getCell(x)!;
  }
}
