import { defineErrors, type ErrorRow, type ErrorTable, type Localized } from '@tongban/kernel';

export type SharingErrorCode =
  | 'E_GRANT_EXISTS'
  | 'E_GRANT_NOT_REQUESTED'
  | 'E_GRANT_NOT_REQUESTER'
  | 'E_GRANT_NOT_PROVIDER'
  | 'E_GRANT_NOT_AUTHORITY'
  | 'E_GRANT_STATUS'
  | 'E_GRANT_NOT_IN_DIRECTORY'
  | 'E_GRANT_NOT_SHARED'
  | 'E_GRANT_OWN_DATA'
  | 'E_GRANT_REQUEST_INVALID'
  | 'E_GRANT_LISTED_BEFORE'
  | 'E_GRANT_EXTENSION'
  | 'E_GRANT_TERMS_WIDER'
  | 'E_GRANT_PERIOD_OVER'
  | 'E_GRANT_REFUSAL'
  | 'E_GRANT_ONWARD'
  | 'E_GRANT_REASON_MISSING'
  | 'E_GRANT_PROVIDER_MAY_NOT_END'
  | 'E_GRANT_SUSPENDED_BY_AUTHORITY'
  | 'E_GRANT_NOT_DISPUTABLE'
  | 'E_DIRECTORY_NOT_PROVIDER'
  | 'E_DIRECTORY_NOT_AUTHORITY'
  | 'E_DIRECTORY_STATUS'
  | 'E_DIRECTORY_ITEM_INVALID'
  | 'E_DIRECTORY_SOURCE'
  | 'E_DIRECTORY_EXTENSION'
  | 'E_DIRECTORY_NOT_A_DEPARTMENT'
  | 'E_DIRECTORY_REASON_MISSING'
  | 'E_SOURCE_NOT_AUTHORITY'
  | 'E_SOURCE_TAKEN'
  | 'E_SOURCE_DEPARTMENT_UNKNOWN'
  | 'E_CORRECTION_EXISTS'
  | 'E_CORRECTION_NOT_FOUND'
  | 'E_CORRECTION_NOT_A_READER'
  | 'E_CORRECTION_NOT_PROVIDER'
  | 'E_CORRECTION_NOT_PLATFORM'
  | 'E_CORRECTION_ANSWERED'
  | 'E_CORRECTION_INVALID'
  | 'E_INCIDENT_INVALID'
  | 'E_COMPLAINT_INVALID'
  | 'E_COMPLAINT_NOT_FOUND'
  | 'E_COMPLAINT_ANSWERED'
  | 'E_USAGE_DEPARTMENT_UNKNOWN'
  | 'E_USAGE_PERIOD'
  | 'E_KEY_NOT_OWNER'
  | 'E_KEY_INVALID'
  | 'E_KEY_ID_TAKEN'
  | 'E_KEY_NOT_FOUND'
  | 'E_KEY_REVOKED'
  | 'E_KEY_BACKDATED'
  | 'E_REGISTRATION_NOT_OWNER'
  | 'E_REGISTRATION_RELEASED'
  | 'E_REGISTRATION_ORDER'
  | 'E_ENDPOINT_NOT_OWNER'
  | 'E_ENDPOINT_URL'
  | 'E_ENDPOINT_TAKEN'
  | 'E_ENDPOINT_LIMIT'
  | 'E_ENDPOINT_NOT_FOUND'
  | 'E_ENDPOINT_STATUS'
  | 'E_PERSON_NOT_FOUND'
  | 'E_PERSON_NOT_AUTHORITY'
  | 'E_PERSON_RESTRICTED'
  | 'E_PERSON_STATUS'
  | 'E_PERSON_BASIS_MISSING'
  | 'E_PERSON_UNNAMED'
  | 'E_SEALED_FIELD_CORRUPT'
  | 'E_NOTICE_NOT_ENTITLED';

const row = (status: number, zh: string, en: string, next?: Localized): ErrorRow => ({
  status,
  title: { zh, en },
  ...(next ? { next } : {}),
});

const rows: Readonly<Record<SharingErrorCode, ErrorRow>> = {
  E_GRANT_EXISTS: row(
    409,
    '该授权编号已被使用；新的申请请用新编号',
    'This grant id is taken; give a new request a new id',
    { zh: '请换一个新编号，或由平台编号。', en: 'Use a new id; leave it to the platform.' },
  ),
  E_GRANT_NOT_REQUESTED: row(
    404,
    '没有该授权；请先提出申请',
    'There is no such grant; request access first',
    { zh: '请核对编号，或先提出申请。', en: 'Check the id, or request access first.' },
  ),
  E_GRANT_NOT_REQUESTER: row(403, '您不代表需求部门', 'You do not act for the requesting department'),
  E_GRANT_NOT_PROVIDER: row(403, '您不代表提供部门', 'You do not act for the providing department'),
  E_GRANT_NOT_AUTHORITY: row(
    403,
    '只有数据共享主管部门可以这样做',
    'Only the data-sharing authority may do this',
    { zh: '请向主管部门提出：角色 operator。', en: 'Ask the authority: the role operator.' },
  ),
  E_GRANT_STATUS: row(
    409,
    '授权的当前状态不允许这样做',
    'The grant is not in a state in which this can be done',
  ),
  E_GRANT_NOT_IN_DIRECTORY: row(
    422,
    '目录中没有该数据；请先请求提供部门补充目录项',
    'The directory does not list this data; ask its provider for an addition first',
  ),
  E_GRANT_NOT_SHARED: row(403, '该数据依法不予共享', 'By law this data is not shared'),
  E_GRANT_OWN_DATA: row(422, '本部门的数据无需申请', 'A department needs no grant for its own data', {
    zh: '请用 GET /v1/events 读取本部门的事件。',
    en: 'Read your own events with GET /v1/events.',
  }),
  E_GRANT_REQUEST_INVALID: row(
    422,
    '申请不符合要求，逐项列于 problems',
    'The request breaks rules; every one is listed in problems',
  ),
  E_GRANT_LISTED_BEFORE: row(409, '补充材料只能一次性告知', 'What is missing may be listed only once', {
    zh: '请就现有材料作出决定：同意或拒绝。',
    en: 'Decide on what is there: agree or refuse.',
  }),
  E_GRANT_EXTENSION: row(409, '答复期限不能这样延长', 'The reply cannot be extended like this', {
    zh: '仅有条件共享的申请可以延期，限一次，最多 10 个工作日，须在期限届满之前，并经主管部门同意。',
    en: 'Only a conditional request, once, by at most 10 working days, before its period is over, with the consent of the authority.',
  }),
  E_GRANT_TERMS_WIDER: row(
    422,
    '同意的范围不得超出申请的范围',
    'What is agreed may not go beyond what was asked for',
    { zh: '同意的字段和期限须与申请相同或更少。', en: 'Agree to the same fields and period, or to less.' },
  ),
  E_GRANT_PERIOD_OVER: row(
    409,
    '期限已届满，没有可共享的内容',
    'The period is over: there is nothing left to share',
    { zh: '请需求部门重新申请。', en: 'The requester asks anew.' },
  ),
  E_GRANT_REFUSAL: row(409, '不能以此理由拒绝', 'This is no admissible ground for a refusal', {
    zh: '请先一次性告知缺少的材料；无条件共享的目录项仍可共享的，没有其他拒绝理由。',
    en: 'List missing papers first; an unconditional item has no other ground while there is anything of it to share.',
  }),
  E_GRANT_ONWARD: row(
    422,
    '不能同意转给该部门，见 problems',
    'Passing on to this department cannot be consented to; see problems',
  ),
  E_GRANT_REASON_MISSING: row(422, '须说明理由', 'A reason must be given', {
    zh: '请写明理由。',
    en: 'Write the reason.',
  }),
  E_GRANT_PROVIDER_MAY_NOT_END: row(
    403,
    '提供部门不得自行终止或变更服务；如有不当使用请暂停并报主管部门',
    'A provider may not end or change the service alone; suspend it for misuse and report to the authority',
  ),
  E_GRANT_SUSPENDED_BY_AUTHORITY: row(
    403,
    '由主管部门暂停的共享只能由主管部门恢复',
    'What the authority suspended only the authority restores',
    { zh: '请向主管部门申请恢复。', en: 'Ask the authority to restore it.' },
  ),
  E_GRANT_NOT_DISPUTABLE: row(
    409,
    '只有被拒绝或逾期未答复的申请可以提出争议',
    'Only a request that was refused or not answered in time can be disputed',
    { zh: '请等待答复，或等答复期限届满。', en: 'Wait for the answer or the end of its period.' },
  ),
  E_DIRECTORY_NOT_PROVIDER: row(
    403,
    '您不代表数据的提供部门',
    'You do not act for the department that owns the data',
  ),
  E_DIRECTORY_NOT_AUTHORITY: row(
    403,
    '只有数据共享主管部门可以这样做',
    'Only the data-sharing authority may do this',
    { zh: '请向主管部门提出：角色 operator。', en: 'Ask the authority: the role operator.' },
  ),
  E_DIRECTORY_STATUS: row(
    409,
    '目录项的当前状态不允许这样做',
    'The item is not in a state in which this can be done',
    { zh: '请先读取该目录项。', en: 'Read the entry first.' },
  ),
  E_DIRECTORY_ITEM_INVALID: row(
    422,
    '目录项不符合要求，逐项列于 problems',
    'The item breaks rules; every one is listed in problems',
  ),
  E_DIRECTORY_SOURCE: row(
    409,
    '数据项另有数源部门；请向其申请共享，或请主管部门变更',
    'Another department is the source of the datum; ask it for a grant, or the authority to move the source',
  ),
  E_DIRECTORY_EXTENSION: row(409, '更新期限不能这样延长', 'The update cannot be extended like this', {
    zh: '仅到期应更新的目录项可以延期，限一次，最多 5 个工作日，须在期限届满之前，并经同意。',
    en: 'Only an update that is due, once, by at most 5 working days, before its period is over, with consent.',
  }),
  E_DIRECTORY_NOT_A_DEPARTMENT: row(403, '只有部门可以请求补充目录', 'Only departments ask for additions', {
    zh: '请用部门的令牌提出。',
    en: 'Ask with the token of a department.',
  }),
  E_DIRECTORY_REASON_MISSING: row(422, '须说明理由', 'A reason must be given', {
    zh: '请写明理由。',
    en: 'Write the reason.',
  }),
  E_SOURCE_NOT_AUTHORITY: row(
    403,
    '只有数据共享主管部门可以明确数源部门',
    'Only the authority names source departments',
    { zh: '请向主管部门提出。', en: 'Ask the authority.' },
  ),
  E_SOURCE_TAKEN: row(
    409,
    '该数据项已有数源部门；变更时请写明被替换的部门',
    'The datum has a source department; to change it, name the one it replaces',
  ),
  E_SOURCE_DEPARTMENT_UNKNOWN: row(422, '没有该部门', 'There is no such department'),
  E_CORRECTION_EXISTS: row(409, '该校核编号已被使用', 'This correction id is taken', {
    zh: '请换一个新编号，或由平台编号。',
    en: 'Give a new correction a new id; leave it to the platform.',
  }),
  E_CORRECTION_NOT_FOUND: row(404, '没有该校核', 'There is no such correction', {
    zh: '请核对编号。',
    en: 'Check the id.',
  }),
  E_CORRECTION_NOT_A_READER: row(
    403,
    '只有读取过该事件的部门可以提出疑义',
    'Only a department that read the event may raise its correction',
    { zh: '只有收到该事件的部门才能对其提出疑义。', en: 'Only who received the event can doubt it.' },
  ),
  E_CORRECTION_NOT_PROVIDER: row(403, '只有提供部门可以答复', 'Only the provider may answer', {
    zh: '只有发布该事件的部门才能答复。',
    en: 'Only the department that published the event answers.',
  }),
  E_CORRECTION_NOT_PLATFORM: row(403, '只有平台可以记录送达', 'Only the platform records deliveries'),
  E_CORRECTION_ANSWERED: row(409, '该校核已答复', 'This correction was answered already', {
    zh: '如有其他错误，请另行提出。',
    en: 'Raise a new one where something else is wrong.',
  }),
  E_CORRECTION_INVALID: row(
    422,
    '校核内容不符合要求，见 problems',
    'The correction breaks rules; see problems',
  ),
  E_INCIDENT_INVALID: row(
    422,
    '安全事件报告不符合要求，见 problems',
    'The report of the incident breaks rules; see problems',
  ),
  E_COMPLAINT_INVALID: row(
    422,
    '投诉或其答复不符合要求，见 problems',
    'The complaint or its answer breaks rules; see problems',
  ),
  E_COMPLAINT_NOT_FOUND: row(
    404,
    '没有该投诉，或与您的部门无关',
    'There is no such complaint, or it is not about your department',
    {
      zh: '请核对编号；GET /v1/complaints 列出关于本部门的投诉。',
      en: 'Check the id: GET /v1/complaints has those about your department.',
    },
  ),
  E_COMPLAINT_ANSWERED: row(409, '该投诉已答复', 'This complaint was answered already', {
    zh: '答复不再更改；如有新的情况，请另行受理投诉。',
    en: 'An answer is not changed; take down a further complaint where something else has come to light.',
  }),
  E_USAGE_DEPARTMENT_UNKNOWN: row(422, '没有该部门', 'There is no such department'),
  E_USAGE_PERIOD: row(
    422,
    '期间的起日不得晚于止日，止日不得晚于今天',
    'A period begins before it ends, and ends today at the latest',
    {
      zh: '请更正 from 和 to：均为北京时间的整日。',
      en: 'Correct from and to: whole days in Asia/Shanghai.',
    },
  ),
  E_KEY_NOT_OWNER: row(403, '只有本部门可以管理其密钥', 'Only the department itself manages its keys', {
    zh: '请以密钥所属部门的身份操作。',
    en: 'Act as the department whose key it is.',
  }),
  E_KEY_INVALID: row(422, '密钥不符合要求，见 problems', 'The key breaks rules; see problems'),
  E_KEY_ID_TAKEN: row(
    409,
    '密钥编号已被使用，包括已撤销的',
    'The key id was used before, be it of a revoked key',
    {
      zh: '请换一个从未用过的编号；已撤销密钥的编号不能再用。',
      en: 'Choose an id that was never used; ids of revoked keys stay taken.',
    },
  ),
  E_KEY_NOT_FOUND: row(404, '本部门没有该密钥', 'The department has no such key', {
    zh: '请核对编号；GET /v1/keys 列出本部门的密钥。',
    en: 'Check the id; GET /v1/keys lists them.',
  }),
  E_KEY_REVOKED: row(409, '该密钥已撤销', 'The key was revoked already', {
    zh: '无须操作：该密钥已经撤销。',
    en: 'Nothing: it is revoked already.',
  }),
  E_KEY_BACKDATED: row(
    422,
    '只有泄露的密钥可以追溯撤销',
    'Only a compromised key may be revoked for the past',
    {
      zh: '请不写 revokedFrom（轮换密钥时为 validFrom）；确已泄露的，请写明 compromised。',
      en: 'Leave revokedFrom out (validFrom, where a key is rotated), or say compromised if it is.',
    },
  ),
  E_REGISTRATION_NOT_OWNER: row(
    403,
    '只有契约的所有者可以登记',
    'Only the owner of a contract registers it',
    { zh: '请以契约所属部门的身份登记。', en: 'Act as the department that owns the contract.' },
  ),
  E_REGISTRATION_RELEASED: row(
    409,
    '该版本已发布，内容不可更改；请登记新版本',
    'This version is released and never changes; register a new version',
    { zh: '改动请登记为下一版本：expected。', en: 'Register what differs as the next: expected.' },
  ),
  E_REGISTRATION_ORDER: row(409, '版本号须紧接最新版本', 'The version must follow the latest one', {
    zh: '请使用紧接最新版本的版本号：expected。',
    en: 'Take the number after the latest one: expected.',
  }),
  E_ENDPOINT_NOT_OWNER: row(
    403,
    '只有本部门可以管理其推送地址',
    'Only the department itself manages its webhooks',
    { zh: '请以推送地址所属部门的身份操作。', en: 'Act as the department whose webhook it is.' },
  ),
  E_ENDPOINT_URL: row(422, '推送地址不符合要求', 'The address of the webhook breaks rules'),
  E_ENDPOINT_TAKEN: row(409, '该推送地址编号已被使用', 'This webhook id is taken', {
    zh: '请由平台编号，或换一个 Idempotency-Key。',
    en: 'Leave the id to the platform, or use another Idempotency-Key.',
  }),
  E_ENDPOINT_LIMIT: row(
    409,
    '推送地址已达上限；请先移除不用的',
    'The limit of webhooks is reached; remove one first',
    {
      zh: '请移除不用的推送地址；每个部门最多 20 个。',
      en: 'Remove a webhook that is not used; 20 a department.',
    },
  ),
  E_ENDPOINT_NOT_FOUND: row(404, '没有该推送地址', 'There is no such webhook', {
    zh: '请核对编号；GET /v1/webhooks 列出本部门的推送地址。',
    en: 'Check the id; GET /v1/webhooks lists those of your department.',
  }),
  E_ENDPOINT_STATUS: row(
    409,
    '该序列的当前状态不允许这样做',
    'The sequence is not in a state in which this can be done',
    { zh: '请重新查看该推送地址被搁置的序列。', en: 'Look at the parked sequences of the webhook again.' },
  ),
  E_PERSON_NOT_FOUND: row(
    404,
    '平台没有该编号的个人信息',
    'The platform has no personal data under this id',
    {
      zh: '请核对编号：应为事件中的编号（如 P-000123）。没有删除任何内容。',
      en: 'Check the id: it is the opaque id in the events (P-000123). Nothing was erased.',
    },
  ),
  E_PERSON_NOT_AUTHORITY: row(403, '只有平台运维可以这样做', 'Only an operator of the platform may do this', {
    zh: '请向平台运维提出。',
    en: 'Ask an operator.',
  }),
  E_PERSON_RESTRICTED: row(
    409,
    '依法须留存，期间不得删除；限制解除后再试',
    'The data must be kept by law and may not be erased until the restriction is lifted',
  ),
  E_PERSON_STATUS: row(409, '当前状态不允许这样做', 'This cannot be done in the present state', {
    zh: '无须操作：已是所要的状态，或已删除。',
    en: 'Nothing: it is as you want it, or it was erased.',
  }),
  E_PERSON_BASIS_MISSING: row(422, '须写明法律依据', 'A legal basis must be given', {
    zh: '请至少写明一项法律依据。',
    en: 'Give at least one legal basis.',
  }),
  E_PERSON_UNNAMED: row(
    422,
    '个人信息字段缺少所属个人的编号，见 problems',
    'Personal fields lack the id of their person; see problems',
  ),
  E_SEALED_FIELD_CORRUPT: row(500, '加密字段已损坏或被改动', 'A sealed field is damaged or was changed'),
  E_NOTICE_NOT_ENTITLED: row(403, '您的部门不能这样做', 'Your department may not do this', {
    zh: '请以当事部门的身份操作，或向主管部门提出。',
    en: 'Act as a party of the matter, or ask the authority.',
  }),
};

/** The refusals of the sharing process and of the platform's registers. */
export const sharingErrors: ErrorTable<SharingErrorCode> = defineErrors(rows);
