import type { IdSource, Json, JsonObject } from '@tongban/kernel';
import type { FeedItem } from './feed-item.ts';
import type { Call } from './http-calls.ts';

/** The rest of the API, as it is: see `/docs` of the platform for what comes back. */
export interface PlatformCalls {
  readonly contracts: {
    list(): Promise<JsonObject>;
    get(type: string): Promise<JsonObject>;
    /** What would become of readers and writers under a proposed contract; changes nothing. */
    check(proposal: JsonObject): Promise<JsonObject>;
  };
  readonly directory: {
    list(): Promise<JsonObject>;
    get(type: string): Promise<JsonObject>;
    /** Does something with an entry: `submit`, `publish`, `withdraw` … */
    act(type: string, act: string, body?: JsonObject): Promise<JsonObject>;
  };
  readonly grants: {
    list(query?: Query): Promise<JsonObject>;
    get(grantId: string): Promise<JsonObject>;
    /** Asks for access to fields of an event type. */
    request(request: JsonObject): Promise<JsonObject>;
    /** Does something with a grant: `agree`, `refuse`, `provision`, `suspend`, `restore` … */
    act(grantId: string, act: string, body?: JsonObject): Promise<JsonObject>;
  };
  readonly corrections: {
    /** Doubts an event that the department received. */
    raise(doubt: JsonObject): Promise<JsonObject>;
    /**
     * Answers a doubt as the provider: `correct` names the event with the right data, published before; `uphold` says why
     * it was right. `correct` under a new id is the provider's own finding.
     */
    act(correctionId: string, act: string, body: JsonObject): Promise<JsonObject>;
  };
  readonly flows: {
    list(query?: Query): Promise<JsonObject>;
    /** A case across departments, by the correlationid of its events. */
    get(correlationId: string): Promise<JsonObject>;
  };
  readonly events: {
    /** An event that the department published, to know whether it was recorded. */
    get(event: { readonly source: string; readonly id: string }): Promise<FeedItem>;
  };
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** `call` tries again by itself; a POST carries a key by which the platform knows a repeat. */
export function platformCalls(call: <Answer>(call: Call) => Promise<Answer>, ids: IdSource): PlatformCalls {
  const get = <Answer = JsonObject>(path: string, query: Query = {}): Promise<Answer> =>
    call({ method: 'GET', path, query });
  const post = (path: string, body: Json): Promise<JsonObject> =>
    call({
      method: 'POST',
      path,
      headers: { 'idempotency-key': ids.next() },
      body: { contentType: 'application/json', bytes: new TextEncoder().encode(JSON.stringify(body)) },
    });
  const at = encodeURIComponent;
  return {
    contracts: {
      list: () => get('/v1/contracts'),
      get: (type) => get(`/v1/contracts/${at(type)}`),
      check: (proposal) => post('/v1/contracts/check', proposal),
    },
    directory: {
      list: () => get('/v1/directory'),
      get: (type) => get(`/v1/directory/${at(type)}`),
      act: (type, act, body = {}) => post(`/v1/directory/${at(type)}/${at(act)}`, body),
    },
    grants: {
      list: (query) => get('/v1/grants', query),
      get: (grantId) => get(`/v1/grants/${at(grantId)}`),
      request: (request) => post('/v1/grants', request),
      act: (grantId, act, body = {}) => post(`/v1/grants/${at(grantId)}/${at(act)}`, body),
    },
    corrections: {
      raise: (doubt) => post('/v1/corrections', doubt),
      act: (correctionId, act, body) => post(`/v1/corrections/${at(correctionId)}/${at(act)}`, body),
    },
    flows: {
      list: (query) => get('/v1/flows', query),
      get: (correlationId) => get(`/v1/flows/${at(correlationId)}`),
    },
    events: {
      get: ({ source, id }) => get('/v1/events', { source, id }),
    },
  };
}
