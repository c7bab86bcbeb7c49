import type { LogDestination } from './logger.ts';

/** A destination that turns JSON lines into `12:00:00.000 warn  exchange  Sentence.  fact=value`. */
export function prettyLines(destination: LogDestination): LogDestination {
  return { write: (line) => destination.write(prettyLine(line)) };
}

function prettyLine(line: string): string {
  const { level, time, name, message, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const head = `${String(time).slice(11, 23)} ${String(level).padEnd(5)} ${String(name)}  ${String(message)}`;
  const tail = Object.entries(facts).map(([fact, value]) => `  ${fact}=${prettyValue(value)}`);
  return `${head}${tail.join('')}\n`;
}

function prettyValue(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'stack' in value) return String(value.stack);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
