import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** Why a request or a record is no event at all, and why a key is no key. */
export const cloudEventErrors: ErrorTable<
  'E_EVENT_CONTENT_TYPE' | 'E_EVENT_UNREADABLE' | 'E_SIGNING_KEY_UNUSABLE'
> = defineErrors({
  E_EVENT_CONTENT_TYPE: {
    status: 415,
    title: { zh: '内容类型不是 CloudEvents', en: 'The content type is not that of a CloudEvent' },
  },
  E_EVENT_UNREADABLE: {
    status: 400,
    title: { zh: '无法读取请求中的事件', en: 'The event in the request cannot be read' },
  },
  E_SIGNING_KEY_UNUSABLE: {
    status: 422,
    title: { zh: '该签名密钥无法使用', en: 'This signing key cannot be used' },
  },
});
