// The only file that touches blessed. It is used for what it does well: sequences, keys, and sending
// only cells that differ. Widgets are not: a frame of them costs several times a frame of cells.

import type tty from 'node:tty';
import blessed from 'blessed';
import type { Ability } from './ability.ts';
import { glyphFor } from './charset.ts';
import { USUAL_HEIGHT, USUAL_WIDTH } from './layout.ts';
import { Picture } from './picture.ts';
import { attributeOf } from './style.ts';

/** [attribute, glyph] */
type Cell = [number, string];
type Line = Cell[] & { dirty: boolean };

/** What `@types/blessed` leaves out. */
interface RawScreen {
  readonly lines: Line[];
  /** What the terminal shows. */
  readonly olines: Line[];
  readonly tput: { brokenACS: boolean };
  readonly program: {
    scrollTop: number;
    scrollBottom: number;
    readonly rows: number;
    _write(text: string): void;
    on(event: 'keypress', listener: (ch: string | undefined, key: Key) => void): void;
    on(event: 'resize', listener: () => void): void;
  };
  draw(first: number, last: number): void;
  alloc(dirty?: boolean): void;
  /** To the terminal's other screen, and back to the one before. */
  enter(): void;
  leave(): void;
  destroy(): void;
}

interface Key {
  readonly name?: string;
  readonly full?: string;
  readonly sequence?: string;
}

/** A terminal that takes no more than this behind gets its next frame later. */
const MOST_UNSENT_BYTES = 65_536;

const FULL_MARGINS = '\u001b[r';

export interface TerminalEvents {
  key(name: string): void;
  resize(): void;
  /** The terminal is no more: hung up, closed. */
  gone(): void;
}

export class Terminal {
  readonly #screen: RawScreen;
  readonly #input: tty.ReadStream;
  readonly #output: tty.WriteStream;
  readonly #glyph: (glyph: string) => string;
  readonly #attributes = new Map<number, number>();
  readonly #ability: Ability;
  #picture = new Picture(0, 0);
  #closed = false;
  #asleep = false;

  constructor(
    input: tty.ReadStream,
    output: tty.WriteStream,
    ability: Ability,
    events: TerminalEvents,
  ) {
    this.#input = input;
    this.#output = output;
    this.#ability = ability;
    this.#glyph = glyphFor(ability.charset);
    const gone = () => {
      if (!this.#closed) events.gone();
    };
    // Each worker thread's output is piped to ours and listens there: Node would warn of ours.
    output.setMaxListeners(0);
    // It stays for good: a write to a terminal that hung up fails after everything is over.
    output.on('error', gone);
    input.on('error', gone);
    input.once('end', gone);
    assumeSize(output);
    this.#screen = openScreen(input, output);
    try {
      this.#listen(events);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #listen(events: TerminalEvents): void {
    // blessed sets margins at the first size, and never again.
    this.#screen.program._write(FULL_MARGINS);
    // The first listener puts the terminal in raw mode.
    this.#screen.program.on('keypress', (ch, key) => {
      const name = keyName(ch, key);
      if (name !== null && !this.#closed) events.key(name);
    });
    this.#screen.program.on('resize', () => {
      if (!this.#closed) events.resize();
    });
  }

  /** Draws by `paint`, and sends what has changed. */
  draw(paint: (picture: Picture) => void): void {
    if (this.#closed || this.#asleep || this.#output.writableLength > MOST_UNSENT_BYTES) return;
    const { lines } = this.#screen;
    const height = lines.length;
    const width = lines[0]?.length ?? 0;
    if (width !== this.#picture.width || height !== this.#picture.height) {
      this.#picture = new Picture(width, height);
    }
    if (width === 0) return;
    paint(this.#picture);
    for (let y = 0; y < height; y++) this.#copyRow(lines[y]!, y);
    this.#screen.draw(0, height - 1);
  }

  #copyRow(line: Line, y: number): void {
    const { glyphs, styles, width } = this.#picture;
    let isWide = false;
    for (let x = 0, at = y * width; x < width; x++, at++) {
      const cell = line[x]!;
      const attribute = this.#attributeOf(styles[at]!);
      const glyph = this.#glyph(glyphs[at]!);
      isWide ||= glyph === '' || cell[1] === '';
      if (cell[0] === attribute && cell[1] === glyph) continue;
      cell[0] = attribute;
      cell[1] = glyph;
      line.dirty = true;
    }
    // blessed steps over what has not changed by columns: of a row with wide glyphs all is sent.
    if (isWide && line.dirty) for (const shown of this.#screen.olines[y]!) shown[1] = '\0';
  }

  #attributeOf(style: number): number {
    let attribute = this.#attributes.get(style);
    if (attribute === undefined) {
      attribute = attributeOf(style, this.#ability.colors);
      this.#attributes.set(style, attribute);
    }
    return attribute;
  }

  /** Forgets what the terminal shows, so that the next frame sends all of it. */
  forget(): void {
    if (!this.#closed) this.#screen.alloc(true);
  }

  /** Gives the terminal back while `stop` stops the process, and takes it again. */
  suspend(stop: () => void): void {
    if (this.#closed || this.#asleep) return;
    this.#asleep = true;
    const { program } = this.#screen;
    program._write(`\u001b[m${FULL_MARGINS}`);
    this.#screen.leave();
    this.#input.setRawMode?.(false);
    stop();
    this.#asleep = false;
    if (this.#closed) return;
    this.#input.setRawMode?.(true);
    this.#screen.enter();
    program._write(FULL_MARGINS);
    this.forget();
  }

  /** The process was stopped from outside and goes on: others may have used the terminal. */
  woken(): void {
    if (this.#closed || this.#asleep) return;
    this.#input.setRawMode?.(false);
    this.#input.setRawMode?.(true);
    this.forget();
  }

  /** As it was before. Twice is harmless, a terminal that is gone is no error. Terminals are written
   * to synchronously (Node's net.Stream for a tty is set blocking), so that nothing is lost even if
   * the process leaves by _exit next. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const { program } = this.#screen;
    try {
      // Margins first: to reset them moves the cursor, and leaving the alternate screen moves it
      // back. blessed clears the screen before it leaves, for terminals that have no other one.
      program._write(`\u001b[m${FULL_MARGINS}`);
      program.scrollTop = 0;
      program.scrollBottom = program.rows - 1;
      this.#screen.destroy();
    } catch {
      // Raw mode of a terminal that hung up can't be reset.
    }
  }
}

/** A serial line does not know its size: 80x24, as ncurses takes it for. */
function assumeSize(output: tty.WriteStream): void {
  if (output.columns > 0 && output.rows > 0) return;
  output.columns = USUAL_WIDTH;
  output.rows = USUAL_HEIGHT;
}

function openScreen(input: tty.ReadStream, output: tty.WriteStream): RawScreen {
  const screen = withoutProcessListeners(() =>
    blessed.screen({
      input,
      output,
      // Debian's terminfo is beyond blessed's parser; it brings this one along. Colours that the
      // terminal does not have are not asked of it.
      terminal: 'xterm-256color',
      forceUnicode: true,
    }),
  ) as unknown as RawScreen;
  // Line drawing by a shifted character set is what terminals get wrong.
  screen.tput.brokenACS = true;
  return screen;
}

const PROCESS_EVENTS = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException'];

/** blessed would end the process, with status 0 on SIGTERM and 1 on an exception: how a run ends is
 * not for a screen to decide. */
function withoutProcessListeners<T>(open: () => T): T {
  const emitter: NodeJS.EventEmitter = process;
  const before = PROCESS_EVENTS.map((event) => emitter.listeners(event));
  const opened = open();
  for (const [index, event] of PROCESS_EVENTS.entries()) {
    for (const listener of emitter.listeners(event)) {
      if (before[index]!.includes(listener)) continue;
      emitter.removeListener(event, listener as () => void);
    }
  }
  return opened;
}

/** As ui.ts has keys; null: none. blessed sends Return twice, as 'return' and as 'enter': one is left out. */
function keyName(ch: string | undefined, key: Key): string | null {
  if (key.name === 'return') return null;
  if (key.sequence === ' ' || ch === ' ') return 'space';
  // Typed characters as they are, also where blessed has a name for them only with Shift.
  if (ch !== undefined && /^[!-~]$/.test(ch)) return ch;
  return key.full ?? key.name ?? null;
}
