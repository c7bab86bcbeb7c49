import type { OpenApiDocument } from '../open-api.ts';
import { type DescribedContent, describedAnswers, type Node } from './described-answers.ts';

/**
 * What an OpenAPI document leaves unsaid about answers of success: operations without one, content without a schema, and
 * objects that take any member without saying so. Empty where it says everything.
 *
 * @throws Error where a schema says what Ajv, being strict, does not understand
 */
export function answerGaps(document: OpenApiDocument): readonly string[] {
  const { operations, components } = describedAnswers(document);
  const gaps: string[] = [];
  for (const { method, path, statuses, answer } of operations) {
    const successes = statuses.filter((status) => status.startsWith('2'));
    if (successes.length === 0) gaps.push(`${method} ${path}: no answer of success`);
    for (const status of successes) {
      gaps.push(...gapsOf(`${method} ${path} ${status}`, status, answer(status) as DescribedContent));
    }
  }
  for (const [name, schema] of Object.entries(components)) gaps.push(...openObjects(name, schema));
  return gaps;
}

function gapsOf(name: string, status: string, content: DescribedContent): readonly string[] {
  const { contentTypes } = content;
  // 204 and 205 have none.
  if (contentTypes.length === 0) return /^20[45]$/.test(status) ? [] : [`${name}: no content`];
  return contentTypes.flatMap((contentType) => {
    if (content.validator(contentType) === undefined) return [`${name}: ${contentType} has no schema`];
    return openObjects(name, content.schema(contentType));
  });
}

/** Places of a schema at which an object takes whatever is not named. */
function openObjects(place: string, schema: Node): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const isOpen = schema.type === 'object' && schema.additionalProperties === undefined;
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    ...(isOpen ? [`${place}: takes any member`] : []),
    ...Object.entries<Node>(properties).flatMap(([name, inner]) => openObjects(`${place}/${name}`, inner)),
    ...[items, additionalProperties, ...anyOf, ...oneOf, ...allOf].flatMap((inner) =>
      openObjects(place, inner),
    ),
  ];
}
