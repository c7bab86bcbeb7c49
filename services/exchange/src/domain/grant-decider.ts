import type { HolidayTable } from '@tongban/calendar';
import { offeredTo, requestProblems } from './access-request.ts';
import { actedBy, speaksFor } from './actor.ts';
import type { Decider } from './decider.ts';
import { domainEvent } from './domain-event.ts';
import { sharingErrors } from './errors.ts';
import { mergeFields } from './field-pointer.ts';
import { evolveGrant, type Grant, type GrantEvent } from './grant.ts';
import type { GrantCommand, GrantCommandOf } from './grant-command.ts';
import { coordinate, decideDispute, dispute } from './grant-dispute.ts';
import { agree, extendReply, listMissing, noteOverdue, refuse, supplement } from './grant-reply.ts';
import {
  consentOnward,
  dispose,
  endPurpose,
  provision,
  reportExcess,
  restore,
  suspend,
  terminate,
} from './grant-service.ts';
import type { SharingRules } from './sharing-rule.ts';

/** The rules of one grant: who may do what in which state (政务数据共享条例 art. 20–28). */
export function grantDecider(
  rules: SharingRules,
  holidays: HolidayTable,
): Decider<Grant | undefined, GrantCommand, GrantEvent> {
  return {
    initialState: undefined,
    decide: (grant, command) =>
      command.kind === 'request' ? request(grant, command, rules) : act(grant, command, rules, holidays),
    evolve: evolveGrant,
  };
}

function request(
  grant: Grant | undefined,
  command: GrantCommandOf<'request'>,
  rules: SharingRules,
): readonly GrantEvent[] {
  const { actor, on, grantId } = command;
  if (grant) throw sharingErrors.error('E_GRANT_EXISTS', { facts: { grantId } });
  const requester = actor.department;
  if (!speaksFor(actor, requester)) throw sharingErrors.error('E_GRANT_NOT_REQUESTER');
  const { item, version, sharingClass } = offeredTo(requester, command.item, command.request.type);
  const problems = requestProblems({ request: command.request, requester, on, item, rules });
  if (problems.length > 0) throw sharingErrors.error('E_GRANT_REQUEST_INVALID', { problems });
  return [
    domainEvent('sharing.access-requested.v1', grantId, {
      ...command.request,
      storageRegion: 'CN',
      fields: mergeFields(command.request.fields),
      grantId,
      requester,
      provider: item.provider,
      itemVersion: version,
      sharingClass,
      receivedOn: on,
      by: actedBy(actor),
    }),
  ];
}

function act(
  grant: Grant | undefined,
  command: Exclude<GrantCommand, { readonly kind: 'request' }>,
  rules: SharingRules,
  holidays: HolidayTable,
): readonly GrantEvent[] {
  if (!grant) throw sharingErrors.error('E_GRANT_NOT_REQUESTED');
  switch (command.kind) {
    case 'list-missing':
      return [listMissing(grant, command, rules, holidays)];
    case 'supplement':
      return [supplement(grant, command)];
    case 'extend-reply':
      return [extendReply(grant, command, rules, holidays)];
    case 'note-overdue':
      return [noteOverdue(grant, command)];
    case 'agree':
      return [agree(grant, command)];
    case 'refuse':
      return [refuse(grant, command, rules, holidays)];
    case 'provision':
      return [provision(grant, command)];
    case 'suspend':
      return [suspend(grant, command)];
    case 'report-excess':
      return reportExcess(grant, command);
    case 'restore':
      return [restore(grant, command)];
    case 'terminate':
      return [terminate(grant, command)];
    case 'end-purpose':
      return [endPurpose(grant, command)];
    case 'dispose':
      return [dispose(grant, command)];
    case 'consent-onward':
      return [consentOnward(grant, command)];
    case 'dispute':
      return [dispute(grant, command)];
    case 'coordinate':
      return [coordinate(grant, command)];
    case 'decide-dispute':
      return [decideDispute(grant, command)];
  }
}
