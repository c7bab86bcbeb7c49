import { failed, type Problem, type Result } from '@tongban/kernel';
import type { CloudEvent } from './cloud-event.ts';
import { checkProfile } from './profile.ts';
import type { DecodedEvent } from './raw-event.ts';

/** `checkProfile` for an event out of a codec: the defects of its encoding and of its attributes in one list. */
export function checkEvent({ raw, problems }: DecodedEvent): Result<CloudEvent, readonly Problem[]> {
  if (raw === undefined) return failed(problems);
  const checked = checkProfile(raw);
  if (problems.length === 0) return checked;
  // Where a value could not be read, what the profile says of the remains would only confuse.
  const unread = new Set(problems.map(({ pointer }) => attributeOf(pointer)));
  const others = checked.ok ? [] : checked.failure.filter(({ pointer }) => !unread.has(attributeOf(pointer)));
  return failed([...problems, ...others]);
}

function attributeOf(pointer: string): string {
  const attribute = pointer.split('/')[1] ?? '';
  return attribute === 'data_base64' ? 'data' : attribute;
}
