export { describeRoute } from 'hono-openapi';
export {
  assertAccessDeclared,
  identityOf,
  open,
  requires,
  undeclaredRoutes,
  untilTokenEnds,
} from './access.ts';
export * from './answers.ts';
export {
  type App,
  type AppContext,
  type AppMiddleware,
  cancelledOf,
  type HttpEnv,
  type HttpServer,
  headerOf,
  loggerOf,
  wantsHeadOnly,
} from './app-env.ts';
export * from './authenticator.ts';
export { type AppOptions, createApp } from './create-app.ts';
export * from './creation-id.ts';
export { answerDirectly, type DirectAnswer, type DirectRequest } from './direct-route.ts';
export * from './entity-tag.ts';
export * from './errors.ts';
export * from './formed-text.ts';
export * from './identity.ts';
export * from './language.ts';
export * from './listen.ts';
export * from './open-api.ts';
export * from './page-limit.ts';
export * from './page-place.ts';
export * from './people-text.ts';
export * from './problem-document.ts';
export * from './problem-response.ts';
export * from './rate-limit.ts';
export * from './request-body.ts';
export * from './validated.ts';
export * from './wait-seconds.ts';
export * from './zod-problems.ts';
