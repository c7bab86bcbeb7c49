import type { DepartmentSystem } from '../department-system.ts';

/** The register of real estate. */
export const propertyRegistrySystem: DepartmentSystem = {
  department: 'property-registry',
  system: 'title-register',
  needs: [],
  reactions: [],
};
