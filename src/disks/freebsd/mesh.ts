// GEOM's mesh: geoms take providers below them as consumers and offer providers above: geom(4).

export interface OpenMode {
  readonly reads: number;
  readonly writes: number;
  readonly exclusive: number;
}

export interface MutableGeom {
  className: string;
  name: string;
  /** On its way out: it says nothing that still holds. */
  withered: boolean;
  config: Map<string, string>;
  consumers: MutableConsumer[];
  providers: MutableProvider[];
}

export interface MutableConsumer {
  geom: MutableGeom;
  providerId: string | null;
  mode: OpenMode;
}

export interface MutableProvider {
  id: string;
  geom: MutableGeom;
  /** Under /dev. Hostile: labels name providers. */
  name: string;
  mediaBytes: number;
  sectorBytes: number;
  stripeBytes: number;
  config: Map<string, string>;
}

export type Geom = Readonly<MutableGeom>;
export type Consumer = Readonly<MutableConsumer>;
export type Provider = Readonly<MutableProvider>;

/** A slice of a slice of a label of a mirror …: real meshes stay below 10. */
export const MESH_DEPTH_LIMIT = 32;

export class Mesh {
  private readonly byId = new Map<string, Provider>();
  private readonly byName = new Map<string, Provider>();
  private readonly above = new Map<string, Consumer[]>();

  constructor(readonly geoms: readonly Geom[]) {
    const living = geoms.filter((geom) => !geom.withered);
    for (const provider of living.flatMap((geom) => geom.providers)) {
      this.byId.set(provider.id, provider);
      if (!this.byName.has(provider.name)) this.byName.set(provider.name, provider);
    }
    for (const consumer of living.flatMap((geom) => geom.consumers)) {
      if (consumer.providerId === null) continue;
      const list = this.above.get(consumer.providerId) ?? [];
      list.push(consumer);
      this.above.set(consumer.providerId, list);
    }
  }

  geomsOfClass(className: string): Geom[] {
    return this.geoms.filter((geom) => geom.className === className && !geom.withered);
  }

  provider(name: string): Provider | null {
    return this.byName.get(name) ?? null;
  }

  consumersOf(provider: Provider): readonly Consumer[] {
    return this.above.get(provider.id) ?? [];
  }

  /** What the geom of `provider` stands on. */
  below(provider: Provider): Provider[] {
    return provider.geom.consumers.flatMap(
      (consumer) => this.byId.get(consumer.providerId ?? '') ?? [],
    );
  }

  /** What a label is another name of; any other provider is itself. */
  origin(provider: Provider): Provider {
    let found = provider;
    for (let depth = 0; depth < MESH_DEPTH_LIMIT && found.geom.className === 'LABEL'; depth++) {
      found = this.below(found)[0] ?? found;
    }
    return found;
  }

  /** The labels of `provider`: other names of the same sectors. */
  labelsOf(provider: Provider): Provider[] {
    const labels = this.consumersOf(provider).filter(({ geom }) => geom.className === 'LABEL');
    return labels.flatMap(({ geom }) => geom.providers);
  }

  /** What `provider` is a partition of, nearest first: ada0s1a is within ada0s1 and ada0. */
  enclosing(provider: Provider): Provider[] {
    const found: Provider[] = [];
    let at = this.origin(provider);
    while (at.geom.className === 'PART' && found.length < MESH_DEPTH_LIMIT) {
      const next = this.below(at)[0];
      if (next === undefined) break;
      at = this.origin(next);
      found.push(at);
    }
    return found;
  }
}
