import type { DepartmentSystem } from '../department-system.ts';
import { arrearsFields, onSeizure, seizureNeed } from '../seizure.ts';
import { onRegistration, registeredAddressFields, startUpNeed } from '../start-up.ts';
import { openElectricity } from './open-accounts.ts';
import { reportMeterArrears } from './report-meter-arrears.ts';

/** Utilities: the accounts of electricity, water and gas. */
export const utilitiesSystem: DepartmentSystem = {
  department: 'utilities',
  system: 'customer-accounts',
  needs: [
    startUpNeed({
      fields: ['/name', ...registeredAddressFields, '/phone'],
      basis: 'sh-data-2',
      legalBasis: [{ source: '上海市优化营商环境条例', article: '第五十二条' }],
      necessity: [{ pointer: '/phone', reason: '上门装表须预约联系' }],
      text: '主动办理用电开户',
    }),
    seizureNeed({
      fields: arrearsFields,
      basis: 'sh-data-2',
      legalBasis: [{ source: '民事诉讼法', article: '第二百五十三条' }],
      text: '向执行法院告知用能欠费',
    }),
  ],
  reactions: [onRegistration({ answer: openElectricity }), onSeizure({ answer: reportMeterArrears })],
};
