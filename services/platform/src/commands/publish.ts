import type { BatchOutcome } from '@tongban/client';
import { type CloudEvent, sourceParts } from '@tongban/cloudevents';
import type { Json, JsonObject, Language } from '@tongban/kernel';
import { usageError } from '../cli-errors.ts';
import { type CodeWords, wordFor } from '../code-words.ts';
import { type Command, urlOption } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readEvents } from '../read-events.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban publish event.json`: one event or an array of them, from a file or from standard input. */
export const publish: Command = {
  name: 'publish',
  argument: { zh: '<文件 | ->', en: '<file | ->' },
  words: [1, 1],
  summary: {
    zh: '从 JSON 文件发布 CloudEvents：一个事件，或事件的数组',
    en: 'Publish CloudEvents from a JSON file: one, or an array',
  },
  options: {
    as: {
      type: 'string',
      say: {
        zh: '发布部门（默认为事件 source 所指部门）',
        en: 'department (default: the one that the source of the events names)',
      },
    },
    atomic: {
      type: 'boolean',
      say: {
        zh: '全部接收或全部不接收（默认逐个接收）',
        en: 'accept all events or none (default: each by itself)',
      },
    },
    url: urlOption,
  },
  async run(invocation) {
    const { options, words, output, language } = invocation;
    const events = readEvents(words[0] ?? '-');
    const department = typeof options.as === 'string' ? options.as : publisherOf(events);
    const client = await clientFor(invocation, { department });
    const outcomes = await client.sendBatch(events as unknown as readonly CloudEvent[], {
      atomic: options.atomic === true,
    });
    for (const outcome of outcomes) tell(outcome, output, language);
    return exitCodeFor(outcomes);
  },
};

const outcomeWords: CodeWords = {
  appended: '已记录',
  'already-appended': '此前已记录',
  refused: '未接收',
  unconfirmed: '未确认',
};

function publisherOf([first]: readonly JsonObject[]): string {
  const department = sourceParts(String(first?.source ?? ''))?.department;
  if (department !== undefined) return department;
  throw usageError({
    zh: '事件没有 /departments/<部门>/<系统> 形式的 source：请以 --as 指明发布部门',
    en: 'The events have no source /departments/<department>/<system>: say who publishes with --as',
  });
}

function tell(outcome: BatchOutcome, output: Output, language: Language): void {
  if (!('problem' in outcome)) {
    const { id, stream, revision, position } = outcome;
    output.item(
      { ...outcome },
      () => `${id}  ${wordFor(outcome.outcome, outcomeWords, language)}  ${stream}@${revision}  #${position}`,
    );
    return;
  }
  const { index, id, event, problem } = outcome;
  const { code, detail, problems } = problem;
  const told = {
    index,
    id,
    source: event.source,
    outcome: outcome.outcome,
    code,
    detail: { ...detail },
    problems: problems as unknown as Json,
  };
  output.item(told, () =>
    [
      `${id}  ${wordFor(outcome.outcome, outcomeWords, language)}  ${code}  ${detail[language]}`,
      ...problems.map(({ pointer, message }) => `    ${pointer || '/'}  ${message[language]}`),
    ].join('\n'),
  );
}

/** Not to know is worse than to know of a refusal. */
function exitCodeFor(outcomes: readonly BatchOutcome[]): ExitCode {
  const all = new Set(outcomes.map(({ outcome }) => outcome));
  if (all.has('unconfirmed')) return exitCodes.unreachable;
  return all.has('refused') ? exitCodes.refused : exitCodes.ok;
}
