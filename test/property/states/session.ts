// One disk and its map, and the run that is at it: what the commands do, and what is looked at after
// each.

import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  inspectTarget,
  loadStoredScan,
  parseLbaChoice,
  Run,
  runReport,
  type ScanOptions,
  type ScanResult,
} from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import { commandLine, type DiskCase, specOf } from '../disk-case.ts';
import { disturbedSpec, mayEndWith } from './disturbance.ts';
import { judgeKept, type Told } from './judge-kept.ts';
import { type Beginning, firstOptions, type Going, type MISFITS, resultOf } from './one-run.ts';
import { Truth } from './truth.ts';

export class Session {
  readonly truth: Truth;
  readonly #folder = mkdtempSync(join(tmpdir(), 'surfscan-states-'));
  readonly #map = join(this.#folder, 'disk.map');
  readonly #story: string[] = [];
  #going: Going | null = null;
  #told: Told | null = null;

  constructor(readonly scanned: DiskCase) {
    this.truth = new Truth(scanned);
  }

  /** Blocks that the map tells to have been read. */
  get readBlocks(): number {
    return this.#told?.read.reduce((sum, read) => sum + read, 0) ?? 0;
  }

  async begin(beginning: Beginning): Promise<void> {
    this.#tell(`begin ${JSON.stringify(beginning)}`);
    const run = await this.#plan(beginning);
    await run.prepare();
    const unreadBefore = this.#blocks - this.readBlocks;
    const scanning = run.scan();
    this.#going = { beginning, run, scanning, unreadBefore, stopped: false };
    await this.#judgeMap();
  }

  async wait(ms: number): Promise<void> {
    this.#tell(`wait ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.#judgeMap();
  }

  async pause(): Promise<void> {
    this.#tell('pause');
    const { run } = this.#going!;
    run.pause();
    const { activity } = run.scans[0]!.progress();
    this.#assert(activity === 'paused' || activity === 'ended', `paused, it is ${activity}`);
    await this.#judgeMap();
  }

  async goOn(): Promise<void> {
    this.#tell('go on');
    this.#going!.run.resume();
    await this.#judgeMap();
  }

  async stop(): Promise<void> {
    this.#tell('stop');
    this.#going!.stopped = true;
    this.#going!.run.stop();
    await this.finish();
  }

  /** Waits for the run's end. */
  async finish(): Promise<void> {
    this.#tell('finish');
    const going = this.#going!;
    this.#going = null;
    const result = resultOf(await going.scanning);
    await this.#judgeMap();
    await this.#judgeEnd(going, result);
  }

  /**
   * The process dies: what is in the file at this moment is all that is left of it. The copy is made
   * in one go while this thread writes nothing, so it is what a killed process leaves.
   */
  async kill(): Promise<void> {
    this.#tell('kill');
    const { run, scanning } = this.#going!;
    this.#going = null;
    const left = `${this.#map}.left`;
    copyFileSync(this.#map, left);
    run.stop();
    await scanning;
    renameSync(left, this.#map);
    await this.#judgeMap();
  }

  /** Another run asks for the map that is being written. */
  async intrude(): Promise<void> {
    this.#tell('intrude');
    const code = await this.#refusal({}, null);
    // It may have ended meanwhile.
    const isOver = this.#phase === 'ended';
    this.#assert(code === 'ERR_USAGE' || (isOver && code === null), `a second run: ${code}`);
    await this.#judgeMap();
  }

  /** The map is asked to go on with what it was not made for: it stays as it was. */
  async misfit(what: (typeof MISFITS)[number]): Promise<void> {
    this.#tell(`misfit ${what}`);
    const before = readFileSync(this.#map);
    const { disk, options } = this.scanned;
    const lba = (name: 'from' | 'to', value: number) => ({
      [name]: parseLbaChoice(`--${name}`, String(value), name),
    });
    const changed: Record<typeof what, ScanOptions> = {
      block: { blockSectors: options.block + 1 },
      from: lba('from', options.from + 1),
      to: lba('to', options.to - 1),
      disk: {},
    };
    const other = what === 'disk' ? { ...disk, seed: disk.seed + 1 } : null;
    const code = await this.#refusal(changed[what], other);
    this.#assert(code === 'ERR_USAGE', `another ${what}: ${code}`);
    this.#assert(before.equals(readFileSync(this.#map)), 'the refused map was changed');
  }

  /** Resumed without any disturbance, until nothing is left. */
  async complete(): Promise<ScanJson> {
    if (this.#going !== null) await this.kill();
    const { jobs, retries } = this.scanned.options;
    const changed = { jobs, retries, refine: true, maxBad: 2 ** 32 - 1 };
    const whole = { hangSeconds: 600, refineLimitSeconds: 1_000_000, ...changed };
    this.#tell('complete');
    const disturbance = { kind: 'none' } as const;
    const run = await this.#plan({ disturbance, speed: null, changed: whole });
    await run.prepare();
    const entries = await run.scan();
    resultOf(entries);
    await this.#judgeMap();
    return JSON.parse(JSON.stringify(runReport(entries).scans[0])) as ScanJson;
  }

  /** However the commands ended. */
  async close(): Promise<void> {
    if (this.#going !== null) {
      this.#going.run.stop();
      await this.#going.scanning.catch(() => {});
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What was done, for whoever has to find out why it failed. */
  story(): string {
    return [commandLine(this.scanned), ...this.#story].join('\n  ');
  }

  get #phase(): string | undefined {
    return this.#going?.run.scans[0]?.progress().phase;
  }

  get #blocks(): number {
    const { from, to, block } = this.scanned.options;
    return Math.floor(to / block) - Math.floor(from / block) + 1;
  }

  async #plan({ disturbance, speed, changed }: Beginning): Promise<Run> {
    const pace = speed === null ? '' : `,speed=${speed}`;
    const spec = disturbedSpec(this.scanned.disk, disturbance);
    const target = await inspectTarget(`sim:${spec}${pace}`);
    // What is not given comes from the map.
    const options = existsSync(this.#map) ? changed : { ...firstOptions(this.scanned), ...changed };
    return Run.plan([target], options, { path: this.#map, resume: true });
  }

  async #refusal(options: ScanOptions, other: DiskCase['disk'] | null): Promise<string | null> {
    const target = await inspectTarget(`sim:${specOf(other ?? this.scanned.disk)}`);
    try {
      const run = await Run.plan([target], options, { path: this.#map, resume: true });
      await run.forsake();
      return null;
    } catch (cause) {
      return (cause as { code?: string }).code ?? String(cause);
    }
  }

  /** What the file tells now. */
  async #judgeMap(): Promise<void> {
    const stored = await loadStoredScan(this.#map);
    const { told, complaints } = judgeKept(this.truth, stored, this.#told);
    const { good, bad, unread } = stored.result.coverage;
    this.#tell(`  ${this.#phase ?? 'no run'}; kept: good ${good}, bad ${bad}, unread ${unread}`);
    this.#told = told;
    this.#assert(complaints.length === 0, complaints.join('\n'));
    if (this.#going === null) return;
    const { map } = this.#going.run.scans[0]!;
    const ahead = told.read.findIndex((read, block) => read > map[block]!);
    this.#assert(ahead < 0, `block ${ahead} is read in the file, and not in memory`);
  }

  /** The report of the map is the report of the scan; and it ended for a reason. */
  async #judgeEnd(going: Going, result: ScanResult): Promise<void> {
    const { beginning, stopped, unreadBefore } = going;
    const { disturbance, changed } = beginning;
    const { result: kept } = await loadStoredScan(this.#map);
    for (const name of ['coverage', 'blocks', 'bad', 'weak', 'slow', 'rules', 'verdict'] as const) {
      const [inFile, told] = [kept[name], result[name]].map((value) => JSON.stringify(value));
      this.#assert(inFile === told, `${name}: the scan told ${told}, its map tells ${inFile}`);
    }
    this.#assert(result.mapTrouble === null, `the map: ${result.mapTrouble?.message}`);
    const code = result.trouble?.code ?? null;
    this.#tell(`  ended: ${result.verdict} ${code} ${result.notes.join('; ')}`);
    this.#assert(
      code === null || code === mayEndWith(disturbance),
      `it ended with ${code}: ${result.trouble?.message}`,
    );
    if (disturbance.kind === 'gone') {
      const read = unreadBefore - (this.#blocks - this.readBlocks);
      this.#assert(read <= disturbance.reads, `${read} blocks by ${disturbance.reads} reads`);
    }
    if (stopped || code !== null || changed.maxBad !== undefined) return;
    const told = result.notes.some((note) => note.includes('--max-bad'));
    const ended = result.coverage.unread === 0 && result.finished !== null;
    this.#assert(ended || told, 'it ended before its end, and nobody asked for it');
  }

  #tell(line: string): void {
    this.#story.push(line);
  }

  #assert(holds: boolean, message: string): void {
    if (!holds) throw new Error(message);
  }
}
