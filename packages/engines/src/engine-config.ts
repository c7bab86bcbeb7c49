import { formedText } from '@tongban/http';
import { secretText } from '@tongban/service';
import { z } from 'zod';

/** Settings that every process has. */
export const processConfig = z.object({
  listen: z
    .object({
      host: z.string().min(1).default('127.0.0.1').meta({ description: 'Address to listen on' }),
      port: z.int().min(0).max(65_535).default(8080).meta({ description: 'Port; 0 takes any free one' }),
    })
    .prefault({}),
  /** Everything that is kept: events, views, keys. */
  data: z.string().min(1).default('./data'),
  log: z
    .object({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
      pretty: z.boolean().default(false),
    })
    .prefault({}),
  telemetry: z
    .object({
      /** Spans are sent there by OTLP over HTTP: `http://collector:4318`. Empty: nowhere. */
      endpoint: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
    })
    .prefault({}),
});

/** Settings of a process that answers departments. */
export const servingConfig = z.object({
  ...processConfig.shape,
  rate: z
    .object({
      /** Requests a second for each department. */
      perSecond: z.int().min(1).max(1_000_000).default(20_000),
    })
    .prefault({}),
  identity: z
    .object({
      /** OIDC issuers whose tokens are believed. */
      issuers: z
        .array(z.strictObject({ issuer: z.url(), jwksUri: z.url(), audience: z.string().min(1) }))
        .default([]),
    })
    .prefault({}),
});

/** Where events are kept. */
export const storeConfig = z
  .object({
    engine: z.enum(['sqlite', 'kurrentdb']).default('sqlite'),
    /** Of KurrentDB: `kurrentdb://user:password@host:2113?tls=false`. */
    url: secretText().optional(),
  })
  .prefault({});

/** Where views are kept, one schema a service. */
export const viewsConfig = z
  .object({
    engine: z.enum(['sqlite', 'postgres']).default('sqlite'),
    /** Of PostgreSQL: `postgres://user:password@host:5432/database`. */
    url: secretText().optional(),
  })
  .prefault({});

/** How other processes and departments hear of events. */
export const busConfig = z
  .object({
    engine: z.enum(['in-process', 'kafka']).default('in-process'),
    /** `host:port` of some brokers. */
    brokers: z
      .array(formedText(/^[^\s:]+:\d{1,5}$/, { zh: '主机:端口', en: 'host:port', example: '127.0.0.1:9092' }))
      .default([]),
    /** The beginning of the name of every topic. */
    prefix: formedText(/^[a-z0-9][a-z0-9-]{0,63}$/, {
      zh: '小写字母、数字和 -，最多 64 个字符',
      en: 'a-z, 0-9 and -, 64 characters at most',
      example: 'tongban',
    }).default('tongban'),
    /** Login for SCRAM-SHA-256. */
    user: z.string().min(1).optional(),
    password: secretText().optional(),
    tls: z.boolean().default(false),
    /** Departments that publish and receive over the bus as well. */
    departments: z
      .array(
        formedText(/^[a-z][a-z0-9-]{0,63}$/, {
          zh: '部门名称：以小写字母开头，只含小写字母、数字和 -',
          en: 'the name of a department: a-z, 0-9 and -, a letter first',
          example: 'market-regulation',
        }),
      )
      .default([]),
  })
  .prefault({});

export type ProcessConfig = z.output<typeof processConfig>;
export type ServingConfig = z.output<typeof servingConfig>;
export type StoreConfig = z.output<typeof storeConfig>;
export type ViewsConfig = z.output<typeof viewsConfig>;
export type BusConfig = z.output<typeof busConfig>;

/** What names the engines of a process. It has none of those that are absent. */
export interface EngineConfig {
  readonly data: string;
  readonly store?: StoreConfig;
  readonly views?: ViewsConfig;
  readonly bus?: BusConfig;
}
