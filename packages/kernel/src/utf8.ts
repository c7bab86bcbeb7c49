import type { Problem } from './problem.ts';
import { failed, ok, type Result } from './result.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes. Nothing is repaired: invalid UTF-8 is a problem that names the first bad byte; a BOM stays. */
export function decodeUtf8(bytes: Uint8Array): Result<string, Problem> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    const offset = firstInvalidByte(bytes);
    return failed({
      pointer: '',
      rule: 'utf-8',
      expected: 'UTF-8',
      message: {
        zh: `第 ${offset + 1} 个字节处不是有效的 UTF-8 编码，请以 UTF-8（而非 GBK 等）发送`,
        en: `not UTF-8 at byte ${offset + 1}; send UTF-8, not GBK or another encoding`,
      },
    });
  }
}

/** Index of the byte at which decoding fails, by halving: a prefix decodes exactly if the defect is behind it. */
function firstInvalidByte(bytes: Uint8Array): number {
  let sound = 0;
  let unsound = bytes.length + 1;
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >>> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle))) sound = middle;
    else unsound = middle;
  }
  return Math.min(sound, bytes.length - 1);
}

function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    // A fresh decoder: streaming keeps state in it.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
