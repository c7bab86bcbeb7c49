export * from './errors.ts';
export * from './make-folder.ts';
