import { named } from '@tongban/http';
import { z } from 'zod';
import { day } from './input-shapes.ts';

/** What a rule rests on: P primary text read, S secondary source, K from knowledge, D platform design. */
const citation = {
  source: z.string(),
  article: z.string(),
  confidence: z.enum(['P', 'S', 'K', 'D']).describe('P 原文、S 转述、K 未核、D 平台设计'),
  validFrom: day,
  validTo: day.optional().describe('Last day; open where it is missing'),
};

const organ = z.enum(['government', 'court', 'public-service']);

/** The rules of sharing as they are shown. */
export const rulesAnswer = named(
  'SharingRules',
  '共享规则 / The rules of sharing',
  z.object({
    limits: z.array(
      z.object({
        id: z.string(),
        limit: z.object({
          count: z.int(),
          unit: z.enum(['wd', 'cd', 'mo']).describe('Working days, calendar days, months'),
        }),
        from: z.string().describe('What starts the period, in words or as an event type'),
        rollForward: z
          .boolean()
          .describe('Whether a last day on which nobody works moves to the next working day'),
        ...citation,
      }),
    ),
    bases: z.array(z.object({ id: z.string(), organs: z.array(organ), ...citation })),
    authority: z.string().describe('The department that answers for the deadlines of the authority'),
    organs: z.record(z.string(), organ).describe('Departments that are not government departments'),
  }),
);
