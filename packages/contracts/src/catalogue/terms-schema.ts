import type { JsonObject } from '@tongban/kernel';

const kebab = '^[a-z][a-z0-9-]{0,63}$';

function text(description: string, maxLength: number): JsonObject {
  return { type: 'string', description, minLength: 1, maxLength };
}

function localized(description: string, maxLength = 500): JsonObject {
  return {
    type: 'object',
    description,
    additionalProperties: false,
    required: ['zh', 'en'],
    properties: { zh: text('中文 / Chinese', maxLength), en: text('英文 / English', maxLength) },
  };
}

const citation: JsonObject = {
  type: 'object',
  description: '一条法律依据 / one citation',
  additionalProperties: false,
  required: ['source', 'article', 'confidence'],
  properties: {
    source: text('法律、法规或决定 / law, regulation or decision', 200),
    article: text('条款 / article', 100),
    confidence: {
      type: 'string',
      description:
        '可信度：P 原文、S 转述、K 未核、D 平台设计 / P read, S secondary, K unverified, D platform design',
      enum: ['P', 'S', 'K', 'D'],
    },
  },
};

const sharing: JsonObject = {
  type: 'object',
  description: '共享属性 / terms of sharing',
  additionalProperties: false,
  required: ['class'],
  properties: {
    class: {
      type: 'string',
      description: '共享类型：无条件、有条件、不予 / sharing class',
      enum: ['unconditional', 'conditional', 'not-shared'],
    },
    conditions: localized('共享条件 / conditions', 1_000),
    citation,
  },
};

const personalField: JsonObject = {
  type: 'object',
  description: '一个个人信息字段 / a personal field',
  additionalProperties: false,
  required: ['pointer', 'person'],
  properties: {
    pointer: {
      ...text('字段的指针 / pointer of the field', 256),
      pattern: '^(/([A-Za-z][A-Za-z0-9]{0,63}|[*])){1,16}$',
    },
    person: {
      ...text('个人编号的指针，或 subject / pointer of the id of the person, or subject', 256),
      pattern: '^(subject|(/([A-Za-z][A-Za-z0-9]{0,63}|[*])){1,16})$',
    },
  },
};

/** The JSON Schema of `contract.json`, in the contract profile itself. For documents too. */
export const termsSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://contracts.tongban.example/terms/1.0',
  title: '数据契约的条款 / Terms of a contract',
  type: 'object',
  additionalProperties: false,
  required: [
    'owner',
    'name',
    'title',
    'description',
    'summary',
    'purpose',
    'legalBasis',
    'subject',
    'sharing',
    'personalData',
    'retention',
    'sequence',
    'signature',
  ],
  properties: {
    owner: { ...text('所有者 / owner', 64), pattern: kebab },
    name: { ...text('事件名 / name of the event', 64), pattern: kebab },
    title: localized('标题 / title', 200),
    description: localized('说明 / description', 2_000),
    summary: localized('一句话摘要的模板 / template of the one-line summary'),
    purpose: localized('目的 / purpose', 1_000),
    legalBasis: {
      type: 'array',
      description: '法律依据 / legal basis',
      minItems: 1,
      maxItems: 20,
      items: citation,
    },
    subject: {
      type: 'string',
      description: '事件主体 / what the subject is',
      enum: ['uscc', 'case', 'asset', 'account', 'grant', 'department', 'id'],
    },
    sharing,
    personalData: {
      type: 'array',
      description: '个人信息字段 / personal fields',
      maxItems: 100,
      uniqueItems: true,
      items: personalField,
    },
    retention: {
      type: 'object',
      description: '保存期限 / retention',
      additionalProperties: false,
      required: ['years', 'basis'],
      properties: {
        years: { type: 'integer', description: '年数 / years', minimum: 1, maximum: 1_000 },
        basis: text('依据 / basis', 500),
      },
    },
    sequence: {
      type: 'object',
      description: '排序键 / sequence key',
      additionalProperties: false,
      required: ['category', 'key'],
      properties: {
        category: { ...text('流的类别 / category of the stream', 64), pattern: kebab },
        key: {
          ...text('subject 或 data 中的指针 / subject, or a pointer into data', 256),
          pattern: '^(subject|(/[A-Za-z][A-Za-z0-9]{0,63}){1,16})$',
        },
      },
    },
    signature: {
      type: 'string',
      description: '是否须签名 / whether a signature is required',
      enum: ['required', 'optional'],
    },
  },
};
