import { servingConfig } from '@tongban/engines';
import { secretText } from '@tongban/service';
import { z } from 'zod';

/** The settings of the reference department systems as a process of their own. */
export const settings = z.object({
  ...servingConfig.shape,
  departments: z
    .object({
      /** Where the exchange is. */
      exchangeUrl: z.url().default('http://127.0.0.1:8080'),
      /** Where access tokens are asked for. */
      tokenUrl: z.url().default('http://127.0.0.1:8080/identity/token'),
      /** Of the departments' clients at an OIDC issuer. Absent: the issuer is the one for trial, and asks for none. */
      clientSecret: secretText().optional(),
      /** The seed of the sample city. */
      seed: z.int().min(0).default(20_260_701),
      /** Enterprises that are there at the first start. */
      enterprises: z.int().min(0).max(100_000).default(30),
      /** A further enterprise is registered so often, in seconds; 0: never. */
      everySeconds: z.int().min(0).max(86_400).default(15),
    })
    .prefault({}),
});
