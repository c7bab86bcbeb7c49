/**
 * Texts of events in one piece of memory of their own: for the way to another thread, to which it is handed over and not
 * copied. Whoever joins them notes their lengths.
 */
export function joinedTexts(texts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const text of texts) length += text.length;
  // Every byte is written below: to have zeros in their places first is a pass over some megabytes.
  const joined = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const text of texts) {
    joined.set(text, at);
    at += text.length;
  }
  return joined;
}

/** Cuts joined texts apart: each call gives the next one, of which the length is known. */
export function textsIn(joined: Uint8Array): (length: number) => Uint8Array {
  let end = 0;
  return (length) => {
    const begin = end;
    end += length;
    return joined.subarray(begin, end);
  };
}
