import type { DepartmentSystem, Need } from '../department-system.ts';
import { onRegistration, registeredAddressFields, startUpNeed } from '../start-up.ts';
import { nextServiceAddress, recordServiceAddress } from './record-service-address.ts';

/** The courts: they record addresses for service, order seizures, and receive what was sealed and what else is owed. */
export const courtsSystem: DepartmentSystem = {
  department: 'courts',
  system: 'service-addresses',
  signs: true,
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/legalRepresentative/name'],
      basis: 'by-reference-43',
      legalBasis: [{ source: '上海市优化营商环境条例', article: '第八十四条' }],
      necessity: [{ pointer: '/legalRepresentative/name', reason: '送达须写明法定代表人' }],
      text: '确定司法送达地址',
    }),
    ...['property-registry.seal-entered.v1', 'vehicle-administration.seal-entered.v1'].map((type) =>
      enforcementNeed(type, ['/sealId', '/kind', '/position', '/documentNumber', '/caseNumber', '/until']),
    ),
    ...['property-registry.seal-cancelled.v1', 'vehicle-administration.seal-cancelled.v1'].map((type) =>
      enforcementNeed(type, ['/sealId', '/reason', '/cancelledAt']),
    ),
    enforcementNeed('tax.arrears-recorded.v1', [
      '/assessmentNumber',
      '/taxType',
      '/amountFen',
      '/lateFeeFen',
    ]),
    enforcementNeed('tax.clearance-issued.v1', ['/certificateNumber', '/kind', '/issuedOn']),
    enforcementNeed('utilities.arrears-recorded.v1', [
      '/accountNumber',
      '/service',
      '/amountFen',
      '/lateFeeFen',
    ]),
    enforcementNeed('utilities.meter-read.v2', ['/meterId', '/readOn', '/reading/value', '/reading/unit']),
  ],
  reactions: [onRegistration({ answer: recordServiceAddress, next: nextServiceAddress })],
};

/** What a court asks of those who answer its orders (民事诉讼法 art. 253: who is asked to assist must assist). */
function enforcementNeed(type: string, fields: readonly string[]): Need {
  return {
    type,
    fields,
    purpose: { code: 'assist-enforcement', text: '掌握被执行人财产查控和欠缴情况' },
    scenario: '协助执行查封',
    basis: 'cpl',
    legalBasis: [{ source: '民事诉讼法', article: '第二百五十三条' }],
  };
}
