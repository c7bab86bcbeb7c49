import { termsSchema } from '@tongban/contracts';
import { localizedText, named } from '@tongban/http';
import { z } from 'zod';
import { grantStatuses } from '../domain/grant.ts';
import { count, dateTime } from './answer-shapes.ts';

/** What is answered about contracts. */

const { $id: _id, $schema: _dialect, ...terms } = termsSchema;

const json = z.unknown();
const jsonObject = z.record(z.string(), json);

export const contractAnswer = named(
  'Contract',
  '数据契约 / A contract in force',
  z.object({
    type: z.string().describe('`<owner>.<name>.v<major>`'),
    owner: z.string(),
    name: z.string(),
    title: localizedText,
    version: z.string().describe('The latest, `<major>.<minor>`'),
    dataschema: z.string().describe('What events of it name; nothing is fetched from there'),
    sharing: z.enum(['unconditional', 'conditional', 'not-shared']),
    signature: z.enum(['required', 'optional']),
    personalData: z.boolean().describe('Whether it has personal fields'),
  }),
);

/** The same of a type of which no version may be in force. */
export const contractInShort = contractAnswer.extend({
  title: contractAnswer.shape.title.nullable(),
  version: contractAnswer.shape.version.nullable(),
  dataschema: contractAnswer.shape.dataschema.nullable(),
  sharing: contractAnswer.shape.sharing.nullable(),
  signature: contractAnswer.shape.signature.nullable(),
  personalData: contractAnswer.shape.personalData.nullable(),
});

const fileProblems = z.array(
  z.object({
    file: z.string(),
    pointer: z.string(),
    rule: z.string(),
    expected: json.optional(),
    message: localizedText,
  }),
);

export const refusedVersion = named(
  'RefusedVersion',
  '不再符合要求的版本 / A version that was registered and that the profile of today refuses',
  z.object({
    type: z.string(),
    owner: z.string(),
    version: z.string(),
    dataschema: z.string(),
    problems: fileProblems,
  }),
);

export const contractsAnswer = z.object({
  contracts: z.array(contractAnswer),
  refused: z.array(refusedVersion),
});

const readerAnswer = { department: z.string(), grantId: z.string() };
const traffic = { events: count, lastAt: dateTime };

export const contractDetails = named(
  'ContractDetails',
  '数据契约详情 / A contract with its terms and versions, and who publishes and reads it',
  contractInShort.extend({
    terms: named('ContractTerms', '数据契约的条款 / Terms of a contract', json.meta(terms))
      .nullable()
      .describe('Null where none can be understood'),
    versions: z.array(
      z.object({
        version: z.string(),
        dataschema: z.string(),
        hash: z.string().describe('`sha256-<hex>` of the RFC 8785 form of the schema'),
        schema: jsonObject.describe('JSON Schema 2020-12'),
      }),
    ),
    refused: z.array(refusedVersion),
    upcaster: z
      .array(z.object({ op: z.string() }).catchall(json))
      .nullable()
      .describe('Operations from the major before; null for the first'),
    declared: z.object({
      publisher: z.string(),
      readers: z.array(z.object({ ...readerAnswer, status: z.enum(grantStatuses) })),
    }),
    observed: z.object({
      publishers: z.array(z.object({ source: z.string(), ...traffic })),
      readers: z.array(z.object({ ...readerAnswer, ...traffic })),
    }),
  }),
);

export const registeredContract = named(
  'RegisteredContract',
  '登记的数据契约 / A contract and the version that was registered',
  contractAnswer.extend({ registered: z.string() }),
);

const hurt = z.enum(['stored-events', 'writers', 'readers']);

const fact = named(
  'ContractFact',
  '版本差异 / One difference between two versions',
  z.object({
    kind: z.string().describe('`required-added`, `enum-narrowed` …'),
    direction: z
      .enum(['reader', 'writer', 'none'])
      .describe('`reader`: what old writers send is refused by the new; `writer`: the other way'),
    of: z.enum(['data', 'terms']),
    path: z.string().describe('JSON Pointer; `*` is every element of an array'),
    older: json.optional(),
    newer: json.optional(),
    hurts: z.array(hurt),
    message: localizedText,
    fix: localizedText.optional().describe('What to do instead'),
    counterExample: json.optional().describe('Data that the one side takes and the other refuses'),
    isConfirmed: z.boolean().describe('False where somebody seems hurt and no counter-example was found'),
  }),
);

export const proposalReport = named(
  'ProposalReport',
  '契约检查结果 / What a proposed version would do, and to whom',
  z.object({
    verdict: z
      .enum(['compatible', 'breaking', 'invalid'])
      .describe('`breaking`: sound by itself, but against what was released'),
    type: z.string(),
    version: z.string(),
    dataschema: z.string(),
    isReleased: z.boolean().describe('Whether this very version was released before'),
    problems: fileProblems,
    comparisons: z
      .array(z.object({ older: z.string(), newer: z.string(), facts: z.array(fact) }))
      .describe('With every released version that it must get on with'),
    terms: z.array(fact).describe('What differs in the terms'),
    violations: z.array(fact).describe('The facts for which it is breaking'),
    hurt: z.array(z.object({ department: z.string(), as: hurt, type: z.string(), facts: z.array(fact) })),
    nextStep: localizedText,
    code: z
      .string()
      .optional()
      .describe('What registering it would be refused with; absent where compatible'),
  }),
);
