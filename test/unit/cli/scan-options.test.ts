import { describe, expect, test } from 'vitest';
import { scanOptions, type TypedScanOptions } from '../../../src/cli/scan-options.ts';

const parse = scanOptions;

test('nothing typed: nothing said, as a map may know it', () => {
  expect(parse({})).toEqual({
    scan: {},
    allUnused: false,
    atOnce: { all: Number.POSITIVE_INFINITY, perController: Number.POSITIVE_INFINITY },
    sectorSize: undefined,
    map: null,
    tui: undefined,
    json: null,
    events: null,
    quiet: false,
  });
});

test('everything typed', () => {
  const { scan, ...rest } = parse({
    from: '0x10',
    to: '50%',
    block: '2048',
    jobs: '64',
    depth: '256',
    timeout: '0.5',
    hang: '12.5',
    retries: '3',
    refine: false,
    refineLimit: '0',
    maxBad: '1',
    smart: 'off',
    maxTemp: '55',
    rate: '1.5MB/s',
    method: 'auto',
    failOn: ['bad>10', '>500ms>0'],
    atOnce: '3',
    perController: '2',
    sectorSize: '4096',
    map: 'a.map',
    resume: true,
    mapOptional: true,
    tui: false,
    json: '-',
    events: 'a.events',
    quiet: true,
  });
  const { from, to, rules, ...plain } = scan;
  expect(plain).toEqual({
    blockSectors: 2048,
    jobs: 64,
    depth: 256,
    timeoutSeconds: 0.5,
    hangSeconds: 12.5,
    retries: 3,
    refine: false,
    refineLimitSeconds: 0,
    maxBad: 1,
    smart: 'off',
    maxTempC: 55,
    bytesPerSecond: 1_500_000,
    method: 'auto',
  });
  expect([from?.(1000, 512), to?.(1000, 512)]).toEqual([16, 499]);
  expect(rules?.map(({ text }) => text)).toEqual(['bad>10', '>500ms>0']);
  expect(rest).toEqual({
    allUnused: false,
    atOnce: { all: 3, perController: 2 },
    sectorSize: 4096,
    map: {
      path: 'a.map',
      resume: true,
      optional: true,
      began: expect.any(Date),
      sized: expect.any(Function),
    },
    tui: false,
    json: '-',
    events: 'a.events',
    quiet: true,
  });
});

const NO_NUMBERS = [
  '',
  ' ',
  '-1',
  '+1',
  '1e1',
  '0x10',
  '1 ',
  ' 1',
  '1\n',
  '1,0',
  '１',
  'NaN',
  'Infinity',
  'all',
];
const NO_WHOLES = [...NO_NUMBERS, '1.5', '1.0', '99999999999999999999'];
const NO_SECONDS = [...NO_NUMBERS, '.5', '5.', '1.0000001', '10000000000', '30 s', '30d'];

describe('what an option does not take is refused by its name', () => {
  test.each<[string, keyof TypedScanOptions, string[]]>([
    ['--block', 'block', [...NO_WHOLES, '0', '32769']],
    ['--jobs', 'jobs', [...NO_WHOLES, '0', '65']],
    ['--depth', 'depth', [...NO_WHOLES, '0', '257']],
    ['--hang', 'hang', [...NO_SECONDS, '0', '0.0', '0.0001']],
    [
      '--rate',
      'rate',
      ['', '0', '20', '0MB', '-1', '1.5', '5 parsecs', '0.1B', 'MB', '99999999PB/s'],
    ],
    ['--map', 'map', ['']],
    ['--timeout', 'timeout', [...NO_SECONDS, '0', '0.0', '0.0001']],
    ['--retries', 'retries', [...NO_WHOLES, '1000001']],
    ['--refine-limit', 'refineLimit', NO_SECONDS],
    ['--max-bad', 'maxBad', [...NO_WHOLES, '0', '4294967296']],
    ['--sector-size', 'sectorSize', [...NO_WHOLES, '0', '1', '511', '513', '768', '131072']],
    [
      '--from',
      'from',
      ['', ' ', '-1', '1e1', '1 ', '101 %', 'GB', '1,0', '１', 'NaN', '9007199254740992'],
    ],
    [
      '--to',
      'to',
      ['', ' ', '-1', '1e1', '1 ', '101 %', 'GB', '1,0', '１', 'NaN', '9007199254740992'],
    ],
    ['--max-temp', 'maxTemp', [...NO_WHOLES, '0', '126', '55C']],
    ['--smart', 'smart', ['', 'on', 'Off', 'auto ', '\u001b[2J']],
    ['--json', 'json', ['']],
    ['--events', 'events', ['']],
  ])('%s', (name, key, texts) => {
    for (const text of texts) {
      const typed = () => parse({ [key]: text });
      expect(typed, JSON.stringify(text)).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
      expect(typed, JSON.stringify(text)).toThrow(new RegExp(`^${name}[ :].*expected`));
    }
  });

  test('--fail-on: one of several', () => {
    expect(() => parse({ failOn: ['bad>0', 'bat>0'] })).toThrow(
      /^--fail-on "bat>0": expected NAME>N/,
    );
  });
});

test('--quiet is no screen', () => {
  expect(parse({ quiet: true }).tui).toBe(false);
  expect(() => parse({ quiet: true, tui: true })).toThrow(
    '--tui and --quiet: expected one of them',
  );
});

test('standard output is of one of them', () => {
  expect(() => parse({ json: '-', events: '-' })).toThrow(/^--events - and --json - both want/);
  expect(parse({ json: 'a', events: '-' })).toMatchObject({ json: 'a', events: '-' });
});

test.each([
  '',
  'write',
  'READ',
  'Verify',
  'read,verify',
  'verify ',
  'aut',
  '\u001b[2J',
  'x'.repeat(9999),
])('--method %j is refused, with what is expected', (method) => {
  expect(() => parse({ method })).toThrow(/^--method .{0,120}: expected read, verify or auto$/);
});
