import type { FeedItem } from './feed-item.ts';

/** What the platform sends whoever was handed an event that is wrong: which it is, and which one is right. */
export const correctionType = 'sharing.correction-delivered.v1';

export interface HandlerChoice<Handler> {
  readonly types: readonly string[] | undefined;
  readonly handle: Handler;
  readonly handleCorrection: Handler | undefined;
  /** Told of a correction of a type that is asked for, which no handler is for. */
  readonly onUnheard: (item: FeedItem) => void;
}

/** Who handles an item; undefined where nobody does and the cursor passes it. */
export function handlerChoice<Handler>(
  choice: HandlerChoice<Handler>,
): (item: FeedItem) => Handler | undefined {
  const { types, handle, handleCorrection, onUnheard } = choice;
  const named = types && new Set(types);
  return (item) => {
    const { type, data } = item.event;
    const isNamed = named === undefined || named.has(type);
    if (type !== correctionType) return isNamed ? handle : undefined;
    const corrected = (data as { readonly type?: unknown } | undefined)?.type;
    const isWanted = isNamed || (typeof corrected === 'string' && named.has(corrected));
    if (!isWanted) return undefined;
    if (handleCorrection !== undefined) return handleCorrection;
    if (isNamed) return handle;
    onUnheard(item);
    return undefined;
  };
}
