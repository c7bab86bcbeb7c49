import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchEvent, Candidate } from '../candidate.ts';

/** Another event store that ours is measured beside, as it comes: its own defaults, but flushed before it answers. */
export interface Peer {
  readonly name: string;
  /** What it needs, in exact versions. It is no part of the project's own install. */
  readonly packages: Readonly<Record<string, string>>;
  readonly keepsIn: 'folder' | 'postgres';
  /** The letters of the works that it is measured in; absent where that is all. */
  readonly works?: readonly string[];
  /** Opens it in an empty folder, or over an empty database by its address. */
  open(load: LoadPackage, place: string): Promise<Candidate>;
}

/** Loads one of the packages that were installed for a peer. */
export interface LoadPackage {
  <Module>(name: string): Promise<Module>;
  /** Where a file of one of them is. */
  resolve(file: string): string;
}

/** Loads what is installed in a folder of its own. @throws where it is not installed there */
export function loadFrom(folder: string): LoadPackage {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const load = async <Module>(name: string): Promise<Module> => {
    const loaded = (await import(pathToFileURL(resolve(name)).href)) as Module & {
      readonly default?: Module;
    };
    return loaded.default ?? loaded;
  };
  return Object.assign(load, { resolve: (file: string) => resolve(file) });
}

/** An event in the two parts that most stores ask for, about 700 and 300 bytes as JSON. */
export interface EventParts {
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** Parsed, as whoever has a store's objects in hand would give it. */
export function partsOf({ json }: BenchEvent): EventParts {
  const { data, ...metadata } = JSON.parse(json) as { readonly data: Record<string, unknown> };
  return { data, metadata };
}
