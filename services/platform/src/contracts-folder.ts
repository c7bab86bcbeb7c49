import { join } from 'node:path';

/** The agreements come with the checkout. */
export const contractsFolder: string = join(import.meta.dirname, '../../../contracts');
