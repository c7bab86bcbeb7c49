import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** What keeps a folder from being used. */
export const folderErrors: ErrorTable<'E_FOLDER_UNUSABLE'> = defineErrors({
  E_FOLDER_UNUSABLE: {
    status: 503,
    title: { zh: '无法建立目录', en: 'A folder cannot be made' },
  },
});
