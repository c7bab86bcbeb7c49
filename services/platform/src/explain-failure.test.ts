import { PassThrough } from 'node:stream';
import { clientErrors } from '@tongban/client';
import { contractErrors } from '@tongban/contracts';
import { storeErrors } from '@tongban/event-store';
import { httpErrors } from '@tongban/http';
import { type Language, TongbanError } from '@tongban/kernel';
import { serviceErrors } from '@tongban/service';
import { viewErrors } from '@tongban/view-store';
import { expect, it } from 'vitest';
import { cliErrors, usageError } from './cli-errors.ts';
import { explain } from './explain-failure.ts';

async function told(
  failure: unknown,
  json = false,
  language: Language = 'en',
): Promise<[exitCode: number, text: string]> {
  const error = new PassThrough();
  const exitCode = await explain(failure, { json, error, language });
  return [exitCode, String(error.read())];
}

const detail = { zh: '改这里', en: 'Change this' };

it('says title, code, detail and every defect, once each', async () => {
  const problems = [
    { pointer: '/listen/port', rule: 'maximum', message: { zh: '太大', en: 'too large' } },
    { pointer: '', rule: 'type', message: { zh: '不是对象', en: 'no object' } },
  ];
  const failure = serviceErrors.error('E_CONFIG_INVALID', { detail, problems });
  expect(await told(failure)).toEqual([
    1,
    'The configuration is not as required (E_CONFIG_INVALID)\n  Change this\n  /listen/port  too large\n  /  no object\n',
  ]);
  expect((await told(failure, false, 'zh'))[1]).toBe(
    '配置有误 (E_CONFIG_INVALID)\n  改这里\n  /listen/port  太大\n  /  不是对象\n',
  );
});

it('does not say a title twice where there is no more to say', async () => {
  expect((await told(storeErrors.error('E_STORE_CLOSED')))[1]).toBe(
    'The event store is closed (E_STORE_CLOSED)\n',
  );
});

it('says of a batch that was refused as a whole which event has the defect', async () => {
  const problems = ['/1/time', '/2', '/10/id'].map((pointer) => ({ pointer, rule: 'r', message: detail }));
  const refused = [
    { index: 1, id: 'a-2', code: 'E_EVENT_INVALID' },
    { index: 2, id: 'a-3', code: 'E_SIGNATURE_WRONG' },
    { index: 10, id: null, code: 'E_EVENT_INVALID' },
  ];
  const row = { title: { zh: '整批未接收', en: 'Nothing was accepted' }, status: 422 };
  const failure = new TongbanError('E_BATCH_REFUSED', row, { problems, facts: { refused } });
  expect((await told(failure))[1]).toBe(
    'Nothing was accepted (E_BATCH_REFUSED)\n  /1/time  a-2  Change this\n  /2  a-3  Change this\n  /10/id  Change this\n',
  );
});

it('is a problem document in one line with --json', async () => {
  const [, text] = await told(cliErrors.error('E_CLI_UNREACHABLE', { detail }), true);
  expect(text.trimEnd()).not.toContain('\n');
  expect(JSON.parse(text)).toMatchObject({ code: 'E_CLI_UNREACHABLE', retryable: true, details: detail });
});

const notStarted = (cause: unknown): Error => serviceErrors.error('E_SERVICE_START', { cause });

it.each<[exitCode: number, failure: unknown]>([
  [2, usageError(detail)],
  [3, cliErrors.error('E_CLI_UNREACHABLE')],
  [3, cliErrors.error('E_CLI_FILE')],
  [1, cliErrors.error('E_CLI_NO_TOKEN')],
  [3, clientErrors.error('E_CLIENT_UNREACHABLE')],
  [3, clientErrors.error('E_CLIENT_GAVE_UP')],
  [1, clientErrors.error('E_CLIENT_EVENT')],
  [3, serviceErrors.error('E_CONFIG_FILE')],
  [1, serviceErrors.error('E_CONFIG_INVALID')],
  [3, contractErrors.error('E_CONTRACTS_UNREADABLE')],
  [3, httpErrors.error('E_HTTP_PORT_IN_USE')],
  [1, httpErrors.error('E_AUTH_ROLE')],
  [3, storeErrors.error('E_STORE_LOCKED')],
  [3, storeErrors.error('E_STORE_READ_ONLY')],
  [1, storeErrors.error('E_EVENT_ID_REUSED')],
  [3, viewErrors.error('E_VIEWS_FULL')],
  [3, notStarted(viewErrors.error('E_VIEWS_FULL'))],
  [1, notStarted(new Error('the table is missing'))],
  [70, new Error('unforeseen')],
  [70, 'text'],
])('exits with %i: %s', async (exitCode, failure) => {
  expect((await told(failure))[0]).toBe(exitCode);
});

it('shows the stack of what nobody foresaw', async () => {
  expect((await told(new Error('unforeseen')))[1]).toContain('explain-failure.test.ts');
});
