import { systemClock } from '@tongban/kernel';
import { silentLogger } from '@tongban/telemetry';
import { identityOf, open, requires } from '../access.ts';
import type { App } from '../app-env.ts';
import { createApp } from '../create-app.ts';
import { answerDirectly } from '../direct-route.ts';
import { httpErrors } from '../errors.ts';
import { bodyTooLarge, readText } from '../request-body.ts';
import { createTestIssuer } from '../testing.ts';

const issuer = await createTestIssuer();
export const authorization = `Authorization: ${await issuer.bearer()}`;

/** What the route does, whichever way a request comes to it. */
export type Work = (text: string) => Promise<object> | object;

export const plainWork: Work = (text) => {
  if (text === 'refuse') throw httpErrors.error('E_HTTP_JSON');
  if (text === 'large') throw bodyTooLarge(1);
  if (text === 'fail') throw new Error('a fault of ours');
  return { text };
};

/** An app with a direct route, `POST /work`, and another, `GET /plain`. */
export function appWith(
  work: Work = plainWork,
  options: { readonly direct?: boolean; readonly now?: () => number } = {},
): App {
  const { direct = true, now = systemClock.now } = options;
  const clock = { ...systemClock, now };
  const app = createApp({ name: 'test', logger: silentLogger, authenticate: issuer.authenticate, clock });
  app.get('/plain', open(), (c) => c.json({ plain: true }));
  app.post('/work', requires('department'), async (c) =>
    c.json({ ...(await work(await readText(c))), department: identityOf(c).department }, 201),
  );
  if (!direct) return app;
  answerDirectly(app, {
    method: 'POST',
    path: '/work',
    roles: ['department'],
    answer: async ({ body, identity: { department } }) => ({
      status: 201,
      body: { ...(await work(Buffer.from(body).toString())), department },
    }),
  });
  return app;
}

/** A plain request to the direct route, as bytes. */
export function post(body: string, ...headers: readonly string[]): string {
  const lines = ['POST /work HTTP/1.1', 'Host: x', ...headers, `Content-Length: ${Buffer.byteLength(body)}`];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
/** One that is to succeed. */
export const good = (body: string): string => post(body, authorization);

/** The JSON of an answer that `splitAnswers` gave. */
export function bodyOf(answer = ''): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
}
