import { defineService, type ServiceDefinition } from '@tongban/service';
import { mountTrialIssuer } from './issuer-routes.ts';
import type { TrialIssuer } from './trial-issuer.ts';

export { isLoopbackHost } from './local-only.ts';
export * from './trial-issuer.ts';

/** The embedded issuer, answering where the process listens. */
export function trialIssuerService(issuer: TrialIssuer, listenHost: string): ServiceDefinition {
  return defineService({
    name: 'identity',
    async start({ app, listening }) {
      mountTrialIssuer(app, issuer, listenHost);
      listening.then(
        (url) => issuer.announce(url),
        () => {},
      );
    },
  });
}
