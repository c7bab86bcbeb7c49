import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals and failures of every event store. */
export const storeErrors: ErrorTable<
  | 'E_STORE_ARGUMENT'
  | 'E_STORE_REVISION_CONFLICT'
  | 'E_EVENT_ID_REUSED'
  | 'E_STORE_UNSUPPORTED'
  | 'E_STORE_CLOSED'
  | 'E_STORE_UNAVAILABLE'
  | 'E_STORE_FULL'
  | 'E_STORE_READ_ONLY'
  | 'E_STORE_LOCKED'
  | 'E_STORE_FOLDER_UNUSABLE'
  | 'E_STORE_FILE_DAMAGED'
  | 'E_STORE_FILE_NEWER'
> = defineErrors({
  E_STORE_ARGUMENT: {
    status: 400,
    title: { zh: '对事件库的请求超出允许范围', en: 'The request to the event store is out of bounds' },
  },
  E_STORE_REVISION_CONFLICT: {
    status: 409,
    retryable: true,
    title: { zh: '流的版本与预期不符', en: 'The stream is not at the expected revision' },
  },
  E_EVENT_ID_REUSED: {
    status: 409,
    title: {
      zh: '该事件编号已用于内容不同的事件',
      en: 'This event id was already used for an event with other content',
    },
  },
  E_STORE_UNSUPPORTED: {
    status: 501,
    title: { zh: '事件库不支持该操作', en: 'The event store cannot do this' },
  },
  E_STORE_CLOSED: {
    status: 503,
    retryable: true,
    title: { zh: '事件库已关闭', en: 'The event store is closed' },
  },
  E_STORE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    title: { zh: '事件库暂不可用', en: 'The event store is unavailable' },
  },
  E_STORE_FULL: {
    status: 507,
    retryable: true,
    title: { zh: '磁盘空间不足，未接收事件', en: 'The disk is full; the event was not accepted' },
  },
  E_STORE_READ_ONLY: {
    status: 503,
    retryable: true,
    title: {
      zh: '数据目录不可写，未接收事件',
      en: 'The data folder cannot be written; the event was not accepted',
    },
  },
  E_STORE_LOCKED: {
    status: 503,
    title: { zh: '数据目录正被另一进程使用', en: 'Another process uses this data folder' },
  },
  E_STORE_FOLDER_UNUSABLE: {
    status: 503,
    title: { zh: '无法使用数据目录', en: 'The data folder cannot be used' },
  },
  E_STORE_FILE_DAMAGED: {
    status: 503,
    title: { zh: '事件库文件已损坏或不是事件库', en: 'The file is damaged or is not an event store' },
  },
  E_STORE_FILE_NEWER: {
    status: 503,
    title: { zh: '事件库文件由更新的版本写成', en: 'A newer version has written this event store' },
  },
});
