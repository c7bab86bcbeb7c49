import type { App } from '../app-env.ts';
import { type OpenApiDocument, openApiDocument } from '../open-api.ts';
import { describedAnswers } from './described-answers.ts';

/** An answer as a test got it. */
export interface SeenAnswer {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  /** Undefined where it was not read, since it has no end. */
  readonly text: string | undefined;
}

/** @throws Error where an answer is not as the document says */
export type AnswerCheck = (answer: SeenAnswer) => void;

/**
 * Holds answers against an OpenAPI document: the operation, its status and its content type are described, and the content
 * is valid by the schema, which Ajv reads strictly.
 *
 * @param options.isPart where the document describes only a part of what is there: the rest is let go
 */
export function answerCheck(
  document: OpenApiDocument,
  { isPart = false }: { readonly isPart?: boolean } = {},
): AnswerCheck {
  const { operations, problem } = describedAnswers(document);
  // The address that says most comes first: `/v1/contracts/check` before `/v1/contracts/{type}`.
  const known = operations
    .map((operation) => ({ operation, pattern: patternOf(operation.path) }))
    .sort((one, other) => parametersOf(one.operation.path) - parametersOf(other.operation.path));

  return ({ method, path, status, contentType, text }) => {
    if (method === 'HEAD' || method === 'OPTIONS') return;
    const refuse = (say: string): never => {
      throw new Error(`${method} ${path} answered ${status}: ${say}. ${text?.slice(0, 2_000)}`);
    };
    const { pathname } = new URL(path, 'http://localhost');
    const operation = known.find(
      (one) => one.operation.method === method && one.pattern.test(pathname),
    )?.operation;
    if (!operation) {
      // Files are no operations, and what is not there is refused; a type that ends an address of the API is no file.
      if (isPart || (status < 400 && isFile.test(pathname))) return;
      if (status < 400) refuse('no operation is described');
    }
    const answer = operation
      ? (operation.answer(String(status)) ?? (status >= 400 ? operation.answer('default') : undefined))
      : problem;
    if (!answer) return refuse('the status is not described');
    const [mediaType = ''] = contentType.split(';');
    if (answer.contentTypes.length === 0) {
      if (text !== '') refuse('it is described without content');
      return;
    }
    if (!answer.contentTypes.includes(mediaType)) refuse(`"${mediaType}" is not described`);
    const validate = answer.validator(mediaType) ?? refuse(`"${mediaType}" has no schema`);
    if (text === undefined) return;
    const value: unknown = /\bjson$/.test(mediaType) ? JSON.parse(text) : text;
    if (validate(value)) return;
    const defects = (validate.errors ?? []).map(({ instancePath, message = '', params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
    );
    refuse(defects.join('; '));
  };
}

/** Requests an app as `app.request` does, and holds each answer against the document that the app gives of itself. */
export async function checkedRequest(app: App, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await app.request(path, init);
  const check = await answerCheckOf(app);
  check(await seen(path, init.method ?? 'GET', response));
  return response;
}

/** The check by what an app says of itself: asked for first when all its routes are there. */
export function answerCheckOf(app: App): Promise<AnswerCheck> {
  const known = checks.get(app);
  if (known) return known;
  const about = { title: 'App', version: '1', description: 'Under test.' };
  const check = openApiDocument(app, about).then((document) => answerCheck(document));
  checks.set(app, check);
  return check;
}

const checks = new WeakMap<App, Promise<AnswerCheck>>();

/** An answer with its content, which stays readable. */
export async function seen(path: string, method: string, response: Response): Promise<SeenAnswer> {
  const contentType = response.headers.get('content-type') ?? '';
  const text = contentType.startsWith('text/event-stream') ? undefined : await response.clone().text();
  return { method, path, status: response.status, contentType, text };
}

const isFile = /^\/(?!v\d+\/).*\.\w+$/;

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function parametersOf(path: string): number {
  return path.split('{').length - 1;
}
