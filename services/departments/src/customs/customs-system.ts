import type { DepartmentSystem } from '../department-system.ts';
import { onRegistration, registeredAddressFields, startUpNeed } from '../start-up.ts';
import { registerDeclarant } from './register-declarant.ts';

/** Customs: the register of declarants. */
export const customsSystem: DepartmentSystem = {
  department: 'customs',
  system: 'declarant-register',
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/importExport'],
      basis: 'order-809',
      legalBasis: [{ source: '海关法', article: '第十一条' }],
      text: '办理报关单位备案',
    }),
  ],
  reactions: [onRegistration({ answer: registerDeclarant })],
};
