/**
 * The texts of many events in one piece of memory of their own: for the way to another thread, to which it is handed
 * over and not copied. Whoever joins them notes their lengths.
 */
export function joinedTexts(events: readonly { readonly bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const { bytes } of events) length += bytes.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const { bytes } of events) {
    joined.set(bytes, at);
    at += bytes.length;
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
