import type { DepartmentSystem } from '../department-system.ts';
import { cancelledSeal } from '../seal-entry.ts';
import { onSeizure, sealFields, seizureNeed } from '../seizure.ts';
import { sealRealEstate } from './seal-real-estate.ts';

/** The register of real estate. */
export const propertyRegistrySystem: DepartmentSystem = {
  department: 'property-registry',
  system: 'title-register',
  needs: [
    seizureNeed({
      fields: sealFields,
      basis: 'order-809',
      legalBasis: [{ source: '上海市不动产登记若干规定', article: '第三十三条' }],
      text: '办理不动产查封登记',
    }),
  ],
  reactions: [
    onSeizure({ answer: sealRealEstate, end: cancelledSeal('property-registry.seal-cancelled.v1') }),
  ],
};
