// Headless Chromium, spoken to by its DevTools protocol over a pipe: what a page asks for, complains of, shows.
// https://chromedevtools.github.io/devtools-protocol/

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { isThere } from '../rig/server-binary.ts';

/** null: it is there. */
export const NO_CHROMIUM = isThere('chromium') ? null : 'chromium is not there (package chromium)';

/** As few requests of its own as it lets itself be kept from. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--hide-scrollbars',
  '--no-first-run',
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

export interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
}

export class Browser {
  readonly #child: ChildProcess;
  readonly #home = mkdtempSync(join(tmpdir(), 'surfscan-chromium-'));
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #lastId = 0;

  constructor() {
    const options = { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const };
    const args = [...ARGUMENTS, `--user-data-dir=${this.#home}`, 'about:blank'];
    this.#child = spawn('chromium', args, { stdio: [...options.stdio] });
    let rest = '';
    (this.#child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop()!;
      for (const message of messages) this.#take(JSON.parse(message));
    });
  }

  /** A page of its own, with nothing shown yet. */
  async page(view: View = {}): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const to = { targetId, flatten: true };
    const { sessionId } = await this.send('Target.attachToTarget', to);
    const page = new Page(this, sessionId as string);
    await page.prepare(view);
    return page;
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#lastId;
    const text = JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) });
    (this.#child.stdio[3] as Writable).write(`${text}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  }

  listen(listener: (message: Message) => void): void {
    this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    // Killed, its processes would still write below its home.
    await this.send('Browser.close');
    await gone;
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  #take(message: Message): void {
    if (message.id === undefined) for (const listener of this.#listeners) listener(message);
    else this.#waiting.get(message.id)?.(message);
  }
}

export class Page {
  /** Addresses that it asked for. */
  readonly requests: string[] = [];
  /** What its console has, exceptions included. */
  readonly complaints: string[] = [];
  #loaded = () => {};

  constructor(
    private readonly browser: Browser,
    private readonly sessionId: string,
  ) {
    browser.listen((message) => {
      if (message.sessionId === sessionId) this.#notice(message);
    });
  }

  async prepare({ width = 1260, scheme = 'light', script = true }: View): Promise<void> {
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`);
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.send('Emulation.setEmulatedMedia', { features });
    await this.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height: 1000, deviceScaleFactor: 1, mobile: false },
    });
    if (!script) await this.send('Emulation.setScriptExecutionDisabled', { value: true });
  }

  async open(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      this.#loaded = resolve;
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page. */
  async value<T>(expression: string): Promise<T> {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = (await this.send('Runtime.evaluate', asked)) as {
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    };
    if (exceptionDetails === undefined) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  /** A PNG, base64: of the first element that the selector finds, else of all of the page. */
  async picture(selector = 'html'): Promise<string> {
    const found = JSON.stringify(selector);
    const clip = await this.value<object>(
      `(({x,y,width,height})=>({x:x+scrollX,y:y+scrollY,width,height,scale:1}))(document.querySelector(${found}).getBoundingClientRect())`,
    );
    const shot = { format: 'png', captureBeyondViewport: true, clip };
    return (await this.send('Page.captureScreenshot', shot)).data as string;
  }

  async click(x: number, y: number): Promise<void> {
    for (const type of ['mousePressed', 'mouseReleased']) {
      const at = { type, x, y, button: 'left', clickCount: 1 };
      await this.send('Input.dispatchMouseEvent', at);
    }
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.browser.send(method, params, this.sessionId);
  }

  #notice({ method, params }: Message): void {
    const said = params as {
      request?: { url: string };
      entry?: { text: string; url?: string };
      args?: { value?: unknown }[];
      exceptionDetails?: { text: string };
    };
    if (method === 'Page.loadEventFired') this.#loaded();
    if (method === 'Network.requestWillBeSent') this.requests.push(said.request!.url);
    if (method === 'Log.entryAdded') this.complaints.push(said.entry!.text);
    if (method === 'Runtime.exceptionThrown') this.complaints.push(said.exceptionDetails!.text);
    if (method === 'Runtime.consoleAPICalled') {
      this.complaints.push(said.args!.map(({ value }) => String(value)).join(' '));
    }
  }
}

/** How many pixels of a picture lie so near to each of the colours ("#rrggbb"), reckoned in an empty page. */
export function pixelsLike(page: Page, png: string, colors: readonly string[]): Promise<number[]> {
  return page.value(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png}';
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return ${JSON.stringify(colors)}.map((color) => {
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const far = Math.max(Math.abs(data[i] - r), Math.abs(data[i + 1] - g), Math.abs(data[i + 2] - b));
        if (far <= 24) count++;
      }
      return count;
    });
  })()`);
}
