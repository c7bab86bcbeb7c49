import { readFileSync } from 'node:fs';
import type { CloudEvent } from '@tongban/cloudevents';
import { sourceParts } from '@tongban/cloudevents';
import type { Json, JsonObject } from '@tongban/kernel';
import { cliErrors } from '../cli-errors.ts';
import { type Command, UsageError } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { clientFor } from '../trial-access.ts';

/** `tongban publish event.json`: one event or an array of them, from a file or from standard input. */
export const publish: Command = {
  name: 'publish',
  argument: '<file | ->',
  words: [1, 1],
  summary: 'Publish CloudEvents from a JSON file: one, or an array 发布事件',
  options: {
    as: { type: 'string', say: 'department; default: the one that the source of the events names' },
    atomic: { type: 'boolean', say: 'accept all events or none' },
    url: { type: 'string', say: 'address of the platform (default http://127.0.0.1:8080)' },
  },
  async run({ options, words, output, env, language }) {
    const events = [readJson(words[0] ?? '-')].flat() as JsonObject[];
    const source = sourceParts(String(events[0]?.source ?? ''))?.department;
    const department = typeof options.as === 'string' ? options.as : source;
    if (department === undefined) {
      throw new UsageError(
        'The events have no source /departments/<department>/<system>: say who publishes with --as',
      );
    }
    const client = clientFor({ url: options.url, env, department });
    const outcomes = await client.sendBatch(events as unknown as CloudEvent[], {
      atomic: options.atomic === true,
    });
    let refused = 0;
    for (const outcome of outcomes) {
      if ('problem' in outcome) {
        refused += 1;
        const { problem, id, index } = outcome;
        output.item(
          {
            index,
            id,
            outcome: outcome.outcome,
            code: problem.code,
            problems: problem.problems as unknown as Json,
          },
          () =>
            [
              `${id}  ${outcome.outcome}  ${problem.code}  ${problem.detail[language]}`,
              ...problem.problems.map(
                ({ pointer, message }) => `    ${pointer || '/'}  ${message[language]}`,
              ),
            ].join('\n'),
        );
      } else {
        const { id, stream, revision, position } = outcome;
        output.item({ ...outcome }, () => `${id}  ${outcome.outcome}  ${stream}@${revision}  #${position}`);
      }
    }
    return refused === 0 ? exitCodes.ok : exitCodes.refused;
  },
};

function readJson(file: string): Json {
  try {
    return JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')) as Json;
  } catch (cause) {
    throw cliErrors.error('E_CLI_FILE', {
      detail: {
        zh: `${file} 无法作为 JSON 读取：${(cause as Error).message}`,
        en: `${file} cannot be read as JSON: ${(cause as Error).message}`,
      },
      cause,
    });
  }
}
