// Reads sysctl kern.geom.confxml: FreeBSD's sys/geom/geom_dump.c, g_conf_geom. The kernel escapes what
// disks say, but not everywhere and not in every release, so it is read as hostile text. saxes does the
// reading because XML by regular expressions is how hostile text wins: strict, streaming, no entities
// but XML's own, nothing fetched, and one small dependency where others have six.

import { SaxesParser } from 'saxes';
import { Mesh, type MutableConsumer, type MutableGeom, type MutableProvider } from './mesh.ts';

/** mesh/class/geom/consumer/config/x is 6; labels of unusual classes nest a little. */
const DEPTH_LIMIT = 16;
const TEXT_LIMIT = 1024;
/** A disk with partitions and labels makes some 20 geoms, consumers and providers. */
const OBJECT_LIMIT = 200_000;

/** Throws an Error that says what is wrong with the text; half a picture is none. */
export function parseConfxml(xml: string): Mesh {
  const reader = new ConfxmlReader();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  // The kernel writes none: without one, there are no entities but XML's own five.
  parser.on('doctype', () => {
    throw new Error('a document type in kern.geom.confxml');
  });
  parser.on('opentag', (tag) => reader.open(tag.name, tag.attributes as Record<string, string>));
  parser.on('text', (text) => reader.text(text));
  parser.on('closetag', (tag) => reader.close(tag.name));
  parser.write(xml.trim()).close();
  return new Mesh(reader.geoms);
}

class ConfxmlReader {
  readonly geoms: MutableGeom[] = [];
  private readonly path: string[] = [];
  private objects = 0;
  private className = '';
  private geom: MutableGeom | null = null;
  private consumer: MutableConsumer | null = null;
  private provider: MutableProvider | null = null;
  private content = '';

  open(name: string, attributes: Record<string, string>): void {
    if (this.path.length >= DEPTH_LIMIT) throw new Error('kern.geom.confxml nests too deeply');
    this.content = '';
    const parent = this.path.at(-1);
    this.path.push(name);
    if (parent === 'class' && name === 'geom') this.openGeom();
    else if (parent === 'geom' && name === 'consumer') this.openConsumer();
    else if (parent === 'geom' && name === 'provider') this.openProvider(attributes.id ?? '');
    else if (parent === 'consumer' && name === 'provider') {
      if (this.consumer !== null) this.consumer.providerId = attributes.ref ?? null;
    } else if (parent === 'geom' && name === 'wither') {
      if (this.geom !== null) this.geom.withered = true;
    }
  }

  text(text: string): void {
    if (this.content.length < TEXT_LIMIT) this.content += text.slice(0, TEXT_LIMIT);
  }

  close(name: string): void {
    this.path.pop();
    const parent = this.path.at(-1);
    const value = decodeBytes(this.content.trim());
    this.content = '';
    if (parent === 'class' && name === 'name') this.className = value;
    else if (parent === 'class' && name === 'geom') this.geom = null;
    else if (parent === 'geom' && name === 'name') this.geom!.name = value;
    else if (parent === 'geom' && name === 'consumer') this.consumer = null;
    else if (parent === 'geom' && name === 'provider') this.provider = null;
    else if (parent === 'consumer' && name === 'mode') this.consumer!.mode = parseMode(value);
    else if (parent === 'provider') setField(this.provider, name, value);
    else if (parent === 'config') this.setConfig(name, value);
  }

  private openGeom(): void {
    this.count();
    this.geom = {
      className: this.className,
      name: '',
      withered: false,
      config: new Map(),
      consumers: [],
      providers: [],
    };
    this.geoms.push(this.geom);
  }

  private openConsumer(): void {
    if (this.geom === null) throw new Error('a consumer outside a geom');
    this.count();
    this.consumer = {
      geom: this.geom,
      providerId: null,
      mode: { reads: 0, writes: 0, exclusive: 0 },
    };
    this.geom.consumers.push(this.consumer);
  }

  private openProvider(id: string): void {
    if (this.geom === null) throw new Error('a provider outside a geom');
    this.count();
    this.provider = {
      id,
      geom: this.geom,
      name: '',
      mediaBytes: 0,
      sectorBytes: 0,
      stripeBytes: 0,
      config: new Map(),
    };
    this.geom.providers.push(this.provider);
  }

  /** A <config> stands in a geom, a consumer or a provider; a consumer's tells nothing we need. */
  private setConfig(name: string, value: string): void {
    const owner = this.path.at(-2);
    if (owner === 'geom') this.geom?.config.set(name, value);
    if (owner === 'provider') this.provider?.config.set(name, value);
  }

  private count(): void {
    if (++this.objects > OBJECT_LIMIT) throw new Error('kern.geom.confxml has too many objects');
  }
}

function setField(provider: MutableProvider | null, name: string, value: string): void {
  if (provider === null) return;
  if (name === 'name') provider.name = value;
  else if (name === 'mediasize') provider.mediaBytes = wholeNumber(value) ?? 0;
  else if (name === 'sectorsize') provider.sectorBytes = wholeNumber(value) ?? 0;
  else if (name === 'stripesize') provider.stripeBytes = wholeNumber(value) ?? 0;
}

/** "r1w1e2": how often it is open for reading, for writing, exclusively. */
function parseMode(value: string) {
  const [, reads, writes, exclusive] = value.match(/^r(\d+)w(\d+)e(\d+)$/) ?? [];
  return {
    reads: Number(reads ?? 0),
    writes: Number(writes ?? 0),
    exclusive: Number(exclusive ?? 0),
  };
}

export function wholeNumber(value: string | undefined): number | null {
  const number = value === undefined || !/^\d+$/.test(value) ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) ? number : null;
}

/** The kernel escapes byte by byte: "ü" comes as &#xC3;&#xBC;. */
function decodeBytes(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}
