import { join } from 'node:path';

/** The agreements of the departments: the baseline that every service shares. */
export const contractsFolder: string = join(import.meta.dirname, '../../../contracts');
