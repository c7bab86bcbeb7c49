import type { DepartmentSystem } from '../department-system.ts';

/** The register of vehicles. */
export const vehicleAdministrationSystem: DepartmentSystem = {
  department: 'vehicle-administration',
  system: 'vehicle-register',
  needs: [],
  reactions: [],
};
