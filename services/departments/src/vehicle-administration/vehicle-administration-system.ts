import type { DepartmentSystem } from '../department-system.ts';
import { cancelledSeal } from '../seal-entry.ts';
import { onSeizure, sealFields, seizureNeed } from '../seizure.ts';
import { sealVehicles } from './seal-vehicles.ts';

/** The register of vehicles. */
export const vehicleAdministrationSystem: DepartmentSystem = {
  department: 'vehicle-administration',
  system: 'vehicle-register',
  needs: [
    seizureNeed({
      fields: sealFields,
      basis: 'order-809',
      legalBasis: [
        {
          source: '最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定（2020年修正）',
          article: '第七条',
        },
      ],
      text: '办理机动车查封登记',
    }),
  ],
  reactions: [
    onSeizure({ answer: sealVehicles, end: cancelledSeal('vehicle-administration.seal-cancelled.v1') }),
  ],
};
