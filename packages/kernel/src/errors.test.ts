import { describe, expect, it } from 'vitest';
import { defineErrors, TongbanError } from './errors.ts';

const table = defineErrors({
  E_SHOP_CLOSED: { status: 503, retryable: true, title: { zh: '已打烊', en: 'The shop is closed' } },
  E_SHOP_EMPTY: { status: 404, title: { zh: '无货', en: 'Nothing is left' } },
});
const other = defineErrors({ E_SHOP_EMPTY: { status: 404, title: { zh: '无货', en: 'Nothing is left' } } });

describe('defineErrors', () => {
  it('makes errors that carry their row', () => {
    const error = table.error('E_SHOP_CLOSED', { facts: { opens: '08:00' }, retryAfterSeconds: 60 });
    expect(error).toBeInstanceOf(TongbanError);
    expect(error).toMatchObject({
      name: 'TongbanError',
      code: 'E_SHOP_CLOSED',
      status: 503,
      retryable: true,
      title: { zh: '已打烊', en: 'The shop is closed' },
      detail: { zh: '已打烊', en: 'The shop is closed' },
      facts: { opens: '08:00' },
      problems: [],
      retryAfterSeconds: 60,
    });
    expect(error.message).toBe('E_SHOP_CLOSED: The shop is closed');
  });

  it('says what happened this time, and why', () => {
    const cause = new Error('no milk');
    const error = table.error('E_SHOP_EMPTY', { detail: { zh: '没有牛奶', en: 'No milk is left' }, cause });
    expect(error.message).toBe('E_SHOP_EMPTY: No milk is left');
    expect(error.cause).toBe(cause);
    expect(error.retryable).toBe(false);
    expect(Object.hasOwn(table.error('E_SHOP_EMPTY'), 'cause')).toBe(false);
  });

  it('says what to do next where nothing more is known', () => {
    const advising = defineErrors({
      E_SHOP_FULL: {
        status: 409,
        title: { zh: '客满', en: 'The shop is full' },
        next: { zh: '请稍候。', en: 'Wait a little.' },
      },
    });
    const both = { zh: '客满。请稍候。', en: 'The shop is full. Wait a little.' };
    expect(advising.error('E_SHOP_FULL').detail).toEqual(both);
    const detail = { zh: '已有九人', en: 'Nine are in it' };
    expect(advising.error('E_SHOP_FULL', { detail }).detail).toEqual(detail);
  });

  it('tells its own errors from others', () => {
    const error: unknown = table.error('E_SHOP_CLOSED');
    expect(table.is(error)).toBe(true);
    expect(table.is(error, 'E_SHOP_CLOSED')).toBe(true);
    expect(table.is(error, 'E_SHOP_EMPTY')).toBe(false);
    expect(other.is(error)).toBe(false);
    expect(table.is(new Error('E_SHOP_CLOSED'))).toBe(false);
  });
});
