import type { DepartmentSystem } from '../department-system.ts';

/** The business register of market regulation. Registrations come from its own counter: see `city-life.ts`. */
export const marketRegulationSystem: DepartmentSystem = {
  department: 'market-regulation',
  system: 'business-register',
  needs: [
    {
      type: 'tax.taxpayer-registered.v1',
      fields: ['/taxpayerKind', '/registeredOn', '/authority'],
      purpose: { code: 'start-up', text: '向企业告知开办进度' },
      scenario: '开办企业一件事',
      basis: 'order-809',
      legalBasis: [{ source: '上海市优化营商环境条例', article: '第三十一条' }],
    },
  ],
  reactions: [],
};
