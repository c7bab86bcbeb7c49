import {
  type Answered,
  type App,
  type AppContext,
  describeRoute,
  formedText,
  jsonAnswer,
  localizedText,
  mediaTypeOf,
  open,
  readText,
  roles,
  textAnswer,
  unsupportedType,
  zodProblems,
} from '@tongban/http';
import { z } from 'zod';
import { issuerErrors } from './errors.ts';
import { assertLocal } from './local-only.ts';
import { type TokenRequest, type TrialIssuer, tokenSeconds, trialWarning } from './trial-issuer.ts';

const formType = 'application/x-www-form-urlencoded';

const tags = ['identity'];

const discoveryAnswer = z.object({
  issuer: z.string(),
  jwks_uri: z.string(),
  token_endpoint: z.string(),
  response_types_supported: z.array(z.string()),
  subject_types_supported: z.array(z.string()),
  id_token_signing_alg_values_supported: z.array(z.string()),
  claims_supported: z.array(z.string()),
  tongban_warning: localizedText,
});

const keysAnswer = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      kid: z.string(),
      alg: z.string(),
      use: z.string(),
    }),
  ),
});

const tokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds'),
  department: z.string(),
  system: z.string(),
  role: z.enum(roles),
  warning: localizedText,
});

const described = {
  discovery: describeRoute({
    tags,
    summary: 'The trial issuer 试用身份服务',
    responses: { 200: jsonAnswer('What OpenID Connect Discovery says.', discoveryAnswer) },
  }),
  keys: describeRoute({
    tags,
    summary: 'Its public keys 试用身份服务的公钥',
    responses: { 200: jsonAnswer('A JSON Web Key Set.', keysAnswer) },
  }),
  token: describeRoute({
    tags,
    summary: 'A token for trial 试用令牌',
    description: 'By query or form: `as` (the department), and if wanted `role`, `system` and `format`.',
    responses: {
      200: {
        description: 'The token; with `format=text` alone on a line.',
        content: { ...jsonAnswer('', tokenAnswer).content, ...textAnswer('').content },
      },
    },
  }),
};

/**
 * Mounts the trial issuer under `/identity`: discovery, keys, and
 * `POST /identity/token?as=<department>[&role=…][&system=…][&format=text]`, by query or form.
 *
 * @param listenHost the host that the server listens on; anything but loopback and the issuer refuses to work
 */
export function mountTrialIssuer(app: App, issuer: TrialIssuer, listenHost: string): void {
  const form = tokenForm(issuer.departments);
  app.get('/identity/.well-known/openid-configuration', open(), described.discovery, (c) => {
    assertLocal(c, listenHost);
    return c.json(discovery(issuer.issuer));
  });
  app.get('/identity/jwks', open(), described.keys, (c) => {
    assertLocal(c, listenHost);
    return c.json(issuer.keys.published());
  });
  app.post('/identity/token', open(), described.token, async (c) => {
    assertLocal(c, listenHost);
    const { as: department, system, role, format } = parseForm(form, await parametersOf(c));
    const request: TokenRequest = { department, system, role };
    const token = await issuer.token(request);
    c.header('X-Tongban-Warning', 'for trial only');
    if (format === 'text') return c.text(`${token}\n`);
    const answer: Answered<typeof tokenAnswer> = {
      access_token: token,
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      ...request,
      warning: trialWarning,
    };
    return c.json(answer);
  });
}

type TokenForm = ReturnType<typeof tokenForm>;

function tokenForm(departments: readonly string[]) {
  return z.strictObject({
    as: z.enum(departments),
    role: z.enum(roles).default('department'),
    system: formedText(/^[a-z0-9][a-z0-9-]{0,63}$/, {
      zh: '系统名称：只含小写字母、数字和 -，最多 64 个字符',
      en: 'the name of a system: a-z, 0-9 and -, 64 characters at most',
      example: 'core',
    }).default('trial'),
    format: z.enum(['json', 'text']).default('json'),
  });
}

/**
 * Parameters of the query and of the form together. One that is given twice becomes a list, and so is
 * refused.
 */
async function parametersOf(c: AppContext): Promise<Record<string, unknown>> {
  const all = new URLSearchParams(new URL(c.req.url).search);
  const mediaType = mediaTypeOf(c);
  if (mediaType !== '' && mediaType !== formType) throw unsupportedType(mediaType, [formType]);
  if (mediaType === formType)
    for (const [name, value] of new URLSearchParams(await readText(c, 4_096))) all.append(name, value);
  return Object.fromEntries(
    [...new Set(all.keys())].map((name) => {
      const values = all.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function parseForm(form: TokenForm, parameters: Record<string, unknown>): z.output<TokenForm> {
  const outcome = form.safeParse(parameters);
  if (outcome.success) return outcome.data;
  throw issuerErrors.error('E_IDENTITY_REQUEST', {
    detail: {
      zh: '请以查询参数或表单给出 as=<部门>，可选 role、system、format，例如 /identity/token?as=tax&format=text。',
      en: 'Give as=<department> and, if wanted, role, system and format, by query or form: /identity/token?as=tax&format=text.',
    },
    problems: zodProblems(outcome.error.issues, parameters, Object.keys(form.shape)),
  });
}

function discovery(issuer: string): Answered<typeof discoveryAnswer> {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['EdDSA'],
    claims_supported: ['iss', 'sub', 'aud', 'exp', 'iat', 'jti', 'department', 'system', 'roles'],
    tongban_warning: trialWarning,
  };
}
