import { z } from 'zod';

/** The configuration of the embedded platform: every value has a default that is right for one machine. */
export const platformConfig = z.object({
  listen: z.object({
    host: z.string().min(1).default('127.0.0.1').meta({ description: 'Address to listen on' }),
    port: z.int().min(0).max(65_535).default(8080).meta({ description: 'Port; 0 takes any free one' }),
  }),
  /** Everything that is kept: events, views, keys. */
  data: z.string().min(1).default('./data'),
  log: z.object({
    level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
    pretty: z.boolean().default(false),
  }),
  rate: z.object({
    /** Requests a second for each department. */
    perSecond: z.int().min(1).max(1_000_000).default(20_000),
  }),
  identity: z.object({
    /** OIDC issuers whose tokens are believed. Empty: the embedded issuer for trial, on loopback only. */
    issuers: z
      .array(z.strictObject({ issuer: z.url(), jwksUri: z.url(), audience: z.string().min(1) }))
      .default([]),
  }),
  exchange: z.object({
    /** Addresses that webhooks may reach although they are not public. For tests and closed networks. */
    webhookAllowedAddresses: z.array(z.string()).default([]),
    /** An answer that takes longer is a failure. */
    webhookTimeoutMs: z.int().min(100).max(60_000).default(10_000),
  }),
  city: z.object({
    /** The seed of the sample city. */
    seed: z.int().min(0).default(20_260_701),
    /** Enterprises that are there at the first start. */
    enterprises: z.int().min(0).max(100_000).default(30),
    /** A further enterprise is registered so often, in seconds; 0: never. */
    everySeconds: z.int().min(0).max(86_400).default(15),
    /** No sample city and no reference department systems. */
    empty: z.boolean().default(false),
  }),
});

export type PlatformConfig = z.output<typeof platformConfig>;
