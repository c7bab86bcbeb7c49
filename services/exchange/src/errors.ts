import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals of the exchange. Each says what was wrong and what to do next. */
export const exchangeErrors: ErrorTable<
  | 'E_EVENT_INVALID'
  | 'E_EVENT_TOO_LARGE'
  | 'E_EVENT_TYPE_UNKNOWN'
  | 'E_NOT_THE_OWNER'
  | 'E_SIGNATURE_REQUIRED'
  | 'E_SIGNATURE_KEY_UNKNOWN'
  | 'E_SIGNATURE_KEY_REVOKED'
  | 'E_SIGNATURE_WRONG'
  | 'E_BATCH_TOO_LARGE'
  | 'E_BATCH_REFUSED'
  | 'E_BATCH_EMPTY'
  | 'E_CURSOR_MALFORMED'
  | 'E_CURSOR_FOREIGN'
  | 'E_CURSOR_FUTURE'
  | 'E_EVENT_NOT_FOUND'
  | 'E_GRANT_NOT_FOUND'
  | 'E_INCIDENT_NOT_FOUND'
  | 'E_SOURCE_NOT_FOUND'
  | 'E_CONTRACT_NOT_FOUND'
  | 'E_CONTRACT_REFUSED'
  | 'E_CONTRACT_INCOMPATIBLE'
  | 'E_CONTRACT_INVALID'
  | 'E_WEBHOOK_NOT_FOUND'
  | 'E_WEBHOOK_ADDRESS'
  | 'E_WEBHOOK_DELIVERY'
  | 'E_WEBHOOK_SECRET_MISSING'
  | 'E_WEBHOOK_NOT_RUNNING'
> = defineErrors({
  E_EVENT_INVALID: {
    status: 422,
    title: {
      zh: '事件不符合要求，逐项列于 problems',
      en: 'The event breaks rules; every one is listed in problems',
    },
  },
  E_EVENT_TOO_LARGE: {
    status: 413,
    title: { zh: '事件过大', en: 'The event is too large' },
  },
  E_EVENT_TYPE_UNKNOWN: {
    status: 422,
    title: { zh: '没有该事件类型的数据契约', en: 'There is no contract for this event type' },
  },
  E_NOT_THE_OWNER: {
    status: 403,
    title: {
      zh: '只有事件类型所属部门可以发布该事件',
      en: 'Only the department that owns the event type may publish it',
    },
  },
  E_SIGNATURE_REQUIRED: {
    status: 422,
    title: { zh: '该契约要求签名', en: 'The contract requires a signature' },
  },
  E_SIGNATURE_KEY_UNKNOWN: {
    status: 422,
    title: { zh: '签名密钥未由本部门登记', en: 'The signing key is not registered by this department' },
  },
  E_SIGNATURE_KEY_REVOKED: {
    status: 422,
    title: {
      zh: '签名密钥在事件发生时已失效或尚未生效',
      en: 'The signing key was not in force at the time of the event',
    },
  },
  E_SIGNATURE_WRONG: {
    status: 422,
    title: { zh: '签名与事件内容不符', en: 'The signature does not match the event' },
  },
  E_BATCH_TOO_LARGE: {
    status: 413,
    title: { zh: '一批事件过多', en: 'Too many events in one batch' },
  },
  E_BATCH_REFUSED: {
    status: 422,
    title: {
      zh: '整批未接收：其中有事件不符合要求',
      en: 'Nothing of the batch was accepted: some of its events break rules',
    },
  },
  E_BATCH_EMPTY: {
    status: 400,
    title: { zh: '批次中没有事件', en: 'The batch has no events' },
    next: { zh: '请至少发送一个事件。', en: 'Send at least one event.' },
  },
  E_CURSOR_MALFORMED: {
    status: 400,
    title: { zh: '游标格式不正确', en: 'The cursor is malformed' },
  },
  E_CURSOR_FOREIGN: {
    status: 403,
    title: { zh: '这是其他部门的游标', en: 'This is the cursor of another department' },
  },
  E_CURSOR_FUTURE: {
    status: 400,
    title: { zh: '游标超过了现有的最后一个事件', en: 'The cursor is beyond the last event there is' },
  },
  E_EVENT_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该事件', en: 'There is no such event' },
  },
  E_GRANT_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该授权', en: 'There is no such grant' },
    next: { zh: '请核对编号；GET /v1/grants 列出全部授权。', en: 'Check the id; GET /v1/grants lists all.' },
  },
  E_INCIDENT_NOT_FOUND: {
    status: 404,
    title: {
      zh: '没有该安全事件，或与您的部门无关',
      en: 'There is no such incident, or it does not concern your department',
    },
    next: {
      zh: '请核对编号；GET /v1/incidents 列出与本部门有关的安全事件。',
      en: 'Check the id: GET /v1/incidents has those that concern you.',
    },
  },
  E_SOURCE_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该数据项', en: 'There is no such datum' },
  },
  E_CONTRACT_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该数据契约', en: 'There is no such contract' },
  },
  E_CONTRACT_REFUSED: {
    status: 422,
    title: {
      zh: '该版本的数据契约已登记，但不符合现行契约规范',
      en: 'This version of the contract is registered, but breaks the contract profile of today',
    },
  },
  E_CONTRACT_INCOMPATIBLE: {
    status: 409,
    title: {
      zh: '新版本与已发布版本不兼容',
      en: 'The proposed version is not compatible with the released ones',
    },
  },
  E_CONTRACT_INVALID: {
    status: 422,
    title: { zh: '数据契约不符合规范', en: 'The contract breaks the contract profile' },
  },
  E_WEBHOOK_NOT_FOUND: {
    status: 404,
    title: { zh: '没有该推送地址', en: 'There is no such webhook' },
    next: {
      zh: '请核对编号；GET /v1/webhooks 列出本部门的推送地址。',
      en: 'Check the id; GET /v1/webhooks lists those of your department.',
    },
  },
  E_WEBHOOK_ADDRESS: {
    status: 422,
    title: { zh: '不允许推送到该地址', en: 'Webhooks may not be sent to this address' },
  },
  E_WEBHOOK_DELIVERY: {
    status: 502,
    retryable: true,
    title: { zh: '推送未被接收方接受', en: 'The receiver of the webhook did not accept the event' },
  },
  E_WEBHOOK_SECRET_MISSING: {
    status: 503,
    retryable: true,
    title: {
      zh: '推送地址的密钥已丢失，请更换密钥',
      en: 'The secret of the webhook is lost; make a new one',
    },
    next: {
      zh: '请更换密钥：POST /v1/webhooks/{webhookId}/secret。',
      en: 'Make a new secret: POST /v1/webhooks/{webhookId}/secret.',
    },
  },
  E_WEBHOOK_NOT_RUNNING: {
    status: 503,
    retryable: true,
    title: {
      zh: '推送尚未启动，请稍后再试',
      en: 'The webhook is not running at the moment; try again later',
    },
    next: {
      zh: '请稍后再试；若一直如此，请查看 /health/ready 和日志。',
      en: 'Try again in a moment; if it stays so, look at /health/ready and the log.',
    },
  },
});
