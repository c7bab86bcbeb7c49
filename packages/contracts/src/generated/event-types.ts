// Generated from the contracts folder by packages/contracts/bin/generate.ts. Do not edit.

/** The data of each event type. */
export interface EventDataByType {
  readonly 'platform.contract-registered.v1': PlatformContractRegisteredV1;
  readonly 'platform.department-key-registered.v1': PlatformDepartmentKeyRegisteredV1;
  readonly 'platform.department-key-revoked.v1': PlatformDepartmentKeyRevokedV1;
  readonly 'platform.event-skipped.v1': PlatformEventSkippedV1;
  readonly 'platform.personal-data-erased.v1': PlatformPersonalDataErasedV1;
  readonly 'platform.personal-data-read.v1': PlatformPersonalDataReadV1;
  readonly 'platform.processing-restricted.v1': PlatformProcessingRestrictedV1;
  readonly 'platform.processing-restriction-lifted.v1': PlatformProcessingRestrictionLiftedV1;
  readonly 'platform.sequence-redriven.v1': PlatformSequenceRedrivenV1;
  readonly 'platform.webhook-parked.v1': PlatformWebhookParkedV1;
  readonly 'platform.webhook-registered.v1': PlatformWebhookRegisteredV1;
  readonly 'platform.webhook-removed.v1': PlatformWebhookRemovedV1;
  readonly 'platform.webhook-resumed.v1': PlatformWebhookResumedV1;
  readonly 'sharing.access-agreed.v1': SharingAccessAgreedV1;
  readonly 'sharing.access-provisioned.v1': SharingAccessProvisionedV1;
  readonly 'sharing.access-refused.v1': SharingAccessRefusedV1;
  readonly 'sharing.access-requested.v1': SharingAccessRequestedV1;
  readonly 'sharing.access-restored.v1': SharingAccessRestoredV1;
  readonly 'sharing.access-suspended.v1': SharingAccessSuspendedV1;
  readonly 'sharing.access-terminated.v1': SharingAccessTerminatedV1;
  readonly 'sharing.correction-answered.v1': SharingCorrectionAnsweredV1;
  readonly 'sharing.correction-delivered.v1': SharingCorrectionDeliveredV1;
  readonly 'sharing.correction-raised.v1': SharingCorrectionRaisedV1;
  readonly 'sharing.data-disposed.v1': SharingDataDisposedV1;
  readonly 'sharing.data-read.v1': SharingDataReadV1;
  readonly 'sharing.datum-corrected.v1': SharingDatumCorrectedV1;
  readonly 'sharing.deadline-breached.v1': SharingDeadlineBreachedV1;
  readonly 'sharing.deadline-cancelled.v1': SharingDeadlineCancelledV1;
  readonly 'sharing.deadline-met.v1': SharingDeadlineMetV1;
  readonly 'sharing.deadline-moved.v1': SharingDeadlineMovedV1;
  readonly 'sharing.deadline-set.v1': SharingDeadlineSetV1;
  readonly 'sharing.directory-addition-requested.v1': SharingDirectoryAdditionRequestedV1;
  readonly 'sharing.directory-change-notified.v1': SharingDirectoryChangeNotifiedV1;
  readonly 'sharing.directory-item-published.v1': SharingDirectoryItemPublishedV1;
  readonly 'sharing.directory-item-returned.v1': SharingDirectoryItemReturnedV1;
  readonly 'sharing.directory-item-submitted.v1': SharingDirectoryItemSubmittedV1;
  readonly 'sharing.directory-item-updated.v1': SharingDirectoryItemUpdatedV1;
  readonly 'sharing.directory-item-withdrawn.v1': SharingDirectoryItemWithdrawnV1;
  readonly 'sharing.directory-update-extended.v1': SharingDirectoryUpdateExtendedV1;
  readonly 'sharing.dispute-coordinated.v1': SharingDisputeCoordinatedV1;
  readonly 'sharing.dispute-decided.v1': SharingDisputeDecidedV1;
  readonly 'sharing.dispute-opened.v1': SharingDisputeOpenedV1;
  readonly 'sharing.incident-reported.v1': SharingIncidentReportedV1;
  readonly 'sharing.onward-sharing-consented.v1': SharingOnwardSharingConsentedV1;
  readonly 'sharing.purpose-ended.v1': SharingPurposeEndedV1;
  readonly 'sharing.reply-extended.v1': SharingReplyExtendedV1;
  readonly 'sharing.reply-overdue.v1': SharingReplyOverdueV1;
  readonly 'sharing.request-incomplete-listed.v1': SharingRequestIncompleteListedV1;
  readonly 'sharing.request-supplemented.v1': SharingRequestSupplementedV1;
  readonly 'sharing.scope-exceeded.v1': SharingScopeExceededV1;
  readonly 'sharing.source-department-named.v1': SharingSourceDepartmentNamedV1;
  readonly 'sharing.subject-complaint-filed.v1': SharingSubjectComplaintFiledV1;
  readonly 'sharing.usage-record-exported.v1': SharingUsageRecordExportedV1;
}

/** An event type: `<owner>.<event-name>.v<major>`. */
export type EventType = keyof EventDataByType;

/** The latest version of the contract of each event type, as events name it in `dataschema`. */
export const dataschemas: { readonly [Type in EventType]: string } = {
  'platform.contract-registered.v1': 'https://contracts.tongban.example/platform/contract-registered/1.0',
  'platform.department-key-registered.v1':
    'https://contracts.tongban.example/platform/department-key-registered/1.0',
  'platform.department-key-revoked.v1':
    'https://contracts.tongban.example/platform/department-key-revoked/1.0',
  'platform.event-skipped.v1': 'https://contracts.tongban.example/platform/event-skipped/1.0',
  'platform.personal-data-erased.v1': 'https://contracts.tongban.example/platform/personal-data-erased/1.0',
  'platform.personal-data-read.v1': 'https://contracts.tongban.example/platform/personal-data-read/1.0',
  'platform.processing-restricted.v1': 'https://contracts.tongban.example/platform/processing-restricted/1.0',
  'platform.processing-restriction-lifted.v1':
    'https://contracts.tongban.example/platform/processing-restriction-lifted/1.0',
  'platform.sequence-redriven.v1': 'https://contracts.tongban.example/platform/sequence-redriven/1.0',
  'platform.webhook-parked.v1': 'https://contracts.tongban.example/platform/webhook-parked/1.0',
  'platform.webhook-registered.v1': 'https://contracts.tongban.example/platform/webhook-registered/1.0',
  'platform.webhook-removed.v1': 'https://contracts.tongban.example/platform/webhook-removed/1.0',
  'platform.webhook-resumed.v1': 'https://contracts.tongban.example/platform/webhook-resumed/1.0',
  'sharing.access-agreed.v1': 'https://contracts.tongban.example/sharing/access-agreed/1.0',
  'sharing.access-provisioned.v1': 'https://contracts.tongban.example/sharing/access-provisioned/1.0',
  'sharing.access-refused.v1': 'https://contracts.tongban.example/sharing/access-refused/1.0',
  'sharing.access-requested.v1': 'https://contracts.tongban.example/sharing/access-requested/1.0',
  'sharing.access-restored.v1': 'https://contracts.tongban.example/sharing/access-restored/1.0',
  'sharing.access-suspended.v1': 'https://contracts.tongban.example/sharing/access-suspended/1.0',
  'sharing.access-terminated.v1': 'https://contracts.tongban.example/sharing/access-terminated/1.0',
  'sharing.correction-answered.v1': 'https://contracts.tongban.example/sharing/correction-answered/1.0',
  'sharing.correction-delivered.v1': 'https://contracts.tongban.example/sharing/correction-delivered/1.0',
  'sharing.correction-raised.v1': 'https://contracts.tongban.example/sharing/correction-raised/1.0',
  'sharing.data-disposed.v1': 'https://contracts.tongban.example/sharing/data-disposed/1.0',
  'sharing.data-read.v1': 'https://contracts.tongban.example/sharing/data-read/1.0',
  'sharing.datum-corrected.v1': 'https://contracts.tongban.example/sharing/datum-corrected/1.0',
  'sharing.deadline-breached.v1': 'https://contracts.tongban.example/sharing/deadline-breached/1.0',
  'sharing.deadline-cancelled.v1': 'https://contracts.tongban.example/sharing/deadline-cancelled/1.0',
  'sharing.deadline-met.v1': 'https://contracts.tongban.example/sharing/deadline-met/1.0',
  'sharing.deadline-moved.v1': 'https://contracts.tongban.example/sharing/deadline-moved/1.0',
  'sharing.deadline-set.v1': 'https://contracts.tongban.example/sharing/deadline-set/1.0',
  'sharing.directory-addition-requested.v1':
    'https://contracts.tongban.example/sharing/directory-addition-requested/1.0',
  'sharing.directory-change-notified.v1':
    'https://contracts.tongban.example/sharing/directory-change-notified/1.0',
  'sharing.directory-item-published.v1':
    'https://contracts.tongban.example/sharing/directory-item-published/1.0',
  'sharing.directory-item-returned.v1':
    'https://contracts.tongban.example/sharing/directory-item-returned/1.0',
  'sharing.directory-item-submitted.v1':
    'https://contracts.tongban.example/sharing/directory-item-submitted/1.0',
  'sharing.directory-item-updated.v1': 'https://contracts.tongban.example/sharing/directory-item-updated/1.0',
  'sharing.directory-item-withdrawn.v1':
    'https://contracts.tongban.example/sharing/directory-item-withdrawn/1.0',
  'sharing.directory-update-extended.v1':
    'https://contracts.tongban.example/sharing/directory-update-extended/1.0',
  'sharing.dispute-coordinated.v1': 'https://contracts.tongban.example/sharing/dispute-coordinated/1.0',
  'sharing.dispute-decided.v1': 'https://contracts.tongban.example/sharing/dispute-decided/1.0',
  'sharing.dispute-opened.v1': 'https://contracts.tongban.example/sharing/dispute-opened/1.0',
  'sharing.incident-reported.v1': 'https://contracts.tongban.example/sharing/incident-reported/1.0',
  'sharing.onward-sharing-consented.v1':
    'https://contracts.tongban.example/sharing/onward-sharing-consented/1.0',
  'sharing.purpose-ended.v1': 'https://contracts.tongban.example/sharing/purpose-ended/1.0',
  'sharing.reply-extended.v1': 'https://contracts.tongban.example/sharing/reply-extended/1.0',
  'sharing.reply-overdue.v1': 'https://contracts.tongban.example/sharing/reply-overdue/1.0',
  'sharing.request-incomplete-listed.v1':
    'https://contracts.tongban.example/sharing/request-incomplete-listed/1.0',
  'sharing.request-supplemented.v1': 'https://contracts.tongban.example/sharing/request-supplemented/1.0',
  'sharing.scope-exceeded.v1': 'https://contracts.tongban.example/sharing/scope-exceeded/1.0',
  'sharing.source-department-named.v1':
    'https://contracts.tongban.example/sharing/source-department-named/1.0',
  'sharing.subject-complaint-filed.v1':
    'https://contracts.tongban.example/sharing/subject-complaint-filed/1.0',
  'sharing.usage-record-exported.v1': 'https://contracts.tongban.example/sharing/usage-record-exported/1.0',
};

/** 数据契约已登记 / Contract registered (1.0) */
export interface PlatformContractRegisteredV1 {
  /** 契约 <所有者>.<名称> / contract: <owner>.<name> */
  readonly contract: string;
  /** 版本 / version */
  readonly version: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** JSON Schema 文本 / text of the JSON Schema */
  readonly schema: string;
  /** 条款文本（contract.json） / text of the terms (contract.json) */
  readonly terms: string;
  /** 升级操作文本 / text of the upcaster */
  readonly upcaster?: string;
  /** 规范化 schema 的摘要 / digest of the canonical schema */
  readonly hash: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 部门密钥已登记 / Department key registered (1.0) */
export interface PlatformDepartmentKeyRegisteredV1 {
  /** 部门 / department */
  readonly department: string;
  /** 密钥编号 / key id */
  readonly keyId: string;
  /** 算法 / algorithm */
  readonly algorithm: 'ed25519' | 'sm2-sm3';
  /** 公钥（SPKI，base64） / public key (SPKI, base64) */
  readonly publicKey: string;
  /** 生效时间 / in force from (date-time) */
  readonly validFrom: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 部门密钥已撤销 / Department key revoked (1.0) */
export interface PlatformDepartmentKeyRevokedV1 {
  /** 部门 / department */
  readonly department: string;
  /** 密钥编号 / key id */
  readonly keyId: string;
  /** 原因 / reason */
  readonly reason: 'superseded' | 'retired' | 'compromised';
  /** 失效时间 / not in force from (date-time) */
  readonly revokedFrom: string;
  /** 接替的密钥 / key that takes its place */
  readonly replacedBy?: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 事件已跳过 / Event skipped (1.0) */
export interface PlatformEventSkippedV1 {
  /** 处理程序 / processor */
  readonly processor: string;
  /** 序列 / sequence */
  readonly sequence: string;
  /** 位置 / position */
  readonly position: string;
  /** 事件 / event */
  readonly event: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
  };
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 个人信息已删除 / Personal data erased (1.0) */
export interface PlatformPersonalDataErasedV1 {
  /** 个人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 提出者 / who asked */
  readonly requestedBy: 'person' | 'department' | 'court' | 'authority';
  /** 法律依据 / legal basis */
  readonly legalBasis: readonly {
    /** 法律、法规或决定 / law, regulation or decision */
    readonly source: string;
    /** 条款 / article */
    readonly article: string;
  }[];
  /** 销毁的密钥 / keys destroyed */
  readonly keyIds: readonly string[];
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 个人信息被查阅 / Personal data read (1.0) */
export interface PlatformPersonalDataReadV1 {
  /** 角色 / role */
  readonly role: 'officer' | 'auditor' | 'operator';
  /** 事件 / event */
  readonly event: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
  };
  /** 事件类型 / event type */
  readonly type: string;
  /** 查阅的字段 / fields that were read */
  readonly fields: readonly string[];
  /** 涉及的个人 / persons concerned */
  readonly personIds: readonly string[];
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 处理已受限 / Processing restricted (1.0) */
export interface PlatformProcessingRestrictedV1 {
  /** 个人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 法律依据 / legal basis */
  readonly legalBasis: readonly {
    /** 法律、法规或决定 / law, regulation or decision */
    readonly source: string;
    /** 条款 / article */
    readonly article: string;
  }[];
  /** 理由 / reason */
  readonly reason: string;
  /** 预计期限 / expected end (date) */
  readonly until?: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 处理限制已解除 / Restriction lifted (1.0) */
export interface PlatformProcessingRestrictionLiftedV1 {
  /** 个人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 搁置的序列已重做 / Sequence redriven (1.0) */
export interface PlatformSequenceRedrivenV1 {
  /** 处理程序 / processor */
  readonly processor: string;
  /** 序列 / sequence */
  readonly sequence: string;
  /** 首个搁置事件的位置 / position of the first parked event */
  readonly position: string;
  /** 事件数 / events */
  readonly events: number;
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 推送已搁置 / Webhook parked (1.0) */
export interface PlatformWebhookParkedV1 {
  /** 部门 / department */
  readonly department: string;
  /** 推送地址编号 / webhook id */
  readonly webhookId: string;
  /** 序列 / sequence */
  readonly sequence: string;
  /** 首个失败事件的位置 / position of the first event that failed */
  readonly position: string;
  /** 次数 / attempts */
  readonly attempts: number;
  /** 失败情况 / failure */
  readonly failure: string;
}

/** 推送地址已登记 / Webhook registered (1.0) */
export interface PlatformWebhookRegisteredV1 {
  /** 部门 / department */
  readonly department: string;
  /** 推送地址编号 / webhook id */
  readonly webhookId: string;
  /** 地址 / address */
  readonly url: string;
  /** 只推送这些类型 / only these types */
  readonly types?: readonly string[];
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 推送地址已移除 / Webhook removed (1.0) */
export interface PlatformWebhookRemovedV1 {
  /** 部门 / department */
  readonly department: string;
  /** 推送地址编号 / webhook id */
  readonly webhookId: string;
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 推送已恢复 / Webhook resumed (1.0) */
export interface PlatformWebhookResumedV1 {
  /** 部门 / department */
  readonly department: string;
  /** 推送地址编号 / webhook id */
  readonly webhookId: string;
  /** 序列 / sequence */
  readonly sequence: string;
  /** 自此位置继续 / position it goes on from */
  readonly position: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 同意共享 / Access agreed (1.0) */
export interface SharingAccessAgreedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 同意的字段 / fields granted */
  readonly fields: readonly string[];
  /** 期限起 / first day (date) */
  readonly from: string;
  /** 期限止 / last day (date) */
  readonly to: string;
  /** 使用条件 / conditions of use */
  readonly conditions?: string;
  /** 目的终了后的处置要求 / how data is disposed of after the purpose */
  readonly disposal: string;
  /** 第几次收件 / number of the receipt */
  readonly round: number;
  /** 同意日期 / day of consent (date) */
  readonly agreedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享已开通 / Access provisioned (1.0) */
export interface SharingAccessProvisionedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 方式 / way */
  readonly way: 'pull' | 'stream' | 'webhook' | 'topic';
  /** 开通日期 / day of delivery (date) */
  readonly provisionedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 不予同意 / Access refused (1.0) */
export interface SharingAccessRefusedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 理由代码 / reason code */
  readonly reasonCode:
    | 'papers-not-supplemented'
    | 'outside-duty'
    | 'conditions-not-met'
    | 'scope-too-wide'
    | 'purpose-unclear'
    | 'security';
  /** 理由 / reason */
  readonly reason: string;
  /** 第几次收件 / number of the receipt */
  readonly round: number;
  /** 答复日期 / day of the reply (date) */
  readonly refusedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享申请已提交 / Access requested (1.0) */
export interface SharingAccessRequestedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 目录项版本 / version of the directory item */
  readonly itemVersion: number;
  /** 共享类型：无条件、有条件 / sharing class */
  readonly sharingClass: 'unconditional' | 'conditional';
  /** 目的 / purpose */
  readonly purpose: {
    /** 目的代码 / code of the purpose */
    readonly code: string;
    /** 目的 / purpose */
    readonly text: string;
  };
  /** 使用场景 / scenario */
  readonly scenario: string;
  /** 依据类别代码 / kind of basis */
  readonly basis: string;
  /** 法律依据 / legal basis */
  readonly legalBasis: readonly {
    /** 法律、法规或决定 / law, regulation or decision */
    readonly source: string;
    /** 条款 / article */
    readonly article: string;
  }[];
  /** 申请的字段 / fields asked for */
  readonly fields: readonly string[];
  /** 个人信息字段的必要性 / necessity of personal fields */
  readonly necessity: readonly {
    /** 指向 data 的 JSON 指针，* 表示数组的每个元素 / JSON Pointer into data; * is every array element */
    readonly pointer: string;
    /** 必要性 / why it is necessary */
    readonly reason: string;
  }[];
  /** 期限起 / first day (date) */
  readonly from: string;
  /** 期限止 / last day (date) */
  readonly to: string;
  /** 方式 / way */
  readonly way: 'pull' | 'stream' | 'webhook' | 'topic';
  /** 存储地：境内 / where it is stored: the mainland */
  readonly storageRegion: 'CN';
  /** 需求部门负责人签批 / sign-off of the head */
  readonly signedOffBy: {
    /** 负责人的不透明编号 / opaque id of the head */
    readonly officer: string;
    /** 签批日期 / day of signing (date) */
    readonly on: string;
  };
  /** 收到日期 / day of receipt (date) */
  readonly receivedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享已恢复 / Access restored (1.0) */
export interface SharingAccessRestoredV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 整改情况 / what was rectified */
  readonly rectification: string;
  /** 恢复日期 / day (date) */
  readonly restoredOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享已暂停 / Access suspended (1.0) */
export interface SharingAccessSuspendedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 理由代码 / reason code */
  readonly reasonCode: 'misuse' | 'scope-exceeded' | 'security-incident' | 'rectification';
  /** 理由 / reason */
  readonly reason: string;
  /** 暂停日期 / day (date) */
  readonly suspendedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享已终止 / Access terminated (1.0) */
export interface SharingAccessTerminatedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 理由代码 / reason code */
  readonly reasonCode: 'misuse' | 'scope-exceeded' | 'security-incident' | 'rectification';
  /** 理由 / reason */
  readonly reason: string;
  /** 终止日期 / day (date) */
  readonly terminatedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 数据疑义已答复 / Correction answered (1.0) */
export interface SharingCorrectionAnsweredV1 {
  /** 校核编号 / correction id */
  readonly correctionId: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 提出部门 / department that raised it */
  readonly raisedBy: string;
  /** 结果 / outcome */
  readonly outcome: 'corrected' | 'upheld';
  /** 理由 / reason */
  readonly reason: string;
  /** 答复日期 / day (date) */
  readonly answeredOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 更正已送达 / Correction delivered (1.0) */
export interface SharingCorrectionDeliveredV1 {
  /** 校核编号 / correction id */
  readonly correctionId: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 收到部门 / department */
  readonly department: string;
  /** 通道 / channel */
  readonly channel: 'pull' | 'stream' | 'webhook' | 'topic';
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 数据疑义已提出 / Correction raised (1.0) */
export interface SharingCorrectionRaisedV1 {
  /** 校核编号 / correction id */
  readonly correctionId: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 提出部门 / department that raised it */
  readonly raisedBy: string;
  /** 有误的事件 / the wrong event */
  readonly wrong: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
    /** 位置 / position */
    readonly position: string;
  };
  /** 有疑义的字段 / fields in doubt */
  readonly fields: readonly string[];
  /** 疑义 / defect */
  readonly finding: string;
  /** 提出日期 / day (date) */
  readonly raisedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享数据已处置 / Data disposed of (1.0) */
export interface SharingDataDisposedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 处置方式 / how */
  readonly method: 'deleted' | 'returned' | 'anonymised' | 'archived';
  /** 处置证明 / certificate */
  readonly certificate: {
    /** 证明编号 / certificate id */
    readonly id: string;
    /** 证明文件摘要 / digest of the certificate */
    readonly hash: string;
  };
  /** 处置日期 / day (date) */
  readonly disposedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 数据已读取 / Data read (1.0) */
export interface SharingDataReadV1 {
  /** 读取部门 / reading department */
  readonly department: string;
  /** 部门系统 / department system */
  readonly system: string;
  /** 通道 / channel */
  readonly channel: 'pull' | 'stream' | 'webhook' | 'topic';
  /** 使用场景 / scenario */
  readonly scenario?: string;
  /** 所依据的授权 / grants it was read under */
  readonly grants: readonly {
    /** 授权编号 / grant id */
    readonly grantId: string;
    /** 目的代码 / code of the purpose */
    readonly purpose: string;
    /** 事件数 / events */
    readonly count: number;
  }[];
  /** 自此位置之后 / after this position */
  readonly afterPosition: string;
  /** 至此位置 / up to this position */
  readonly lastPosition: string;
  /** 事件数 / events */
  readonly eventCount: number;
  /** 响应摘要（SHA-256，base64url） / digest of the answer (SHA-256, base64url) */
  readonly responseHash: string;
}

/** 数据已更正 / Datum corrected (1.0) */
export interface SharingDatumCorrectedV1 {
  /** 校核编号 / correction id */
  readonly correctionId: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 事件类型 / event type */
  readonly type: string;
  /** 有误的事件 / the wrong event */
  readonly wrong: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
    /** 位置 / position */
    readonly position: string;
  };
  /** 更正的事件 / the event that corrects it */
  readonly right: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
  };
  /** 更正的字段 / fields corrected */
  readonly fields: readonly string[];
  /** 应告知的部门 / departments to be told */
  readonly readers: readonly string[];
  /** 更正日期 / day (date) */
  readonly correctedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 逾期 / Deadline breached (1.0) */
export interface SharingDeadlineBreachedV1 {
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 规则编号 / id of the rule */
  readonly ruleId: string;
  /** 责任部门 / responsible department */
  readonly department: string;
  /** 到期日 / day it is due (date) */
  readonly dueOn: string;
  /** 依据 / source of the rule */
  readonly source: string;
  /** 条款 / article */
  readonly article: string;
  /** 核实程度 / confidence */
  readonly confidence: 'P' | 'S' | 'K' | 'D';
  /** 所涉授权、目录项或校核 / the grant, item or correction it is about */
  readonly about: string;
}

/** 期限已取消 / Deadline cancelled (1.0) */
export interface SharingDeadlineCancelledV1 {
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 规则编号 / id of the rule */
  readonly ruleId: string;
  /** 责任部门 / responsible department */
  readonly department: string;
  /** 到期日 / day it is due (date) */
  readonly dueOn: string;
  /** 所涉授权、目录项或校核 / the grant, item or correction it is about */
  readonly about: string;
  /** 原因 / reason */
  readonly reason: 'incomplete' | 'withdrawn' | 'returned' | 'settled';
}

/** 期限内事项已完成 / Deadline met (1.0) */
export interface SharingDeadlineMetV1 {
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 规则编号 / id of the rule */
  readonly ruleId: string;
  /** 责任部门 / responsible department */
  readonly department: string;
  /** 到期日 / day it is due (date) */
  readonly dueOn: string;
  /** 所涉授权、目录项或校核 / the grant, item or correction it is about */
  readonly about: string;
  /** 完成时间 / when (date-time) */
  readonly metAt: string;
  /** 是否逾期 / whether it was late */
  readonly late: boolean;
}

/** 期限已变动 / Deadline moved (1.0) */
export interface SharingDeadlineMovedV1 {
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 规则编号 / id of the rule */
  readonly ruleId: string;
  /** 责任部门 / responsible department */
  readonly department: string;
  /** 到期日 / day it is due (date) */
  readonly dueOn: string;
  /** 所涉授权、目录项或校核 / the grant, item or correction it is about */
  readonly about: string;
  /** 原到期日 / day it was due before (date) */
  readonly was: string;
  /** 原因 / cause */
  readonly cause: 'extension' | 'holiday-table';
  /** 可能变动 / may move */
  readonly provisional: boolean;
}

/** 期限已起算 / Deadline set (1.0) */
export interface SharingDeadlineSetV1 {
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 规则编号 / id of the rule */
  readonly ruleId: string;
  /** 责任部门 / responsible department */
  readonly department: string;
  /** 到期日 / day it is due (date) */
  readonly dueOn: string;
  /** 依据 / source of the rule */
  readonly source: string;
  /** 条款 / article */
  readonly article: string;
  /** 核实程度 / confidence */
  readonly confidence: 'P' | 'S' | 'K' | 'D';
  /** 所涉授权、目录项或校核 / the grant, item or correction it is about */
  readonly about: string;
  /** 起算日（不计入） / day it starts, not counted (date) */
  readonly startedOn: string;
  /** 延长的工作日 / working days added */
  readonly extraWorkingDays: number;
  /** 到期日超出节假日表，可能变动 / past the end of the holiday table, so that it may move */
  readonly provisional: boolean;
}

/** 请求补充目录项 / Directory addition requested (1.0) */
export interface SharingDirectoryAdditionRequestedV1 {
  /** 事件类型 / event type */
  readonly type: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 待发布的版本 / version that is to be published */
  readonly version: number;
  /** 需求说明 / what it is needed for */
  readonly need: string;
  /** 收到日期 / day of receipt (date) */
  readonly receivedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 数据目录变更事由已告知 / Directory change notified (1.0) */
export interface SharingDirectoryChangeNotifiedV1 {
  /** 事件类型 / event type */
  readonly type: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 现行版本 / version in force */
  readonly version: number;
  /** 变化原因 / cause */
  readonly cause: 'law' | 'duty';
  /** 说明 / explanation */
  readonly reason: string;
  /** 变化日期 / day of the change (date) */
  readonly changedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录项已发布 / Directory item published (1.0) */
export interface SharingDirectoryItemPublishedV1 {
  /** 目录项 / directory item */
  readonly item: {
    /** 事件类型 / event type */
    readonly type: string;
    /** 名称 / name */
    readonly title: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 提供部门 / provider department */
    readonly provider: string;
    /** 格式 / format */
    readonly format: 'cloudevents-json';
    /** 更新频率 / update frequency */
    readonly updateFrequency: 'real-time' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'irregular';
    /** 共享类型：无条件、有条件、不予 / sharing class */
    readonly sharingClass: 'unconditional' | 'conditional' | 'not-shared';
    /** 共享方式 / ways of sharing */
    readonly sharingWays: readonly ('pull' | 'stream' | 'webhook' | 'topic')[];
    /** 共享条件（有条件共享必填） / conditions (of conditional items) */
    readonly conditions?: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 不予共享的依据（不予共享必填） / legal citation (of items that are not shared) */
    readonly citation?: {
      /** 依据类别 / kind of citation */
      readonly kind: 'law' | 'administrative-regulation' | 'state-council-decision';
      /** 法律、行政法规或国务院决定 / law, administrative regulation or State Council decision */
      readonly source: string;
      /** 条款 / article */
      readonly article: string;
    };
    /** 数据分级 / data grade */
    readonly grade: 'general' | 'important' | 'core';
    /** 数据项 / data items */
    readonly fields: readonly {
      /** 指向 data 的 JSON 指针，* 表示数组的每个元素 / JSON Pointer into data; * is every array element */
      readonly pointer: string;
      /** 是否个人信息 / whether it is personal information */
      readonly personal: boolean;
    }[];
  };
  /** 版本 / version */
  readonly version: number;
  /** 第几次报送 / number of the submission */
  readonly submission: number;
  /** 发布日期 / day of publication (date) */
  readonly publishedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录项已退回 / Directory item returned (1.0) */
export interface SharingDirectoryItemReturnedV1 {
  /** 事件类型 / event type */
  readonly type: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 版本 / version */
  readonly version: number;
  /** 第几次报送 / number of the submission */
  readonly submission: number;
  /** 理由 / reasons */
  readonly reasons: readonly string[];
  /** 退回日期 / day of return (date) */
  readonly returnedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录项已报送 / Directory item submitted (1.0) */
export interface SharingDirectoryItemSubmittedV1 {
  /** 目录项 / directory item */
  readonly item: {
    /** 事件类型 / event type */
    readonly type: string;
    /** 名称 / name */
    readonly title: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 提供部门 / provider department */
    readonly provider: string;
    /** 格式 / format */
    readonly format: 'cloudevents-json';
    /** 更新频率 / update frequency */
    readonly updateFrequency: 'real-time' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'irregular';
    /** 共享类型：无条件、有条件、不予 / sharing class */
    readonly sharingClass: 'unconditional' | 'conditional' | 'not-shared';
    /** 共享方式 / ways of sharing */
    readonly sharingWays: readonly ('pull' | 'stream' | 'webhook' | 'topic')[];
    /** 共享条件（有条件共享必填） / conditions (of conditional items) */
    readonly conditions?: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 不予共享的依据（不予共享必填） / legal citation (of items that are not shared) */
    readonly citation?: {
      /** 依据类别 / kind of citation */
      readonly kind: 'law' | 'administrative-regulation' | 'state-council-decision';
      /** 法律、行政法规或国务院决定 / law, administrative regulation or State Council decision */
      readonly source: string;
      /** 条款 / article */
      readonly article: string;
    };
    /** 数据分级 / data grade */
    readonly grade: 'general' | 'important' | 'core';
    /** 数据项 / data items */
    readonly fields: readonly {
      /** 指向 data 的 JSON 指针，* 表示数组的每个元素 / JSON Pointer into data; * is every array element */
      readonly pointer: string;
      /** 是否个人信息 / whether it is personal information */
      readonly personal: boolean;
    }[];
  };
  /** 版本 / version */
  readonly version: number;
  /** 第几次报送 / number of the submission */
  readonly submission: number;
  /** 报送日期 / day of submission (date) */
  readonly submittedOn: string;
  /** 部门负责人审核 / approval of the head */
  readonly signedOffBy: {
    /** 负责人的不透明编号 / opaque id of the head */
    readonly officer: string;
    /** 签批日期 / day of signing (date) */
    readonly on: string;
  };
  /** 保密审查 / secrecy review */
  readonly secrecyReview: {
    /** 记录编号 / record id */
    readonly id: string;
    /** 完成日期 / day of completion (date) */
    readonly on: string;
  };
  /** 个人信息保护影响评估 / personal-information impact review */
  readonly impactReview: {
    /** 记录编号 / record id */
    readonly id: string;
    /** 完成日期 / day of completion (date) */
    readonly on: string;
  };
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录项已更新 / Directory item updated (1.0) */
export interface SharingDirectoryItemUpdatedV1 {
  /** 目录项 / directory item */
  readonly item: {
    /** 事件类型 / event type */
    readonly type: string;
    /** 名称 / name */
    readonly title: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 提供部门 / provider department */
    readonly provider: string;
    /** 格式 / format */
    readonly format: 'cloudevents-json';
    /** 更新频率 / update frequency */
    readonly updateFrequency: 'real-time' | 'daily' | 'weekly' | 'monthly' | 'yearly' | 'irregular';
    /** 共享类型：无条件、有条件、不予 / sharing class */
    readonly sharingClass: 'unconditional' | 'conditional' | 'not-shared';
    /** 共享方式 / ways of sharing */
    readonly sharingWays: readonly ('pull' | 'stream' | 'webhook' | 'topic')[];
    /** 共享条件（有条件共享必填） / conditions (of conditional items) */
    readonly conditions?: {
      /** 中文 / Chinese */
      readonly zh: string;
      /** 英文 / English */
      readonly en: string;
    };
    /** 不予共享的依据（不予共享必填） / legal citation (of items that are not shared) */
    readonly citation?: {
      /** 依据类别 / kind of citation */
      readonly kind: 'law' | 'administrative-regulation' | 'state-council-decision';
      /** 法律、行政法规或国务院决定 / law, administrative regulation or State Council decision */
      readonly source: string;
      /** 条款 / article */
      readonly article: string;
    };
    /** 数据分级 / data grade */
    readonly grade: 'general' | 'important' | 'core';
    /** 数据项 / data items */
    readonly fields: readonly {
      /** 指向 data 的 JSON 指针，* 表示数组的每个元素 / JSON Pointer into data; * is every array element */
      readonly pointer: string;
      /** 是否个人信息 / whether it is personal information */
      readonly personal: boolean;
    }[];
  };
  /** 版本 / version */
  readonly version: number;
  /** 第几次报送 / number of the submission */
  readonly submission: number;
  /** 发布日期 / day of publication (date) */
  readonly publishedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录项已撤下 / Directory item withdrawn (1.0) */
export interface SharingDirectoryItemWithdrawnV1 {
  /** 事件类型 / event type */
  readonly type: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 版本 / version */
  readonly version: number;
  /** 理由 / reason */
  readonly reason: string;
  /** 撤下日期 / day of withdrawal (date) */
  readonly withdrawnOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 目录更新期限已延长 / Directory update extended (1.0) */
export interface SharingDirectoryUpdateExtendedV1 {
  /** 事件类型 / event type */
  readonly type: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 现行版本 / version in force */
  readonly version: number;
  /** 变化日期 / day of the change (date) */
  readonly changedOn: string;
  /** 延长的工作日 / working days added */
  readonly workingDays: number;
  /** 同意文号 / id of the consent */
  readonly consentId: string;
  /** 理由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享争议已协调 / Dispute coordinated (1.0) */
export interface SharingDisputeCoordinatedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 层级 / level */
  readonly level: 'same-level-authority' | 'common-superior';
  /** 结果 / outcome */
  readonly outcome: 'share' | 'no-share' | 'unsettled';
  /** 意见 / opinion */
  readonly opinion: string;
  /** 日期 / day (date) */
  readonly coordinatedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享争议已决定 / Dispute decided (1.0) */
export interface SharingDisputeDecidedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 决定 / decision */
  readonly outcome: 'share' | 'no-share';
  /** 决定文号 / number of the decision */
  readonly decisionNo: string;
  /** 决定内容 / decision */
  readonly decision: string;
  /** 日期 / day (date) */
  readonly decidedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 共享争议已提出 / Dispute opened (1.0) */
export interface SharingDisputeOpenedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 争议对象 / what is disputed */
  readonly over: 'refusal' | 'overdue';
  /** 理由 / ground */
  readonly ground: string;
  /** 提出日期 / day (date) */
  readonly openedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 安全事件已报告 / Incident reported (1.0) */
export interface SharingIncidentReportedV1 {
  /** 事件编号 / incident id */
  readonly incidentId: string;
  /** 报告部门 / reporting department */
  readonly department: string;
  /** 类别 / kind */
  readonly kind: 'leak' | 'tampering' | 'loss' | 'misuse' | 'outage';
  /** 情况 / what happened */
  readonly finding: string;
  /** 发现时间 / when it was found (date-time) */
  readonly detectedAt: string;
  /** 涉及的事件类型 / event types concerned */
  readonly eventTypes: readonly string[];
  /** 是否涉及个人信息 / whether personal information is concerned */
  readonly personalData: boolean;
  /** 已采取的措施 / measures taken */
  readonly measures: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 同意转供 / Onward sharing consented (1.0) */
export interface SharingOnwardSharingConsentedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 接收部门 / receiving department */
  readonly to: string;
  /** 同意转供的字段 / fields that may be passed on */
  readonly fields: readonly string[];
  /** 转供目的 / purpose */
  readonly purpose: string;
  /** 同意文号 / id of the consent */
  readonly consentId: string;
  /** 同意日期 / day (date) */
  readonly consentedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 使用目的已终了 / Purpose ended (1.0) */
export interface SharingPurposeEndedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 理由 / reason */
  readonly reason: string;
  /** 终了日期 / day (date) */
  readonly endedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 答复期限已延长 / Reply extended (1.0) */
export interface SharingReplyExtendedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 共享类型 / sharing class */
  readonly sharingClass: 'conditional';
  /** 第几次收件 / number of the receipt */
  readonly round: number;
  /** 收到日期 / day of receipt (date) */
  readonly receivedOn: string;
  /** 延长的工作日 / working days added */
  readonly workingDays: number;
  /** 同意文号 / id of the consent */
  readonly consentId: string;
  /** 理由 / reason */
  readonly reason: string;
  /** 延长日期 / day of the extension (date) */
  readonly extendedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 答复逾期 / Reply overdue (1.0) */
export interface SharingReplyOverdueV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 期限编号 / id of the deadline */
  readonly deadlineId: string;
  /** 应答复日期 / day it was due (date) */
  readonly dueOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 材料不全已一次告知 / Request listed as incomplete (1.0) */
export interface SharingRequestIncompleteListedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 需补充的材料 / what is missing */
  readonly missing: readonly string[];
  /** 告知日期 / day of the list (date) */
  readonly listedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 材料已补充 / Request supplemented (1.0) */
export interface SharingRequestSupplementedV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 共享类型：无条件、有条件 / sharing class */
  readonly sharingClass: 'unconditional' | 'conditional';
  /** 补充的材料 / what was supplied */
  readonly supplements: readonly string[];
  /** 收到日期 / day of receipt (date) */
  readonly receivedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 超范围使用 / Scope exceeded (1.0) */
export interface SharingScopeExceededV1 {
  /** 授权编号 / grant id */
  readonly grantId: string;
  /** 需求部门 / requester department */
  readonly requester: string;
  /** 提供部门 / provider department */
  readonly provider: string;
  /** 超出的方面 / what was exceeded */
  readonly kind: 'fields' | 'purpose' | 'period' | 'third-party' | 'volume';
  /** 发现情况 / what was found */
  readonly finding: string;
  /** 发现日期 / day (date) */
  readonly foundOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 数源部门已明确 / Source department named (1.0) */
export interface SharingSourceDepartmentNamedV1 {
  /** 数据项编号 / id of the datum */
  readonly datum: string;
  /** 数源部门 / source department */
  readonly department: string;
  /** 此前的数源部门 / the source until now */
  readonly replaces?: string;
  /** 日期 / day (date) */
  readonly namedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 个人信息投诉已受理 / Complaint of a person filed (1.0) */
export interface SharingSubjectComplaintFiledV1 {
  /** 投诉编号 / complaint id */
  readonly complaintId: string;
  /** 个人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 被投诉部门 / department concerned */
  readonly department: string;
  /** 涉及的事件类型 / event types concerned */
  readonly eventTypes: readonly string[];
  /** 投诉内容 / complaint */
  readonly text: string;
  /** 收到日期 / day (date) */
  readonly receivedOn: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}

/** 使用记录已导出 / Usage record exported (1.0) */
export interface SharingUsageRecordExportedV1 {
  /** 使用部门 / department that used the data */
  readonly department: string;
  /** 起 / first day (date) */
  readonly from: string;
  /** 止 / last day (date) */
  readonly to: string;
  /** 记录数 / records */
  readonly records: number;
  /** 导出内容摘要 / digest of the export */
  readonly hash: string;
  /** 导出给 / exported to */
  readonly exportedTo: string;
  /** 事由 / reason */
  readonly reason: string;
  /** 操作者 / who did it */
  readonly by: {
    /** 部门 / department */
    readonly department: string;
    /** 部门系统 / department system */
    readonly system: string;
    /** 经办人的不透明编号 / opaque id of the officer */
    readonly officer?: string;
  };
}
