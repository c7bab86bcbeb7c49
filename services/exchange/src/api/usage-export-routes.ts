import { hash } from 'node:crypto';
import { endOfDay, type LocalDate, localDateOf, startOfDay } from '@tongban/calendar';
import type { EventStore, Position, RecordedEvent } from '@tongban/event-store';
import {
  type Answered,
  type App,
  describeRoute,
  formedText,
  identityOf,
  named,
  pageLimit,
  requires,
  textAnswer,
  validated,
  wantsHeadOnly,
} from '@tongban/http';
import { type Clock, instant } from '@tongban/kernel';
import type { Kysely } from '@tongban/view-store';
import { z } from 'zod';
import type { DataOf } from '../domain/domain-event.ts';
import { permitUsageExport } from '../domain/usage-export.ts';
import type { PlatformJournal } from '../platform-journal.ts';
import type { GrantView } from '../registers/grant-view.ts';
import type { NoticeView } from '../registers/notice-view.ts';
import { latestReads, type PageReadTables, readsInPeriod } from '../views/page-reads.ts';
import { actorOf } from './actor-of.ts';
import { actedBy, count, dateTime } from './answer-shapes.ts';
import { day, department, text } from './input-shapes.ts';
import { noticePage, noticesAnswer, pageOf } from './notice-pages.ts';
import { openReads } from './open-reads.ts';

/** Records looked at for one file at most: a few MiB. */
const recordsMax = 10_000;

const wantedPart = z.object({
  department: department.describe('The department that read'),
  from: day.describe('First day of the period, in Asia/Shanghai'),
  to: day.describe('Last day of the period; today at the latest'),
  reason: text(1_000).describe('What the export is for: it is recorded'),
  after: formedText(/^\d{1,16}$/, {
    zh: '位置，即一个整数：上一个文件的 Link 所示',
    en: 'a position, a whole number: what the Link of the file before says',
    example: '4711',
  })
    .optional()
    .describe('Position: where the file before ended, as its `Link` says'),
  limit: pageLimit({ max: recordsMax, default: recordsMax }),
});

const exportAnswer = named(
  'UsageExport',
  '使用记录导出 / An export of usage records',
  z.object({
    exportId: z.string(),
    department: z.string().describe('Whose use of data the records are about'),
    from: day,
    to: day,
    records: count,
    hash: z.string().describe('`sha256-` and the digest of the file'),
    exportedTo: z.string(),
    reason: z.string(),
    by: actedBy,
    exportedAt: dateTime,
  }),
);

export interface UsageExportRoutesOptions {
  readonly store: EventStore;
  readonly db: Kysely<PageReadTables>;
  /** Resolves when the records of reading are complete up to a position. */
  readonly readsUpTo: (position: Position) => Promise<void>;
  readonly grants: GrantView;
  readonly exports: NoticeView;
  /** The departments that are known. */
  readonly departments: () => Promise<readonly string[]>;
  readonly journal: PlatformJournal;
  readonly clock: Clock;
}

/**
 * Usage records as files that a person keeps (政务数据共享条例 art. 29). Each file is recorded, with the digest of its bytes,
 * before it is handed over: whoever has one can show that it is what was exported.
 */
export function mountUsageExportRoutes(app: App, options: UsageExportRoutesOptions): void {
  const { store, db, readsUpTo, grants, exports, departments, journal, clock } = options;

  app.get(
    '/v1/reads/export',
    requires('department', 'officer', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Usage records of a department and a period, as a file of JSON lines 导出使用记录',
      description:
        'For the department itself, for providers as far as their data was read, and for the authority. The oldest ' +
        `first, one record a line, at most ${recordsMax} a file; \`Link\` leads to the next file where there is one. ` +
        'Each file is an event, with the digest that `Repr-Digest` gives.',
      responses: {
        200: textAnswer('JSON lines, each a `Read` as in `GET /v1/reads`.', 'application/x-ndjson'),
      },
    }),
    validated('query', wantedPart),
    async (c) => {
      const { after = '0', limit, ...wanted } = c.req.valid('query');
      const head = await store.head();
      const [register] = await Promise.all([grants.upTo(head), readsUpTo(head)]);
      const providers = new Set<string>();
      for (const { request } of register.grants()) {
        if (request.requester === wanted.department) providers.add(request.provider);
      }
      const on = localDateOf(clock.now());
      // Whoever has read is heard of by that, without a contract, a grant or a key.
      const [read] = await latestReads(db, { of: [wanted.department], before: undefined, limit: 1 });
      const heardOf = [...(await departments()), ...(read ? [read.department] : [])];
      const around = { providers, departments: heardOf, on };
      const exported = permitUsageExport(actorOf(c as never), wanted, around);
      if (wantsHeadOnly(c as never)) return c.body(null, 200, { 'content-type': 'application/x-ndjson' });

      const found = await readsInPeriod(db, {
        department: wanted.department,
        fromMs: startOfDay(wanted.from as LocalDate),
        untilMs: endOfDay(wanted.to as LocalDate),
        after: Number(after),
        upTo: head,
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const open = openReads(page, identityOf(c), register);
      const content = open.map((read) => `${JSON.stringify(read)}\n`).join('');
      const digest = hash('sha256', content, 'buffer');

      const { type, subject, data } = exported({
        records: open.length,
        hash: `sha256-${digest.toString('hex')}`,
      });
      await journal.record(type, { subject, data, correlationId: `usage-${subject}` });

      const { department: of, from, to } = wanted;
      const last = found.length > page.length ? page.at(-1)?.position : undefined;
      return c.body(content, 200, {
        'content-type': 'application/x-ndjson',
        'content-disposition': `attachment; filename="reads-${of}-${from}-${to}-after-${after}.jsonl"`,
        'repr-digest': `sha-256=:${digest.toString('base64')}:`,
        ...(last === undefined ? {} : { link: nextFile({ ...wanted, after: last, limit: String(limit) }) }),
      });
    },
  );

  app.get(
    '/v1/reads/exports',
    requires('department', 'officer', 'auditor', 'operator'),
    describeRoute({
      tags: ['sharing'],
      summary: 'Which usage records were exported, to whom and why, the newest first 导出记录',
      description:
        'Exports of records of yours, and those that you made. The authority and auditors see all.',
      responses: { 200: noticesAnswer('exports', exportAnswer) },
    }),
    validated('query', noticePage),
    async (c) => {
      const { department: own, roles } = identityOf(c);
      const isOverseer = roles.includes('auditor') || roles.includes('operator');
      const notices = (await exports.current()).values();
      const { page, next } = pageOf(notices, c.req.valid('query'), ({ event }) => {
        const { department: of, exportedTo } = event.data as unknown as Exported;
        return isOverseer || of === own || exportedTo === own;
      });
      return c.json({ exports: page.map(sentExport), next });
    },
  );
}

type Exported = DataOf<'sharing.usage-record-exported.v1'>;

function sentExport({ id, event, recordedAt }: RecordedEvent): Answered<typeof exportAnswer> {
  return { exportId: id, ...(event.data as unknown as Exported), exportedAt: instant(recordedAt) };
}

/** RFC 8288 */
function nextFile(query: Readonly<Record<string, string>>): string {
  return `</v1/reads/export?${new URLSearchParams(query)}>; rel="next"`;
}
