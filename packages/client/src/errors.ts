import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** What fails in the client itself. Refusals of the platform keep the code that the platform gave them. */
export const clientErrors: ErrorTable<
  | 'E_CLIENT_OPTIONS'
  | 'E_CLIENT_TOKEN'
  | 'E_CLIENT_UNREACHABLE'
  | 'E_CLIENT_TIMEOUT'
  | 'E_CLIENT_ANSWER'
  | 'E_CLIENT_GAVE_UP'
  | 'E_CLIENT_CANCELLED'
  | 'E_CLIENT_EVENT'
  | 'E_CLIENT_BATCH'
  | 'E_CLIENT_HANDLER'
  | 'E_CLIENT_CURSOR'
  | 'E_CLIENT_CURSOR_NOT_KEPT'
> = defineErrors({
  E_CLIENT_OPTIONS: {
    status: 422,
    title: { zh: '客户端的设置有误', en: 'The options of the client are wrong' },
  },
  E_CLIENT_TOKEN: {
    status: 503,
    retryable: true,
    title: { zh: '无法取得访问令牌：token 函数失败', en: 'No access token: the token function failed' },
  },
  E_CLIENT_UNREACHABLE: {
    status: 503,
    retryable: true,
    title: { zh: '无法连接平台', en: 'The platform cannot be reached' },
  },
  E_CLIENT_TIMEOUT: {
    status: 504,
    retryable: true,
    title: { zh: '平台未在时限内答复', en: 'The platform did not answer in time' },
  },
  E_CLIENT_ANSWER: {
    status: 502,
    retryable: true,
    title: { zh: '收到的答复不是平台的答复', en: 'The answer is not one of the platform' },
  },
  E_CLIENT_GAVE_UP: {
    status: 503,
    retryable: true,
    title: { zh: '多次重试后放弃', en: 'Gave up after several attempts' },
  },
  E_CLIENT_CANCELLED: {
    status: 499,
    retryable: true,
    title: { zh: '已由调用方取消', en: 'Cancelled by the caller' },
  },
  E_CLIENT_EVENT: {
    status: 422,
    title: { zh: '该事件无法发送', en: 'The event cannot be sent' },
  },
  E_CLIENT_BATCH: {
    status: 413,
    title: { zh: '原子批次超出上限', en: 'The atomic batch is beyond the limits' },
  },
  E_CLIENT_HANDLER: {
    status: 500,
    title: { zh: '事件处理失败，接收已停止', en: 'Handling an event failed and the subscription stopped' },
  },
  E_CLIENT_CURSOR: {
    status: 500,
    title: { zh: '保存的游标无法使用', en: 'The cursor that was kept cannot be used' },
  },
  E_CLIENT_CURSOR_NOT_KEPT: {
    status: 500,
    title: { zh: '无法保存游标，接收已停止', en: 'The cursor cannot be kept and the subscription stopped' },
  },
});
