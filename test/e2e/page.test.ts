// The page of a scan and the fleet's sheet in a browser: what they ask for, what they show, in the light and in the
// dark, without a script, and where a policy forbids every style and script.

import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Grid, inspectTarget, Run, scanPage } from '../../src/index.ts';
import { describeUnless } from '../rig/availability.ts';
import { aResult } from '../unit/report/a-result.ts';
import { exact } from '../unit/report/stored.ts';
import { Browser, NO_CHROMIUM, type Page, pixelsLike, type View } from './browser.ts';
import { temporaryDirectory } from './fixtures.ts';
import { runCli } from './run-cli.ts';

const EVIL = `</title><script>alert(1)</script><img src=x onerror="alert(2)">'&amp;`;
const FAULTS =
  'bad=93492-93493,bad=5000000/IDNF,weak=9000000@1,slow=7000000@700,slow=12000000-12001000@300';
const DISK = `sim:size=10GB,${FAULTS},model=${percent(EVIL)},serial=${percent(`${EVIL}"S1`)}`;
const [FAILED, RING] = ['#14161a', '#d1152b'];
const POLICY = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'";

/** As a simulated disk's name takes it. */
function percent(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

interface Scanned {
  readonly folder: string;
  readonly html: string;
  readonly json: { scans: Record<string, unknown>[] };
}

/** Its map, page and JSON, as a user has them made. */
async function scanned(disk = DISK): Promise<Scanned> {
  const folder = temporaryDirectory(afterAll);
  const map = join(folder, `a<b>&'".surfscan`);
  const labels = { rack: '<b>7</b>"' };
  const run = await Run.plan([await inspectTarget(disk)], { labels }, { path: map, resume: false });
  await run.scan();
  const html = join(folder, 'page.html');
  const said = await runCli(['report', map, '--html', html, '--json', '-']);
  expect([said.status, said.stderr]).toEqual([0, '']);
  return { folder, html, json: JSON.parse(said.stdout) };
}

describeUnless(NO_CHROMIUM, 'in a browser', () => {
  let browser: Browser;
  let scan: Scanned;
  beforeAll(async () => {
    browser = new Browser();
    scan = await scanned();
  });
  afterAll(() => browser.close());

  async function shown(url: string, view: View = {}): Promise<Page> {
    const page = await browser.page(view);
    await page.open(url);
    return page;
  }

  const textOf = (page: Page) => page.value<string>('document.body.innerText');
  const counted = async (png: string) =>
    pixelsLike(await browser.page(), png, [FAILED, RING]) as Promise<[number, number]>;

  /** Every number that the JSON has of coverage, blocks and latencies is there with its value. */
  async function expectNumbers(page: Page): Promise<void> {
    const figures = await page.value<[string, string, string][]>(
      `[...document.querySelectorAll('data')].map(d => [d.dataset.json, d.value, d.textContent])`,
    );
    const json = scan.json.scans[0]!;
    for (const [path, value, text] of figures) {
      expect([path, Number(value)]).toEqual([path, at(json, path)]);
      expect(text).not.toBe('');
    }
    const paths = figures.map(([path]) => path);
    for (const part of ['coverage', 'latency_us'] as const) {
      const names = Object.keys(json[part] as object).map((name) => `${part}.${name}`);
      expect(paths).toEqual(expect.arrayContaining(names));
    }
  }

  test.each([
    'light',
    'dark',
  ] as const)('%s: asks for nothing, complains of nothing', async (scheme) => {
    const url = pathToFileURL(scan.html).href;
    const page = await shown(url, { scheme });
    expect(page.requests.filter((each) => each !== url && !each.startsWith('data:'))).toEqual([]);
    expect(page.complaints).toEqual([]);
    await expectNumbers(page);
    const ground = await page.value<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(14, 17, 22)');
  });

  test('without a script every number and picture is there, and reaches across the page', async () => {
    const page = await shown(pathToFileURL(scan.html).href, { script: false });
    await expectNumbers(page);
    expect(await textOf(page)).toContain('LBA 93492-93493');
    const [failed, ring] = await counted(await page.picture('#map'));
    expect(failed).toBeGreaterThan(10);
    expect(ring).toBeGreaterThan(60);
  });

  test('under a policy without style and script, too', async () => {
    const server = createServer((_, answer) => {
      answer.setHeader('Content-Security-Policy', POLICY);
      answer.setHeader('Content-Type', 'text/html; charset=utf-8');
      answer.end(readFileSync(scan.html));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const page = await shown(url);
    expect(page.requests.filter((each) => each !== url && !each.startsWith('data:'))).toEqual([]);
    // The policy is in force.
    expect(page.complaints.join('\n')).toMatch(/style/);
    expect(
      await page.value('getComputedStyle(document.querySelector(".verdict")).borderRadius'),
    ).toBe('0px');
    await expectNumbers(page);
    const words = await textOf(page);
    for (const text of ['FAIL', 'LBA 93492-93493', 'What to do', 'weak'])
      expect(words).toContain(text);
    const [failed, ring] = await counted(await page.picture('#map'));
    expect(failed).toBeGreaterThan(10);
    expect(ring).toBeGreaterThan(60);
  });

  test('hostile names are text', async () => {
    const page = await shown(pathToFileURL(scan.html).href);
    expect(await page.value('document.scripts.length')).toBe(1);
    expect(await page.value('document.images.length')).toBe(0);
    const words = await textOf(page);
    expect(words).toContain(EVIL);
    expect(words).toContain('<b>7</b>"');
    expect(await page.value('document.title')).toContain(EVIL.slice(0, 60));
  });

  test('a click on the map shows the blocks there, and what a ring leads to is shown', async () => {
    const page = await shown(pathToFileURL(scan.html).href);
    expect(await page.value('document.getElementById("click").hidden')).toBe(true);
    // The middle of the gravest place's first ring.
    await page.value('document.getElementById("map").scrollIntoView()');
    const { x, y } = await page.value<{ x: number; y: number }>(
      '(({x,y,width,height})=>({x:x+width/2,y:y+height/2}))(document.querySelector("#map circle").getBoundingClientRect())',
    );
    await page.click(x, y);
    await expect.poll(() => page.value('document.getElementById("click").hidden')).toBe(false);
    const drawn = await page.value<number>(
      'document.querySelectorAll("#clicked .failed[d*=h]").length',
    );
    expect(drawn).toBe(1);
    expect(await page.value('document.getElementById("where").textContent')).toMatch(
      /^LBA 0-\d+, around/,
    );
    // The same blocks as the picture of the place that needs no script.
    const still = await counted(await page.picture('#b0 svg'));
    expect((await counted(await page.picture('#click svg')))[0]).toBeGreaterThanOrEqual(
      still[0] / 2,
    );
    expect(page.complaints).toEqual([]);
  });

  test('one bad sector of 24 TB is seen', async () => {
    const folder = temporaryDirectory();
    const sectors = 24e12 / 512;
    const grid = new Grid(0, sectors, 256);
    const map = new Uint8Array(grid.blocks).fill(90);
    const picture = async (name: string, lbas: readonly number[]) => {
      for (const lba of lbas) map[grid.blockOf(lba)] = 247;
      const { device } = aResult();
      const coverage = { total: sectors, good: sectors - lbas.length, bad: lbas.length, unread: 0 };
      const result = aResult({
        device: { ...device, sectors },
        range: { firstLba: 0, lastLba: sectors - 1 },
        coverage,
        bad: lbas.map((lba) => exact(lba, lba + 1)),
      });
      const file = join(folder, name);
      const text = scanPage({ grid, map, result, partitions: [] });
      expect(text.length).toBeLessThanOrEqual(1.5e6);
      writeFileSync(file, text);
      const page = await shown(pathToFileURL(file).href);
      return counted(await page.picture('#map'));
    };
    const [sound, faulty] = [
      await picture('a.html', []),
      await picture('b.html', [30_000_000_007]),
    ];
    // The legend has such colours as well.
    expect(faulty[1]).toBeGreaterThan(sound[1] + 60);
    expect(faulty[0]).toBeGreaterThan(sound[0] + 5);
  });

  test('the sheet: a card a disk, worst first, hostile names are text, nothing is asked for', async () => {
    const folder = temporaryDirectory();
    const disk = (i: number, faults: string) =>
      inspectTarget(`sim:size=2GB,seed=${i},model=${percent(EVIL)},serial=S%3Cb%3E${i}${faults}`);
    const faults = ['', '', ',slow=1000000-3000000@4', ',bad=77', ''];
    for (const [i, each] of faults.entries()) {
      const path = join(folder, `${i}<i>.surfscan`);
      const rules = { labels: { rack: '<u>' } };
      await (await Run.plan([await disk(i + 1, each)], rules, { path, resume: false })).scan();
    }
    writeFileSync(join(folder, '9<s>.surfscan'), 'no map');
    const file = join(folder, 'sheet.html');
    const said = await runCli(['report', folder, '--html', file]);
    expect([said.status, said.stdout]).toEqual([2, '']);
    const url = pathToFileURL(file).href;
    for (const scheme of ['light', 'dark'] as const) {
      const page = await shown(url, { scheme, script: scheme === 'light' });
      expect(page.requests.filter((each) => each !== url && !each.startsWith('data:'))).toEqual([]);
      expect(page.complaints).toEqual([]);
      const names = await page.value<string[]>(
        '[...document.querySelectorAll(".card h2")].map(h => h.textContent)',
      );
      expect(names).toHaveLength(5);
      expect(names[0]).toMatch(/S<b>4.*FAIL/);
      expect(names[1]).toMatch(/S<b>3.*FAIL/);
      expect(await page.value('document.querySelectorAll("i,u,b b,script,img").length')).toBe(0);
      const words = await textOf(page);
      expect(words).toContain('9<s>.surfscan');
      expect(words).toMatch(/1 map could not be read/);
      expect(words).toMatch(/model’s median \(5 disks\)/);
    }
  });
});

function at(json: Record<string, unknown>, path: string): unknown {
  const keys = path.split('.');
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], json);
}
