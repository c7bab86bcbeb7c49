import type { Json } from '@tongban/kernel';

/**
 * A step of an upcaster: a part of JSON Patch (RFC 6902) and `map`, which replaces a value by a table. Paths
 * are JSON Pointers into `data`. A step whose source is not there does nothing: the field was optional.
 */
export type UpcastOperation =
  | { readonly op: 'add'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }
  | { readonly op: 'map'; readonly path: string; readonly values: { readonly [from: string]: Json } };
