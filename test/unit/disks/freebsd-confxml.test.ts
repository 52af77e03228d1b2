import { describe, expect, it } from 'vitest';
import { parseConfxml } from '../../../src/disks/freebsd/confxml.ts';
import { parseMounts } from '../../../src/disks/freebsd/uses.ts';
import { processorSeconds } from '../processor-time.ts';
import { inspected, XML } from './workstation.ts';

describe('kern.geom.confxml that is not what it should be', () => {
  const LAUGHS = `<!DOCTYPE mesh [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<mesh><class id="1"><name>&b;</name></class></mesh>`;

  it.each([
    ['empty', ''],
    ['cut off', XML.slice(0, XML.length / 2)],
    ['a billion laughs', LAUGHS],
    ['an unknown entity', '<mesh><class id="1"><name>&b;</name></class></mesh>'],
    ['no XML', '\x1b[2Jpanic: page fault'],
    ['a consumer outside a geom', '<mesh><geom><consumer id="1"/></geom></mesh>'],
    ['nested without end', '<mesh>'.repeat(100_000)],
  ])('%s is refused', (_what, text) => {
    expect(() => parseConfxml(text)).toThrow();
  });

  it('10 MB of it are read or refused in a few seconds', () => {
    const flat = '<geom id="1"><name>x</name><rank>1</rank></geom>';
    const xml = `<mesh><class id="1"><name>DISK</name>${flat.repeat(200_000)}</class></mesh>`;
    const long = `<mesh><class id="1"><name>${'y'.repeat(10_000_000)}</name></class></mesh>`;
    const seconds = processorSeconds(() => {
      expect(parseConfxml(xml).geoms).toHaveLength(200_000);
      expect(parseConfxml(long).geoms).toEqual([]);
    });
    expect(seconds).toBeLessThan(20);
  });

  it('geoms that stand on each other end', async () => {
    const loop = (id: number, below: number) =>
      `<geom id="g${id}"><class ref="c"/><name>l${id}</name>
        <consumer id="k${id}"><geom ref="g${id}"/><provider ref="p${below}"/><mode>r1w0e0</mode></consumer>
        <provider id="p${id}"><geom ref="g${id}"/><mode>r1w0e0</mode><name>l${id}</name>
          <mediasize>512000</mediasize><sectorsize>512</sectorsize></provider></geom>`;
    for (const className of ['PART', 'LABEL', 'MIRROR']) {
      const run = async () =>
        `<mesh><class id="c"><name>${className}</name>${loop(1, 2)}${loop(2, 1)}</class></mesh>`;
      await inspected('/dev/l1', { run });
    }
  });

  it('a mount table may be anything', () => {
    expect(parseMounts('\n\n/dev/x\n/dev/a /a\\040b ufs\nnfs:/x /y nfs')).toEqual(
      new Map([['/dev/a', ['/a b']]]),
    );
  });
});
