import type { Problem } from '@tongban/kernel';
import { actedBy, speaksFor } from './actor.ts';
import { problem, requireReason, statusError } from './directory-guards.ts';
import type { DirectoryCommandOf, DirectoryEntry, DirectoryEvent } from './directory-item.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { ownerProblems } from './item-problems.ts';
import { unknownDepartmentProblems } from './known-department.ts';

/** 上海市数据条例 art. 39: who needs what the directory does not list asks that its provider adds it. */
export function requestAddition(
  entry: DirectoryEntry,
  command: DirectoryCommandOf<'request-addition'>,
): DirectoryEvent {
  const { actor, on, type, provider, departments, need } = command;
  const requester = actor.department;
  if (!speaksFor(actor, requester)) throw sharingErrors.error('E_DIRECTORY_NOT_A_DEPARTMENT');
  const problems = [
    ...ownerProblems(type, provider),
    ...unknownDepartmentProblems('/provider', provider, departments),
    ...(provider === requester ? [ownAddition()] : []),
  ];
  if (problems.length > 0) throw sharingErrors.error('E_DIRECTORY_ITEM_INVALID', { problems });
  requireReason(need);
  if (entry.published) {
    throw statusError(
      `${type} 已在目录中，无需请求补充；请提出共享申请：POST /v1/grants`,
      `${type} is listed, and needs no addition: ask for access with POST /v1/grants`,
    );
  }
  if (entry.isAdditionRequested) {
    throw statusError(`${type} 的补充已有部门请求，尚未办结`, `The addition of ${type} was asked for before`);
  }
  return domainEvent('sharing.directory-addition-requested.v1', type, {
    type,
    provider,
    requester,
    version: entry.lastVersion + 1,
    need,
    receivedOn: on,
    by: actedBy(actor),
  });
}

function ownAddition(): Problem {
  return problem(
    '/provider',
    'other-department',
    '本部门的数据请直接提交目录项（submit）',
    'Data of your own is not asked for: submit the item',
  );
}
