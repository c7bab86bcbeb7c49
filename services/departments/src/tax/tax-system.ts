import type { DepartmentSystem } from '../department-system.ts';
import { arrearsFields, onSeizure, seizureNeed } from '../seizure.ts';
import { onRegistration, registeredAddressFields, startUpNeed } from '../start-up.ts';
import { confirmTaxpayer } from './confirm-taxpayer.ts';
import { reportTaxArrears } from './report-tax-arrears.ts';

/** The tax department: its register of taxpayers, and what they owe. */
export const taxSystem: DepartmentSystem = {
  department: 'tax',
  system: 'taxpayer-register',
  signs: true,
  needs: [
    startUpNeed({
      fields: ['/name', '/kind', ...registeredAddressFields, '/registeredCapitalFen', '/registeredOn'],
      basis: 'order-809',
      legalBasis: [{ source: '税收征收管理法', article: '第十五条' }],
      text: '办理税务登记',
    }),
    seizureNeed({
      fields: arrearsFields,
      basis: 'order-809',
      legalBasis: [{ source: '税收征收管理法', article: '第四十五条' }],
      text: '向执行法院告知欠税',
    }),
  ],
  reactions: [onRegistration({ answer: confirmTaxpayer }), onSeizure({ answer: reportTaxArrears })],
};
