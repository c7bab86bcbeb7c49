import { courtsSystem } from './courts/courts-system.ts';
import { customsSystem } from './customs/customs-system.ts';
import type { DepartmentSystem } from './department-system.ts';
import { marketRegulationSystem } from './market-regulation/market-regulation-system.ts';
import { propertyRegistrySystem } from './property-registry/property-registry-system.ts';
import { taxSystem } from './tax/tax-system.ts';
import { utilitiesSystem } from './utilities/utilities-system.ts';
import { vehicleAdministrationSystem } from './vehicle-administration/vehicle-administration-system.ts';

/** The reference systems of the seven departments. */
export const departmentSystems: readonly DepartmentSystem[] = [
  marketRegulationSystem,
  taxSystem,
  courtsSystem,
  customsSystem,
  utilitiesSystem,
  propertyRegistrySystem,
  vehicleAdministrationSystem,
];

/** The operator of the platform: the authority of sharing 数据共享主管部门. */
export const authority = 'platform';

/** All who take part, the authority included. */
export const departmentNames: readonly string[] = [
  ...departmentSystems.map(({ department }) => department),
  authority,
];
