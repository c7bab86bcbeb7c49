import type { ContractTerms } from '@tongban/contracts';
import { describe, expect, it } from 'vitest';
import clearance from '../../../contracts/tax/clearance-issued/contract.json' with { type: 'json' };
import { termsInWords } from './contract-terms.ts';

const terms = clearance as ContractTerms;

/** What is said under one label. */
function said(label: string, different: Partial<ContractTerms> = {}): readonly string[] {
  const language = /^[a-z]/.test(label) ? 'en' : 'zh';
  return new Map(termsInWords({ ...terms, ...different }, language)).get(label) ?? expect.unreachable();
}

describe('terms in words', () => {
  it('have the texts of the contract in the language of the reader', () => {
    for (const [zh, en, text] of [
      ['说明', 'what', terms.description],
      ['目的', 'purpose', terms.purpose],
      ['摘要', 'summary', terms.summary],
    ] as const) {
      expect([said(zh), said(en)]).toEqual([[text.zh], [text.en]]);
    }
  });

  it('name the fields of each person', () => {
    expect([said('personal'), said('个人信息')]).toEqual([['none'], ['无']]);
    const personalData = [
      { pointer: '/name', person: 'subject' },
      { pointer: '/owners/*/name', person: '/owners/*/personId' },
      { pointer: '/phone', person: 'subject' },
    ];
    expect(said('personal', { personalData })).toEqual([
      '/name, /phone (of the subject)',
      '/owners/*/name (of the person in /owners/*/personId)',
    ]);
    expect(said('个人信息', { personalData })).toEqual([
      '/name、/phone（属主体本人）',
      '/owners/*/name（属 /owners/*/personId 所指之人）',
    ]);
  });

  it('name the stream in which events stand in order', () => {
    expect(said('order')).toEqual(['kept within one stream: tax.taxpayer-<subject>']);
    const sequence = { category: 'declaration', key: '/declarationNumber' };
    expect(said('order', { sequence })).toEqual([
      'kept within one stream: tax.declaration-<data/declarationNumber>',
    ]);
    expect(said('顺序')).toEqual(['同一事件流内有序：tax.taxpayer-<subject>']);
  });

  it('say whether events are signed', () => {
    expect([said('signature'), said('签名')]).toEqual([
      ['every event has to be signed'],
      ['每个事件均须签名'],
    ]);
    const signature = 'optional';
    expect(said('signature', { signature })).toEqual(['events need not be signed']);
    expect(said('签名', { signature })).toEqual(['可以不签名']);
  });

  it('say how long events are kept', () => {
    expect([said('retention')[0], said('保存期限')[0]]).toEqual([
      expect.stringMatching(/^10 years: 税收征收管理法/),
      expect.stringMatching(/^10 年：税收征收管理法/),
    ]);
    expect(said('retention', { retention: { years: 1, basis: 'law' } })).toEqual(['1 year: law']);
  });

  it('say of the sharing under what condition, or by what law not', () => {
    expect(said('sharing')[0]).toMatch(/^conditional: For the authority that deregisters/);
    expect(said('共享')[0]).toMatch(/^有条件共享（conditional）：办理注销登记/);
    expect(said('sharing', { sharing: { class: 'unconditional' } })).toEqual(['unconditional']);
    const citation = { source: '保密法', article: '第一条', confidence: 'K' } as const;
    expect(said('共享', { sharing: { class: 'not-shared', citation } })).toEqual([
      '不予共享（not-shared）：保密法 第一条（未经核对）',
    ]);
  });

  it('say of each citation how far it is known', () => {
    expect(said('legal basis')).toContain('税总发〔2019〕64号 一（三） (secondary source)');
    expect(said('法律依据')).toContain('税总发〔2019〕64号 一（三）（据二手资料）');
    expect([said('subject'), said('主体')]).toEqual([['uscc'], ['统一社会信用代码（uscc）']]);
  });
});
