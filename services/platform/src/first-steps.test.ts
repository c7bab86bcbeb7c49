import { expect, it } from 'vitest';
import { firstSteps, publishCommand } from './first-steps.ts';

const ready = {
  url: 'http://127.0.0.1:8080',
  eventId: 'first-1',
  data: './data',
  empty: false,
  tokens: 'trial',
} as const;

it('begins with the one line that scripts wait for, and names the pages and both commands', () => {
  const text = firstSteps({ ...ready, language: 'en' });
  expect(text.split('\n')[0]).toBe('ready http://127.0.0.1:8080   (data: ./data, sample city)');
  expect(text).toContain('http://127.0.0.1:8080/docs');
  expect(text.match(/^curl /gm)).toHaveLength(2);
});

it('says everything in Chinese but the line for scripts', () => {
  const text = firstSteps({ ...ready, empty: true, language: 'zh' });
  expect(text.split('\n')[0]).toBe('ready http://127.0.0.1:8080   (data: ./data, empty)');
  expect(text).toContain('按 Ctrl-C 停止。');
});

it('keeps the event whole in a shell: there is no quote in it that would end it', () => {
  const [, body = ''] = /-d '(.*)'$/s.exec(publishCommand(ready.url, ready.eventId, true)) ?? [];
  expect(body).not.toContain("'");
  expect(JSON.parse(body)).toMatchObject({ id: 'first-1', source: '/departments/market-regulation/trial' });
});

it('asks no embedded issuer for tokens where the city has its own, and says where they go', () => {
  for (const language of ['en', 'zh'] as const) {
    const text = firstSteps({ ...ready, empty: true, tokens: 'own-issuer', language });
    expect(text).not.toContain('/identity/token');
    for (const name of ['MARKET_REGULATION', 'TAX']) {
      expect(text).toContain(`${name}=…`);
      expect(text).toContain(`-H "Authorization: Bearer $${name}"`);
    }
  }
});

it('gives no command that cannot work: where nobody gives tokens, it says why and the two ways out', () => {
  for (const language of ['en', 'zh'] as const) {
    const text = firstSteps({ ...ready, url: 'http://0.0.0.0:8080', tokens: 'nobody', language });
    expect(text).not.toContain('curl');
    expect(text).toContain('--host 127.0.0.1');
    expect(text).toContain('identity.issuers');
  }
});
