import type { Citation, ContractTerms, PersonalField } from '@tongban/contracts';
import type { Language } from '@tongban/kernel';
import { type CodeWords, wordFor } from './code-words.ts';

/** A label and what is said under it, a line each. */
export type Labelled = readonly [label: string, lines: readonly string[]];

/** Of the sharing of what is in force, and for what is not. */
export const sharingWords: CodeWords = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  'not-shared': '不予共享',
  refused: '不符合现行规范',
};
const subjectWords: CodeWords = {
  uscc: '统一社会信用代码',
  case: '案件',
  asset: '资产',
  account: '户号',
  grant: '授权',
  department: '部门',
  id: '编号',
};
const confidenceWords = {
  P: { zh: '已读原文', en: 'primary text read' },
  S: { zh: '据二手资料', en: 'secondary source' },
  K: { zh: '未经核对', en: 'unverified' },
  D: { zh: '平台设计', en: 'design of this platform' },
} as const;

/** The terms of a contract in words. The basis of the retention is in the language in which the contract has it. */
export function termsInWords(terms: ContractTerms, language: Language): readonly Labelled[] {
  const zh = language === 'zh';
  const { owner, sharing, sequence, retention, personalData } = terms;
  const cited = (citation: Citation): string => citationText(citation, language);
  const condition = sharing.conditions?.[language] ?? (sharing.citation && cited(sharing.citation));
  const sharingText = wordFor(sharing.class, sharingWords, language);
  const key = sequence.key === 'subject' ? '<subject>' : `<data${sequence.key}>`;
  const stream = `${owner}.${sequence.category}-${key}`;
  return [
    [zh ? '说明' : 'what', [terms.description[language]]],
    [zh ? '目的' : 'purpose', [terms.purpose[language]]],
    [zh ? '摘要' : 'summary', [terms.summary[language]]],
    [zh ? '主体' : 'subject', [wordFor(terms.subject, subjectWords, language)]],
    [
      zh ? '共享' : 'sharing',
      [condition === undefined ? sharingText : `${sharingText}${zh ? '：' : ': '}${condition}`],
    ],
    [zh ? '个人信息' : 'personal', personalLines(personalData, zh)],
    [zh ? '顺序' : 'order', [zh ? `同一事件流内有序：${stream}` : `kept within one stream: ${stream}`]],
    [zh ? '签名' : 'signature', [signatureText(terms.signature, zh)]],
    [
      zh ? '保存期限' : 'retention',
      [
        `${retention.years}${zh ? ' 年：' : retention.years === 1 ? ' year: ' : ' years: '}${retention.basis}`,
      ],
    ],
    [zh ? '法律依据' : 'legal basis', terms.legalBasis.map(cited)],
  ];
}

/** A line for each person, with the fields that are kept under the key of that one. */
function personalLines(fields: readonly PersonalField[], zh: boolean): readonly string[] {
  const pointersOf = Map.groupBy(fields, ({ person }) => person);
  if (pointersOf.size === 0) return [zh ? '无' : 'none'];
  return [...pointersOf].map(([person, those]) => {
    const pointers = those.map(({ pointer }) => pointer).join(zh ? '、' : ', ');
    if (person === 'subject') return zh ? `${pointers}（属主体本人）` : `${pointers} (of the subject)`;
    return zh ? `${pointers}（属 ${person} 所指之人）` : `${pointers} (of the person in ${person})`;
  });
}

function signatureText(signature: ContractTerms['signature'], zh: boolean): string {
  if (signature === 'required') return zh ? '每个事件均须签名' : 'every event has to be signed';
  return zh ? '可以不签名' : 'events need not be signed';
}

function citationText({ source, article, confidence }: Citation, language: Language): string {
  const known = confidenceWords[confidence][language];
  return language === 'zh' ? `${source} ${article}（${known}）` : `${source} ${article} (${known})`;
}
