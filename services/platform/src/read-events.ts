import { readFileSync } from 'node:fs';
import { type JsonObject, type Localized, type Problem, parseJson, type TongbanError } from '@tongban/kernel';
import { cliErrors } from './cli-errors.ts';

/** A file may hold many batches: what is refused is decided for each event, by the platform. */
const bytesMax = 256 * 1024 * 1024;

/**
 * The events in a file, or in standard input for `-`: one JSON object, or an array of them. What two readers could
 * understand differently is refused, so that nothing is published that is not in the file.
 *
 * @throws E_CLI_FILE
 */
export function readEvents(file: string): readonly JsonObject[] {
  const name = file === '-' ? { zh: '标准输入', en: 'standard input' } : { zh: file, en: file };
  const parsed = parseJson(bytesOf(file, name), { bytesMax });
  if (!parsed.ok) {
    throw unreadable({ zh: `${name.zh} 不是有效的 JSON`, en: `${name.en} is no valid JSON` }, parsed.failure);
  }
  const events = [parsed.value].flat();
  if (events.length > 0 && events.every(isObject)) return events;
  throw unreadable({
    zh: `${name.zh} 须是一个事件，或事件的数组，且至少有一个事件`,
    en: `${name.en} has to be an event or an array of events, with at least one`,
  });
}

function bytesOf(file: string, name: Localized): Uint8Array {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (cause) {
    const { message } = cause as Error;
    throw unreadable({ zh: `无法读取 ${name.zh}：${message}`, en: `${name.en} cannot be read: ${message}` });
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(detail: Localized, problems: readonly Problem[] = []): TongbanError {
  return cliErrors.error('E_CLI_FILE', { detail, problems });
}
