// Generated from the contracts folder by packages/contracts/bin/generate.ts. Do not edit.

/** The data of each event type. */
export interface EventDataByType {
  readonly 'courts.administrator-appointed.v1': CourtsAdministratorAppointedV1;
  readonly 'courts.case-accepted.v1': CourtsCaseAcceptedV1;
  readonly 'courts.case-terminated.v1': CourtsCaseTerminatedV1;
  readonly 'courts.judgment-debtor-listed.v1': CourtsJudgmentDebtorListedV1;
  readonly 'courts.seizure-ordered.v1': CourtsSeizureOrderedV1;
  readonly 'courts.seizure-released.v1': CourtsSeizureReleasedV1;
  readonly 'courts.service-address-recorded.v1': CourtsServiceAddressRecordedV1;
  readonly 'customs.declarant-registered.v1': CustomsDeclarantRegisteredV1;
  readonly 'customs.duty-assessed.v1': CustomsDutyAssessedV1;
  readonly 'customs.duty-paid.v1': CustomsDutyPaidV1;
  readonly 'customs.goods-released.v1': CustomsGoodsReleasedV1;
  readonly 'customs.supervised-goods-recorded.v1': CustomsSupervisedGoodsRecordedV1;
  readonly 'market-regulation.abnormal-operation-listed.v1': MarketRegulationAbnormalOperationListedV1;
  readonly 'market-regulation.abnormal-operation-removed.v1': MarketRegulationAbnormalOperationRemovedV1;
  readonly 'market-regulation.address-for-service-confirmed.v1': MarketRegulationAddressForServiceConfirmedV1;
  readonly 'market-regulation.enterprise-changed.v1': MarketRegulationEnterpriseChangedV1;
  readonly 'market-regulation.enterprise-deregistered.v1': MarketRegulationEnterpriseDeregisteredV1;
  readonly 'market-regulation.enterprise-registered.v1': MarketRegulationEnterpriseRegisteredV1;
  readonly 'market-regulation.penalty-decided.v1': MarketRegulationPenaltyDecidedV1;
  readonly 'platform.contract-registered.v1': PlatformContractRegisteredV1;
  readonly 'platform.department-key-registered.v1': PlatformDepartmentKeyRegisteredV1;
  readonly 'platform.department-key-revoked.v1': PlatformDepartmentKeyRevokedV1;
  readonly 'platform.event-skipped.v1': PlatformEventSkippedV1;
  readonly 'platform.personal-data-erased.v1': PlatformPersonalDataErasedV1;
  readonly 'platform.personal-data-read.v1': PlatformPersonalDataReadV1;
  readonly 'platform.processing-restricted.v1': PlatformProcessingRestrictedV1;
  readonly 'platform.processing-restriction-lifted.v1': PlatformProcessingRestrictionLiftedV1;
  readonly 'platform.processor-paused.v1': PlatformProcessorPausedV1;
  readonly 'platform.processor-resumed.v1': PlatformProcessorResumedV1;
  readonly 'platform.sequence-redriven.v1': PlatformSequenceRedrivenV1;
  readonly 'platform.webhook-parked.v1': PlatformWebhookParkedV1;
  readonly 'platform.webhook-registered.v1': PlatformWebhookRegisteredV1;
  readonly 'platform.webhook-removed.v1': PlatformWebhookRemovedV1;
  readonly 'platform.webhook-resumed.v1': PlatformWebhookResumedV1;
  readonly 'property-registry.mortgage-cancelled.v1': PropertyRegistryMortgageCancelledV1;
  readonly 'property-registry.mortgage-registered.v1': PropertyRegistryMortgageRegisteredV1;
  readonly 'property-registry.seal-cancelled.v1': PropertyRegistrySealCancelledV1;
  readonly 'property-registry.seal-entered.v1': PropertyRegistrySealEnteredV1;
  readonly 'property-registry.title-registered.v1': PropertyRegistryTitleRegisteredV1;
  readonly 'property-registry.title-transferred.v1': PropertyRegistryTitleTransferredV1;
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
  readonly 'sharing.subject-complaint-answered.v1': SharingSubjectComplaintAnsweredV1;
  readonly 'sharing.subject-complaint-filed.v1': SharingSubjectComplaintFiledV1;
  readonly 'sharing.usage-record-exported.v1': SharingUsageRecordExportedV1;
  readonly 'tax.arrears-cleared.v1': TaxArrearsClearedV1;
  readonly 'tax.arrears-recorded.v1': TaxArrearsRecordedV1;
  readonly 'tax.clearance-issued.v1': TaxClearanceIssuedV1;
  readonly 'tax.invoice-quota-granted.v1': TaxInvoiceQuotaGrantedV1;
  readonly 'tax.tax-assessed.v1': TaxTaxAssessedV1;
  readonly 'tax.taxpayer-registered.v1': TaxTaxpayerRegisteredV1;
  readonly 'tax.violation-tip-received.v1': TaxViolationTipReceivedV1;
  readonly 'utilities.account-opened.v1': UtilitiesAccountOpenedV1;
  readonly 'utilities.account-transferred.v1': UtilitiesAccountTransferredV1;
  readonly 'utilities.arrears-recorded.v1': UtilitiesArrearsRecordedV1;
  readonly 'utilities.meter-read.v1': UtilitiesMeterReadV1;
  readonly 'utilities.meter-read.v2': UtilitiesMeterReadV2;
  readonly 'utilities.supply-restored.v1': UtilitiesSupplyRestoredV1;
  readonly 'utilities.supply-suspended.v1': UtilitiesSupplySuspendedV1;
  readonly 'vehicle-administration.seal-cancelled.v1': VehicleAdministrationSealCancelledV1;
  readonly 'vehicle-administration.seal-entered.v1': VehicleAdministrationSealEnteredV1;
  readonly 'vehicle-administration.vehicle-registered.v1': VehicleAdministrationVehicleRegisteredV1;
  readonly 'vehicle-administration.vehicle-scrapped.v1': VehicleAdministrationVehicleScrappedV1;
  readonly 'vehicle-administration.vehicle-transferred.v1': VehicleAdministrationVehicleTransferredV1;
}

/** An event type: `<owner>.<event-name>.v<major>`. */
export type EventType = keyof EventDataByType;

/** The latest version of the contract of each event type, as events name it in `dataschema`. */
export const dataschemas: { readonly [Type in EventType]: string } = {
  'courts.administrator-appointed.v1': 'https://contracts.tongban.example/courts/administrator-appointed/1.0',
  'courts.case-accepted.v1': 'https://contracts.tongban.example/courts/case-accepted/1.0',
  'courts.case-terminated.v1': 'https://contracts.tongban.example/courts/case-terminated/1.0',
  'courts.judgment-debtor-listed.v1': 'https://contracts.tongban.example/courts/judgment-debtor-listed/1.0',
  'courts.seizure-ordered.v1': 'https://contracts.tongban.example/courts/seizure-ordered/1.0',
  'courts.seizure-released.v1': 'https://contracts.tongban.example/courts/seizure-released/1.0',
  'courts.service-address-recorded.v1':
    'https://contracts.tongban.example/courts/service-address-recorded/1.0',
  'customs.declarant-registered.v1': 'https://contracts.tongban.example/customs/declarant-registered/1.0',
  'customs.duty-assessed.v1': 'https://contracts.tongban.example/customs/duty-assessed/1.0',
  'customs.duty-paid.v1': 'https://contracts.tongban.example/customs/duty-paid/1.0',
  'customs.goods-released.v1': 'https://contracts.tongban.example/customs/goods-released/1.0',
  'customs.supervised-goods-recorded.v1':
    'https://contracts.tongban.example/customs/supervised-goods-recorded/1.0',
  'market-regulation.abnormal-operation-listed.v1':
    'https://contracts.tongban.example/market-regulation/abnormal-operation-listed/1.0',
  'market-regulation.abnormal-operation-removed.v1':
    'https://contracts.tongban.example/market-regulation/abnormal-operation-removed/1.0',
  'market-regulation.address-for-service-confirmed.v1':
    'https://contracts.tongban.example/market-regulation/address-for-service-confirmed/1.0',
  'market-regulation.enterprise-changed.v1':
    'https://contracts.tongban.example/market-regulation/enterprise-changed/1.0',
  'market-regulation.enterprise-deregistered.v1':
    'https://contracts.tongban.example/market-regulation/enterprise-deregistered/1.0',
  'market-regulation.enterprise-registered.v1':
    'https://contracts.tongban.example/market-regulation/enterprise-registered/1.0',
  'market-regulation.penalty-decided.v1':
    'https://contracts.tongban.example/market-regulation/penalty-decided/1.0',
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
  'platform.processor-paused.v1': 'https://contracts.tongban.example/platform/processor-paused/1.0',
  'platform.processor-resumed.v1': 'https://contracts.tongban.example/platform/processor-resumed/1.0',
  'platform.sequence-redriven.v1': 'https://contracts.tongban.example/platform/sequence-redriven/1.0',
  'platform.webhook-parked.v1': 'https://contracts.tongban.example/platform/webhook-parked/1.0',
  'platform.webhook-registered.v1': 'https://contracts.tongban.example/platform/webhook-registered/1.0',
  'platform.webhook-removed.v1': 'https://contracts.tongban.example/platform/webhook-removed/1.0',
  'platform.webhook-resumed.v1': 'https://contracts.tongban.example/platform/webhook-resumed/1.0',
  'property-registry.mortgage-cancelled.v1':
    'https://contracts.tongban.example/property-registry/mortgage-cancelled/1.0',
  'property-registry.mortgage-registered.v1':
    'https://contracts.tongban.example/property-registry/mortgage-registered/1.0',
  'property-registry.seal-cancelled.v1':
    'https://contracts.tongban.example/property-registry/seal-cancelled/1.0',
  'property-registry.seal-entered.v1': 'https://contracts.tongban.example/property-registry/seal-entered/1.0',
  'property-registry.title-registered.v1':
    'https://contracts.tongban.example/property-registry/title-registered/1.0',
  'property-registry.title-transferred.v1':
    'https://contracts.tongban.example/property-registry/title-transferred/1.0',
  'sharing.access-agreed.v1': 'https://contracts.tongban.example/sharing/access-agreed/1.0',
  'sharing.access-provisioned.v1': 'https://contracts.tongban.example/sharing/access-provisioned/1.0',
  'sharing.access-refused.v1': 'https://contracts.tongban.example/sharing/access-refused/1.0',
  'sharing.access-requested.v1': 'https://contracts.tongban.example/sharing/access-requested/1.0',
  'sharing.access-restored.v1': 'https://contracts.tongban.example/sharing/access-restored/1.0',
  'sharing.access-suspended.v1': 'https://contracts.tongban.example/sharing/access-suspended/1.1',
  'sharing.access-terminated.v1': 'https://contracts.tongban.example/sharing/access-terminated/1.0',
  'sharing.correction-answered.v1': 'https://contracts.tongban.example/sharing/correction-answered/1.0',
  'sharing.correction-delivered.v1': 'https://contracts.tongban.example/sharing/correction-delivered/1.1',
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
    'https://contracts.tongban.example/sharing/directory-item-published/1.1',
  'sharing.directory-item-returned.v1':
    'https://contracts.tongban.example/sharing/directory-item-returned/1.0',
  'sharing.directory-item-submitted.v1':
    'https://contracts.tongban.example/sharing/directory-item-submitted/1.1',
  'sharing.directory-item-updated.v1': 'https://contracts.tongban.example/sharing/directory-item-updated/1.1',
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
    'https://contracts.tongban.example/sharing/request-incomplete-listed/1.1',
  'sharing.request-supplemented.v1': 'https://contracts.tongban.example/sharing/request-supplemented/1.0',
  'sharing.scope-exceeded.v1': 'https://contracts.tongban.example/sharing/scope-exceeded/1.0',
  'sharing.source-department-named.v1':
    'https://contracts.tongban.example/sharing/source-department-named/1.0',
  'sharing.subject-complaint-answered.v1':
    'https://contracts.tongban.example/sharing/subject-complaint-answered/1.0',
  'sharing.subject-complaint-filed.v1':
    'https://contracts.tongban.example/sharing/subject-complaint-filed/1.0',
  'sharing.usage-record-exported.v1': 'https://contracts.tongban.example/sharing/usage-record-exported/1.0',
  'tax.arrears-cleared.v1': 'https://contracts.tongban.example/tax/arrears-cleared/1.0',
  'tax.arrears-recorded.v1': 'https://contracts.tongban.example/tax/arrears-recorded/1.0',
  'tax.clearance-issued.v1': 'https://contracts.tongban.example/tax/clearance-issued/1.0',
  'tax.invoice-quota-granted.v1': 'https://contracts.tongban.example/tax/invoice-quota-granted/1.0',
  'tax.tax-assessed.v1': 'https://contracts.tongban.example/tax/tax-assessed/1.0',
  'tax.taxpayer-registered.v1': 'https://contracts.tongban.example/tax/taxpayer-registered/1.0',
  'tax.violation-tip-received.v1': 'https://contracts.tongban.example/tax/violation-tip-received/1.0',
  'utilities.account-opened.v1': 'https://contracts.tongban.example/utilities/account-opened/1.0',
  'utilities.account-transferred.v1': 'https://contracts.tongban.example/utilities/account-transferred/1.0',
  'utilities.arrears-recorded.v1': 'https://contracts.tongban.example/utilities/arrears-recorded/1.0',
  'utilities.meter-read.v1': 'https://contracts.tongban.example/utilities/meter-read/1.1',
  'utilities.meter-read.v2': 'https://contracts.tongban.example/utilities/meter-read/2.0',
  'utilities.supply-restored.v1': 'https://contracts.tongban.example/utilities/supply-restored/1.0',
  'utilities.supply-suspended.v1': 'https://contracts.tongban.example/utilities/supply-suspended/1.0',
  'vehicle-administration.seal-cancelled.v1':
    'https://contracts.tongban.example/vehicle-administration/seal-cancelled/1.0',
  'vehicle-administration.seal-entered.v1':
    'https://contracts.tongban.example/vehicle-administration/seal-entered/1.0',
  'vehicle-administration.vehicle-registered.v1':
    'https://contracts.tongban.example/vehicle-administration/vehicle-registered/1.0',
  'vehicle-administration.vehicle-scrapped.v1':
    'https://contracts.tongban.example/vehicle-administration/vehicle-scrapped/1.0',
  'vehicle-administration.vehicle-transferred.v1':
    'https://contracts.tongban.example/vehicle-administration/vehicle-transferred/1.0',
};

/** 管理人已指定 / Administrator appointed (1.0) */
export interface CourtsAdministratorAppointedV1 {
  /** 案号 / case number */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 指定管理人决定书文号 / number of the decision */
  readonly documentNumber: string;
  /** 指定方式 / how it was chosen */
  readonly mode: 'rotation' | 'lot' | 'competition' | 'recommendation' | 'nomination' | 'liquidation-group';
  /** 管理人 / administrator */
  readonly administrator: {
    /** 管理人名册编号 / id in the roster of administrators */
    readonly rosterId: string;
    /** 管理人类型 / kind of administrator */
    readonly kind: 'firm' | 'individual' | 'liquidation-group';
    /** 机构的统一社会信用代码 / unified social credit code of the organisation (uscc) */
    readonly uscc?: string;
    /** 机构名称；个人管理人为其所在机构 / name of the organisation, for an individual that where they work */
    readonly name: string;
  };
  /** 管理人负责人 / person who leads the administration */
  readonly leader: CourtsAdministratorAppointedV1Contact;
  /** 指定日期 / day of appointment (date) */
  readonly appointedOn: string;
  /** 被更换管理人的名册编号 / roster id of the administrator replaced */
  readonly replaces?: string;
}

/** 联系人 / contact person */
export interface CourtsAdministratorAppointedV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 破产案件已受理 / Bankruptcy case accepted (1.0) */
export interface CourtsCaseAcceptedV1 {
  /** 案号 / case number */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 债务人的统一社会信用代码 / unified social credit code of the debtor (uscc) */
  readonly debtorUscc: string;
  /** 债务人名称 / name of the debtor */
  readonly debtorName: string;
  /** 程序 / procedure */
  readonly kind: 'liquidation' | 'reorganisation' | 'settlement';
  /** 申请人 / who petitioned */
  readonly petitioner: 'creditor' | 'debtor' | 'liquidator' | 'execution-transfer';
  /** 受理裁定书文号 / number of the ruling of acceptance */
  readonly rulingNumber: string;
  /** 是否适用简易程序 / whether the simple procedure applies */
  readonly simpleProcedure: boolean;
  /** 受理日期 / day of acceptance (date) */
  readonly acceptedOn: string;
  /** 债权申报起始日 / first day for claims (date) */
  readonly claimsFrom?: string;
  /** 债权申报截止日 / last day for claims (date) */
  readonly claimsTo?: string;
  /** 第一次债权人会议日期 / day of the first creditors' meeting (date) */
  readonly firstMeetingOn?: string;
}

/** 破产程序已终结 / Bankruptcy proceedings terminated (1.0) */
export interface CourtsCaseTerminatedV1 {
  /** 案号 / case number */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 债务人的统一社会信用代码 / unified social credit code of the debtor (uscc) */
  readonly debtorUscc: string;
  /** 债务人名称 / name of the debtor */
  readonly debtorName: string;
  /** 终结事由 / ground */
  readonly ground:
    | 'expenses-not-covered'
    | 'private-settlement'
    | 'paid-or-guaranteed'
    | 'nothing-to-distribute'
    | 'distributed';
  /** 终结裁定书文号 / number of the ruling of termination */
  readonly rulingNumber: string;
  /** 终结日期 / day of termination (date) */
  readonly terminatedOn: string;
}

/** 已纳入失信被执行人名单 / Judgment debtor listed (1.0) */
export interface CourtsJudgmentDebtorListedV1 {
  /** 执行案号 / number of the execution case */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 被执行人 / judgment debtor */
  readonly debtor: CourtsJudgmentDebtorListedV1Party;
  /** 法定代表人或者负责人 / legal representative or person in charge */
  readonly legalRepresentative?: CourtsJudgmentDebtorListedV1Person;
  /** 执行依据文号 / document that is executed */
  readonly basisDocumentNumber: string;
  /** 生效法律文书确定的义务 / duty by the document executed */
  readonly obligation: string;
  /** 履行情况 / performance */
  readonly performance: 'none' | 'partial' | 'full';
  /** 失信行为情形 / conduct */
  readonly conduct:
    | 'able-but-unwilling'
    | 'obstruction'
    | 'evasion'
    | 'property-report-breach'
    | 'consumption-limit-breach'
    | 'settlement-breach';
  /** 立案日期 / day the case was filed (date) */
  readonly filedOn: string;
  /** 纳入日期 / day of listing (date) */
  readonly listedOn: string;
  /** 纳入期限届满日 / last day of the listing (date) */
  readonly until?: string;
}

/** 自然人 / natural person */
export interface CourtsJudgmentDebtorListedV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface CourtsJudgmentDebtorListedV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface CourtsJudgmentDebtorListedV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: CourtsJudgmentDebtorListedV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: CourtsJudgmentDebtorListedV1Person;
}

/** 查封、扣押、冻结已裁定 / Seizure ordered (1.0) */
export interface CourtsSeizureOrderedV1 {
  /** 查封编号 / id of the seizure */
  readonly seizureId: string;
  /** 措施 / measure */
  readonly measure: 'seal' | 'detain' | 'freeze';
  /** 轮候序位，0 为首封 / position in the queue, 0 is the first seizure */
  readonly position: number;
  /** 案号 / case number */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 裁定书文号 / number of the ruling */
  readonly rulingNumber: string;
  /** 协助执行通知书文号 / number of the notice to assist */
  readonly assistanceNoticeNumber: string;
  /** 协助执行单位 / who assists */
  readonly executor:
    | 'property-registry'
    | 'vehicle-administration'
    | 'market-regulation'
    | 'customs'
    | 'bank'
    | 'securities-depository';
  /** 被执行人或者被保全人 / debtor */
  readonly debtor: CourtsSeizureOrderedV1Party;
  /** 限额，单位分 / amount secured, in fen */
  readonly limitFen?: number;
  /** 起始日 / first day (date) */
  readonly from: string;
  /** 届满日 / last day (date) */
  readonly until: string;
}

/** 自然人 / natural person */
export interface CourtsSeizureOrderedV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface CourtsSeizureOrderedV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface CourtsSeizureOrderedV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: CourtsSeizureOrderedV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: CourtsSeizureOrderedV1Person;
}

/** 查封、扣押、冻结已解除 / Seizure released (1.0) */
export interface CourtsSeizureReleasedV1 {
  /** 查封编号 / id of the seizure */
  readonly seizureId: string;
  /** 案号 / case number */
  readonly caseNumber: string;
  /** 法院 / court */
  readonly court: string;
  /** 裁定书文号 / number of the ruling */
  readonly rulingNumber: string;
  /** 解除事由 / reason */
  readonly reason:
    | 'debt-paid'
    | 'security-given'
    | 'application-withdrawn'
    | 'bankruptcy-accepted'
    | 'sold'
    | 'not-the-debtors'
    | 'excessive'
    | 'other';
  /** 破产案号 / number of the bankruptcy case */
  readonly bankruptcyCaseNumber?: string;
  /** 解除日期 / day of release (date) */
  readonly releasedOn: string;
}

/** 送达地址已收录 / Address for service recorded (1.0) */
export interface CourtsServiceAddressRecordedV1 {
  /** 版本，自 1 起递增 / version, counted from 1 */
  readonly version: number;
  /** 地址来源 / where the address comes from */
  readonly basis: 'confirmed' | 'registered-domicile';
  /** 送达地址 / address for service */
  readonly serviceAddress: CourtsServiceAddressRecordedV1Address;
  /** 是否同意电子送达 / whether electronic service is accepted */
  readonly electronicServiceAccepted: boolean;
  /** 收件人 / person who receives */
  readonly recipient?: CourtsServiceAddressRecordedV1Contact;
  /** 适用起始日 / in force from (date) */
  readonly effectiveFrom: string;
  /** 收录日期 / day of recording (date) */
  readonly recordedOn: string;
  /** 法院 / court */
  readonly court: string;
}

/** 地址 / address */
export interface CourtsServiceAddressRecordedV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 联系人 / contact person */
export interface CourtsServiceAddressRecordedV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 报关单位已备案 / Customs declarant registered (1.0) */
export interface CustomsDeclarantRegisteredV1 {
  /** 名称 / name */
  readonly name: string;
  /** 海关编码，十位 / customs code, ten characters */
  readonly customsCode: string;
  /** 报关单位类型 / kind of declarant */
  readonly kind: 'consignee-consignor' | 'customs-broker' | 'temporary';
  /** 联系人 / contact person */
  readonly contact?: CustomsDeclarantRegisteredV1Contact;
  /** 备案日期 / day of registration (date) */
  readonly registeredOn: string;
  /** 备案海关 / customs office of registration */
  readonly authority: string;
}

/** 联系人 / contact person */
export interface CustomsDeclarantRegisteredV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 关税及进口环节税已确定 / Customs duty assessed (1.0) */
export interface CustomsDutyAssessedV1 {
  /** 报关单号，十八位 / number of the customs declaration, 18 digits */
  readonly declarationNumber: string;
  /** 税款缴款书号 / number of the duty payment notice */
  readonly assessmentNumber: string;
  /** 确定事由 / reason */
  readonly reason: 'import' | 'export' | 'supervised-goods-sold' | 'reassessed';
  /** 各项税款 / duties */
  readonly duties: readonly {
    /** 税种 / kind of duty */
    readonly kind:
      | 'import-duty'
      | 'export-duty'
      | 'import-vat'
      | 'import-consumption-tax'
      | 'anti-dumping-duty'
      | 'countervailing-duty'
      | 'deferral-interest';
    /** 税额，单位分 / amount, in fen */
    readonly amountFen: number;
  }[];
  /** 税款合计，单位分 / total, in fen */
  readonly totalFen: number;
  /** 确定日期 / day of assessment (date) */
  readonly assessedOn: string;
  /** 缴款期限 / day by which it is to be paid (date) */
  readonly dueOn: string;
  /** 海关 / customs office */
  readonly authority: string;
}

/** 关税及进口环节税已缴清 / Customs duty paid (1.0) */
export interface CustomsDutyPaidV1 {
  /** 报关单号，十八位 / number of the customs declaration, 18 digits */
  readonly declarationNumber: string;
  /** 税款缴款书号 / number of the duty payment notice */
  readonly assessmentNumber: string;
  /** 缴纳方式 / how */
  readonly how: 'paid' | 'guaranteed' | 'monthly-collected' | 'enforced';
  /** 缴纳或者担保的税款，单位分 / duty paid or secured, in fen */
  readonly amountFen: number;
  /** 缴纳的滞纳金，单位分 / late fee paid, in fen */
  readonly lateFeeFen: number;
  /** 缴清或者担保日期 / day it was paid or secured (date) */
  readonly paidOn: string;
  /** 海关 / customs office */
  readonly authority: string;
}

/** 货物已放行或者解除监管 / Goods released by customs (1.0) */
export interface CustomsGoodsReleasedV1 {
  /** 报关单号，十八位 / number of the customs declaration, 18 digits */
  readonly declarationNumber: string;
  /** 报关单项号 / items of the declaration */
  readonly itemNumbers: readonly number[];
  /** 结果 / outcome */
  readonly outcome:
    | 'released'
    | 'supervision-ended'
    | 're-exported'
    | 'moved-into-bond'
    | 'destroyed'
    | 'given-up';
  /** 办结日期 / day of completion (date) */
  readonly releasedOn: string;
  /** 海关 / customs office */
  readonly authority: string;
}

/** 海关监管货物已记载 / Goods under customs supervision recorded (1.0) */
export interface CustomsSupervisedGoodsRecordedV1 {
  /** 报关单号，十八位 / number of the customs declaration, 18 digits */
  readonly declarationNumber: string;
  /** 报关单项号 / item in the declaration */
  readonly itemNumber: number;
  /** 货物名称 / name of the goods */
  readonly goodsName: string;
  /** 税则号列，十位 / tariff code, ten digits */
  readonly tariffCode: string;
  /** 数量，按最小计量单位取整 / quantity in whole smallest units */
  readonly quantity: number;
  /** 计量单位 / unit */
  readonly unit: string;
  /** 计税价格，单位分 / customs value, in fen */
  readonly customsValueFen: number;
  /** 监管方式 / regime */
  readonly regime:
    | 'bonded'
    | 'duty-reduced'
    | 'processing-trade'
    | 'temporary-admission'
    | 'lease'
    | 'not-cleared';
  /** 存放地点 / where the goods are */
  readonly location: CustomsSupervisedGoodsRecordedV1Address;
  /** 监管期限届满日 / last day of supervision (date) */
  readonly supervisedUntil?: string;
  /** 记载日期 / day of recording (date) */
  readonly recordedOn: string;
  /** 海关 / customs office */
  readonly authority: string;
}

/** 地址 / address */
export interface CustomsSupervisedGoodsRecordedV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 已列入经营异常名录 / Put on the list of abnormal operations (1.0) */
export interface MarketRegulationAbnormalOperationListedV1 {
  /** 列入决定书文号 / number of the decision to list */
  readonly documentNumber: string;
  /** 列入事由 / reason */
  readonly reason:
    | 'yearly-report-not-filed'
    | 'information-not-published'
    | 'false-information'
    | 'unreachable-at-domicile';
  /** 列入日期 / day of listing (date) */
  readonly listedOn: string;
  /** 列入机关 / listing authority */
  readonly authority: string;
}

/** 已移出经营异常名录 / Taken off the list of abnormal operations (1.0) */
export interface MarketRegulationAbnormalOperationRemovedV1 {
  /** 移出决定书文号 / number of the decision to remove */
  readonly documentNumber: string;
  /** 原列入决定书文号 / number of the decision to list */
  readonly listingDocumentNumber: string;
  /** 移出事由 / reason */
  readonly reason:
    | 'yearly-report-filed'
    | 'information-published'
    | 'falsehood-corrected'
    | 'reachable-again'
    | 'listed-wrongly';
  /** 移出日期 / day of removal (date) */
  readonly removedOn: string;
  /** 移出机关 / removing authority */
  readonly authority: string;
}

/** 法律文书送达地址已确认 / Address for service confirmed (1.0) */
export interface MarketRegulationAddressForServiceConfirmedV1 {
  /** 版本，自 1 起递增 / version, counted from 1 */
  readonly version: number;
  /** 确认时机 / occasion */
  readonly occasion: 'registration' | 'change' | 'yearly-report' | 'own-motion';
  /** 送达地址 / address for service */
  readonly serviceAddress: MarketRegulationAddressForServiceConfirmedV1Address;
  /** 是否同意电子送达 / whether electronic service is accepted */
  readonly electronicServiceAccepted: boolean;
  /** 收件人 / person who receives */
  readonly recipient: MarketRegulationAddressForServiceConfirmedV1Contact;
  /** 确认日期 / day of confirmation (date) */
  readonly confirmedOn: string;
  /** 登记机关 / registration authority */
  readonly authority: string;
}

/** 地址 / address */
export interface MarketRegulationAddressForServiceConfirmedV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 联系人 / contact person */
export interface MarketRegulationAddressForServiceConfirmedV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 企业登记事项已变更 / Enterprise changed (1.0) */
export interface MarketRegulationEnterpriseChangedV1 {
  /** 变更的事项 / what was changed */
  readonly changed: readonly ('name' | 'kind' | 'registered-address' | 'legal-representative' | 'business-scope' | 'registered-capital' | 'shareholders' | 'import-export' | 'phone')[];
  /** 名称 / name */
  readonly name?: string;
  /** 主体类型 / kind of market entity */
  readonly kind?:
    | 'limited-company'
    | 'joint-stock-company'
    | 'sole-proprietorship'
    | 'partnership'
    | 'farmers-cooperative'
    | 'individual-business'
    | 'branch'
    | 'foreign-company-branch';
  /** 变更后的住所 / registered domicile after the change */
  readonly registeredAddress?: MarketRegulationEnterpriseChangedV1Address;
  /** 变更后的法定代表人，未变更时为现任 / legal representative after the change, or the present one where unchanged */
  readonly legalRepresentative: MarketRegulationEnterpriseChangedV1Person;
  /** 经营范围 / business scope */
  readonly businessScope?: string;
  /** 变更后的注册资本，单位分 / registered capital after the change, in fen */
  readonly registeredCapitalFen?: number;
  /** 股东或者出资人 / shareholders or investors */
  readonly shareholders?: readonly {
    /** 股东或者出资人 / shareholder or investor */
    readonly holder: MarketRegulationEnterpriseChangedV1Party;
    /** 认缴出资额，单位分 / capital subscribed, in fen */
    readonly subscribedFen: number;
  }[];
  /** 是否从事进出口 / whether it imports or exports */
  readonly importExport?: boolean;
  /** 变更后的企业联系电话 / telephone number of the enterprise after the change */
  readonly phone?: string;
  /** 变更登记日期 / day of the change (date) */
  readonly changedOn: string;
  /** 登记机关 / registration authority */
  readonly authority: string;
}

/** 地址 / address */
export interface MarketRegulationEnterpriseChangedV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 自然人 / natural person */
export interface MarketRegulationEnterpriseChangedV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface MarketRegulationEnterpriseChangedV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface MarketRegulationEnterpriseChangedV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: MarketRegulationEnterpriseChangedV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: MarketRegulationEnterpriseChangedV1Person;
}

/** 企业已注销登记 / Enterprise deregistered (1.0) */
export interface MarketRegulationEnterpriseDeregisteredV1 {
  /** 注销方式 / way of deregistration */
  readonly path: 'simple' | 'ordinary' | 'promise' | 'forced' | 'bankruptcy' | 'compulsory-liquidation';
  /** 注销登记日期 / day of deregistration (date) */
  readonly deregisteredOn: string;
  /** 准予注销登记通知书文号 / number of the notice of deregistration */
  readonly documentNumber: string;
  /** 终结程序裁定书文号 / number of the ruling that terminated the proceedings */
  readonly rulingNumber?: string;
  /** 清税证明文号 / number of the tax clearance */
  readonly clearanceNumber?: string;
  /** 登记机关 / registration authority */
  readonly authority: string;
}

/** 企业已设立登记 / Enterprise registered (1.0) */
export interface MarketRegulationEnterpriseRegisteredV1 {
  /** 名称 / name */
  readonly name: string;
  /** 主体类型 / kind of market entity */
  readonly kind:
    | 'limited-company'
    | 'joint-stock-company'
    | 'sole-proprietorship'
    | 'partnership'
    | 'farmers-cooperative'
    | 'individual-business'
    | 'branch'
    | 'foreign-company-branch';
  /** 住所或者主要经营场所 / registered domicile */
  readonly registeredAddress: MarketRegulationEnterpriseRegisteredV1Address;
  /** 法定代表人、执行事务合伙人或者负责人 / legal representative, managing partner or person in charge */
  readonly legalRepresentative: MarketRegulationEnterpriseRegisteredV1Person;
  /** 经营范围 / business scope */
  readonly businessScope: string;
  /** 注册资本或者出资额，单位分 / registered capital, in fen */
  readonly registeredCapitalFen: number;
  /** 股东或者出资人 / shareholders or investors */
  readonly shareholders?: readonly {
    /** 股东或者出资人 / shareholder or investor */
    readonly holder: MarketRegulationEnterpriseRegisteredV1Party;
    /** 认缴出资额，单位分 / capital subscribed, in fen */
    readonly subscribedFen: number;
  }[];
  /** 是否从事进出口 / whether it will import or export */
  readonly importExport: boolean;
  /** 营业执照编号 / number of the business licence */
  readonly licenceNumber: string;
  /** 成立日期，即营业执照签发日期 / day of registration, which is the date of the licence (date) */
  readonly registeredOn: string;
  /** 企业联系电话 / telephone number of the enterprise */
  readonly phone: string;
  /** 登记机关 / registration authority */
  readonly authority: string;
}

/** 地址 / address */
export interface MarketRegulationEnterpriseRegisteredV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 自然人 / natural person */
export interface MarketRegulationEnterpriseRegisteredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface MarketRegulationEnterpriseRegisteredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface MarketRegulationEnterpriseRegisteredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: MarketRegulationEnterpriseRegisteredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: MarketRegulationEnterpriseRegisteredV1Person;
}

/** 行政处罚已决定 / Administrative penalty decided (1.0) */
export interface MarketRegulationPenaltyDecidedV1 {
  /** 处罚决定书文号 / number of the decision */
  readonly documentNumber: string;
  /** 程序 / procedure */
  readonly procedure: 'summary' | 'ordinary';
  /** 处罚种类 / kinds of penalty */
  readonly penalties: readonly ('warning' | 'criticism' | 'fine' | 'confiscation' | 'permit-suspended' | 'qualification-lowered' | 'permit-revoked' | 'licence-revoked' | 'business-restricted' | 'production-suspended' | 'closure-ordered' | 'trade-banned')[];
  /** 罚款，单位分 / fine, in fen */
  readonly fineFen?: number;
  /** 没收违法所得，单位分 / unlawful gains confiscated, in fen */
  readonly confiscatedFen?: number;
  /** 违法行为 / violation */
  readonly violation: string;
  /** 处罚依据 / provision applied */
  readonly provision: string;
  /** 处罚决定日期 / day of the decision (date) */
  readonly decidedOn: string;
  /** 处罚机关 / penalising authority */
  readonly authority: string;
}

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

/** 处理程序已暂停 / Processor paused (1.0) */
export interface PlatformProcessorPausedV1 {
  /** 处理程序 / processor */
  readonly processor: string;
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

/** 处理程序已恢复 / Processor resumed (1.0) */
export interface PlatformProcessorResumedV1 {
  /** 处理程序 / processor */
  readonly processor: string;
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

/** 不动产抵押权已注销 / Mortgage cancelled (1.0) */
export interface PropertyRegistryMortgageCancelledV1 {
  /** 不动产登记证明号 / number of the mortgage */
  readonly mortgageNumber: string;
  /** 注销事由 / reason */
  readonly reason: 'debt-paid' | 'waived' | 'realised' | 'court-sale' | 'bankruptcy-sale' | 'judgment';
  /** 依据文书文号 / document it rests on */
  readonly documentNumber?: string;
  /** 登簿时间 / instant of cancellation (date-time) */
  readonly cancelledAt: string;
  /** 登记机构 / registry */
  readonly authority: string;
}

/** 不动产抵押权已登记 / Mortgage registered (1.0) */
export interface PropertyRegistryMortgageRegisteredV1 {
  /** 不动产登记证明号 / number of the mortgage */
  readonly mortgageNumber: string;
  /** 抵押方式 / kind of mortgage */
  readonly kind: 'ordinary' | 'maximum-amount' | 'under-construction';
  /** 抵押权人 / mortgagee */
  readonly mortgagee: PropertyRegistryMortgageRegisteredV1Party;
  /** 抵押人 / mortgagor */
  readonly mortgagor: PropertyRegistryMortgageRegisteredV1Party;
  /** 债务人 / debtor */
  readonly debtor?: PropertyRegistryMortgageRegisteredV1Party;
  /** 被担保的债权数额或者最高债权额，单位分 / debt secured, or its maximum, in fen */
  readonly securedFen: number;
  /** 债务履行期或者债权确定期间起 / first day of the debt (date) */
  readonly debtFrom: string;
  /** 债务履行期或者债权确定期间止 / last day of the debt (date) */
  readonly debtTo: string;
  /** 顺位 / rank */
  readonly rank: number;
  /** 登簿时间 / instant of registration (date-time) */
  readonly registeredAt: string;
  /** 登记机构 / registry */
  readonly authority: string;
}

/** 自然人 / natural person */
export interface PropertyRegistryMortgageRegisteredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface PropertyRegistryMortgageRegisteredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface PropertyRegistryMortgageRegisteredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: PropertyRegistryMortgageRegisteredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: PropertyRegistryMortgageRegisteredV1Person;
}

/** 不动产查封已注销 / Seal on real estate cancelled (1.0) */
export interface PropertyRegistrySealCancelledV1 {
  /** 查封登记编号 / id of the seal */
  readonly sealId: string;
  /** 注销事由 / reason */
  readonly reason: 'released' | 'lapsed' | 'sold-first' | 'title-not-the-debtors' | 'entered-wrongly';
  /** 解除文书文号 / document of the release */
  readonly documentNumber?: string;
  /** 注销时间 / instant of cancellation (date-time) */
  readonly cancelledAt: string;
  /** 登记机关 / register */
  readonly authority: string;
}

/** 不动产查封已登记 / Seal entered on real estate (1.0) */
export interface PropertyRegistrySealEnteredV1 {
  /** 查封登记编号 / id of the seal */
  readonly sealId: string;
  /** 类型 / kind */
  readonly kind: 'seal' | 'waiting' | 'provisional';
  /** 轮候序位，0 为首封 / position in the queue, 0 is the first seal */
  readonly position: number;
  /** 采取措施的机关 / kind of authority */
  readonly authorityKind: 'court' | 'procuratorate' | 'police' | 'tax' | 'customs' | 'other';
  /** 采取措施的机关名称 / authority that seals */
  readonly sealingAuthority: string;
  /** 协助执行文书文号 / number of the notice to assist */
  readonly documentNumber: string;
  /** 案号 / case number */
  readonly caseNumber?: string;
  /** 起始日 / first day (date) */
  readonly from: string;
  /** 届满日 / last day (date) */
  readonly until: string;
  /** 登记时间 / instant of entry (date-time) */
  readonly enteredAt: string;
  /** 登记机关 / register */
  readonly authority: string;
}

/** 不动产权利已首次登记 / Title first registered (1.0) */
export interface PropertyRegistryTitleRegisteredV1 {
  /** 不动产单元代码，二十八位 / number of the real-estate unit, 28 characters */
  readonly unitNumber: string;
  /** 不动产权证书号 / number of the title certificate */
  readonly certificateNumber: string;
  /** 坐落 / location */
  readonly location: PropertyRegistryTitleRegisteredV1Address;
  /** 用途 / use */
  readonly use: 'residential' | 'commercial' | 'industrial' | 'office' | 'warehouse' | 'other';
  /** 土地权利性质 / nature of the land right */
  readonly landRight: 'granted' | 'allocated' | 'leased' | 'collective';
  /** 土地使用期限届满日 / last day of the land right (date) */
  readonly landRightUntil?: string;
  /** 建筑面积，单位平方分米 / floor area, in square decimetres */
  readonly areaDm2: number;
  /** 权利人及份额 / owners and shares */
  readonly owners: readonly PropertyRegistryTitleRegisteredV1Owner[];
  /** 登记日期 / day of registration (date) */
  readonly registeredOn: string;
  /** 登记机构 / registry */
  readonly authority: string;
}

/** 地址 / address */
export interface PropertyRegistryTitleRegisteredV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 自然人 / natural person */
export interface PropertyRegistryTitleRegisteredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface PropertyRegistryTitleRegisteredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface PropertyRegistryTitleRegisteredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: PropertyRegistryTitleRegisteredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: PropertyRegistryTitleRegisteredV1Person;
}

/** 权利人及其份额 / owner and share */
export interface PropertyRegistryTitleRegisteredV1Owner {
  /** 权利人 / holder */
  readonly holder: PropertyRegistryTitleRegisteredV1Party;
  /** 份额的分子 / numerator of the share */
  readonly shareNumerator: number;
  /** 份额的分母 / denominator of the share */
  readonly shareDenominator: number;
}

/** 不动产权利已转移登记 / Title transferred (1.0) */
export interface PropertyRegistryTitleTransferredV1 {
  /** 新不动产权证书号 / number of the new title certificate */
  readonly certificateNumber: string;
  /** 原不动产权证书号 / number of the old title certificate */
  readonly previousCertificateNumber: string;
  /** 转移事由 / reason */
  readonly reason:
    | 'sale'
    | 'court-sale'
    | 'bankruptcy-sale'
    | 'gift'
    | 'inheritance'
    | 'contribution'
    | 'merger-or-division'
    | 'judgment'
    | 'other';
  /** 原权利人及份额 / previous owners and shares */
  readonly previousOwners: readonly PropertyRegistryTitleTransferredV1Owner[];
  /** 新权利人及份额 / new owners and shares */
  readonly owners: readonly PropertyRegistryTitleTransferredV1Owner[];
  /** 成交价款，单位分 / price, in fen */
  readonly considerationFen?: number;
  /** 裁定书文号 / number of the ruling */
  readonly rulingNumber?: string;
  /** 完税凭证号 / number of the tax receipt */
  readonly taxReceiptNumber?: string;
  /** 转移登记日期 / day of the transfer (date) */
  readonly transferredOn: string;
  /** 登记机构 / registry */
  readonly authority: string;
}

/** 自然人 / natural person */
export interface PropertyRegistryTitleTransferredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface PropertyRegistryTitleTransferredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface PropertyRegistryTitleTransferredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: PropertyRegistryTitleTransferredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: PropertyRegistryTitleTransferredV1Person;
}

/** 权利人及其份额 / owner and share */
export interface PropertyRegistryTitleTransferredV1Owner {
  /** 权利人 / holder */
  readonly holder: PropertyRegistryTitleTransferredV1Party;
  /** 份额的分子 / numerator of the share */
  readonly shareNumerator: number;
  /** 份额的分母 / denominator of the share */
  readonly shareDenominator: number;
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

/** 共享已暂停 / Access suspended (1.1) */
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
  /** 以何身份：提供部门、主管部门；主管部门暂停的只能由其恢复 / in which capacity; what the authority suspends only the authority restores */
  readonly as?: 'provider' | 'authority';
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

/** 更正已送达 / Correction delivered (1.1) */
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
  /** 有误的事件 / the wrong event */
  readonly wrong?: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
  };
  /** 更正的事件 / the event that corrects it */
  readonly right?: {
    /** 事件来源 / event source */
    readonly source: string;
    /** 事件编号 / event id */
    readonly id: string;
  };
  /** 更正的字段 / fields corrected */
  readonly fields?: readonly string[];
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

/** 目录项已发布 / Directory item published (1.1) */
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
      /** 字段所载的数据项编号（一数一源） / id of the datum that the field carries (one source for one datum) */
      readonly datum?: string;
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

/** 目录项已报送 / Directory item submitted (1.1) */
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
      /** 字段所载的数据项编号（一数一源） / id of the datum that the field carries (one source for one datum) */
      readonly datum?: string;
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

/** 目录项已更新 / Directory item updated (1.1) */
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
      /** 字段所载的数据项编号（一数一源） / id of the datum that the field carries (one source for one datum) */
      readonly datum?: string;
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

/** 材料不全已一次告知 / Request listed as incomplete (1.1) */
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
  /** 最迟补充日期；此前不得以未补充为由拒绝 / last day to supply it; no refusal for it before that (date) */
  readonly supplementBy?: string;
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

/** 个人信息投诉已答复 / Complaint of a person answered (1.0) */
export interface SharingSubjectComplaintAnsweredV1 {
  /** 投诉编号 / complaint id */
  readonly complaintId: string;
  /** 个人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 被投诉部门 / department concerned */
  readonly department: string;
  /** 是否属实：属实、部分属实、不属实 / whether it was founded */
  readonly outcome: 'founded' | 'partly-founded' | 'not-founded';
  /** 答复内容 / answer */
  readonly text: string;
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

/** 欠税已清缴 / Tax arrears cleared (1.0) */
export interface TaxArrearsClearedV1 {
  /** 应征凭证号 / number of the assessment */
  readonly assessmentNumber: string;
  /** 税种 / kind of tax */
  readonly taxType:
    | 'value-added-tax'
    | 'consumption-tax'
    | 'enterprise-income-tax'
    | 'individual-income-tax-withheld'
    | 'land-value-added-tax'
    | 'property-tax'
    | 'urban-land-use-tax'
    | 'deed-tax'
    | 'stamp-duty'
    | 'vehicle-purchase-tax'
    | 'city-construction-tax'
    | 'education-surcharge';
  /** 了结方式 / how it ended */
  readonly how: 'paid' | 'enforced' | 'set-off' | 'bankruptcy-distribution' | 'written-off';
  /** 了结的税款，单位分 / tax that ended, in fen */
  readonly amountFen: number;
  /** 了结的滞纳金，单位分 / late fee that ended, in fen */
  readonly lateFeeFen: number;
  /** 了结日期 / day it ended (date) */
  readonly clearedOn: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 欠税已登记 / Tax arrears recorded (1.0) */
export interface TaxArrearsRecordedV1 {
  /** 应征凭证号 / number of the assessment */
  readonly assessmentNumber: string;
  /** 税种 / kind of tax */
  readonly taxType:
    | 'value-added-tax'
    | 'consumption-tax'
    | 'enterprise-income-tax'
    | 'individual-income-tax-withheld'
    | 'land-value-added-tax'
    | 'property-tax'
    | 'urban-land-use-tax'
    | 'deed-tax'
    | 'stamp-duty'
    | 'vehicle-purchase-tax'
    | 'city-construction-tax'
    | 'education-surcharge';
  /** 欠缴税款，单位分 / tax unpaid, in fen */
  readonly amountFen: number;
  /** 截至登记日的滞纳金，单位分 / late fee up to the day of recording, in fen */
  readonly lateFeeFen: number;
  /** 原缴款期限 / day by which it was to be paid (date) */
  readonly dueOn: string;
  /** 登记日期 / day of recording (date) */
  readonly recordedOn: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 清税证明已开具 / Tax clearance issued (1.0) */
export interface TaxClearanceIssuedV1 {
  /** 清税证明文号 / number of the tax clearance */
  readonly certificateNumber: string;
  /** 开具情形 / occasion */
  readonly kind: 'settled' | 'never-taxable' | 'bankruptcy' | 'compulsory-liquidation';
  /** 终结程序裁定书文号 / number of the ruling that terminated the proceedings */
  readonly rulingNumber?: string;
  /** 核销的死欠，单位分 / dead arrears written off, in fen */
  readonly writtenOffFen?: number;
  /** 开具日期 / day of issue (date) */
  readonly issuedOn: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 发票额度已赋予 / Invoice quota granted (1.0) */
export interface TaxInvoiceQuotaGrantedV1 {
  /** 每月发票总额度，单位分 / monthly invoice quota, in fen */
  readonly monthlyQuotaFen: number;
  /** 赋予事由 / reason */
  readonly reason: 'initial' | 'raised' | 'lowered' | 'temporary';
  /** 赋予日期 / day granted (date) */
  readonly grantedOn: string;
  /** 生效日期 / in force from (date) */
  readonly validFrom: string;
  /** 失效日期 / in force to (date) */
  readonly validTo?: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 应纳税额已确定 / Tax assessed (1.0) */
export interface TaxTaxAssessedV1 {
  /** 应征凭证号 / number of the assessment */
  readonly assessmentNumber: string;
  /** 税种 / kind of tax */
  readonly taxType:
    | 'value-added-tax'
    | 'consumption-tax'
    | 'enterprise-income-tax'
    | 'individual-income-tax-withheld'
    | 'land-value-added-tax'
    | 'property-tax'
    | 'urban-land-use-tax'
    | 'deed-tax'
    | 'stamp-duty'
    | 'vehicle-purchase-tax'
    | 'city-construction-tax'
    | 'education-surcharge';
  /** 税款所属期起 / first day of the tax period (date) */
  readonly periodFrom: string;
  /** 税款所属期止 / last day of the tax period (date) */
  readonly periodTo: string;
  /** 应纳税额，单位分 / tax due, in fen */
  readonly amountFen: number;
  /** 缴款期限 / day by which it is to be paid (date) */
  readonly dueOn: string;
  /** 约定的实际负担人 / who bears the tax by agreement (uscc) */
  readonly bearerUscc?: string;
  /** 相关财产编号 / id of the asset concerned */
  readonly assetId?: string;
  /** 确定日期 / day of assessment (date) */
  readonly assessedOn: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 纳税人信息已确认 / Taxpayer registered (1.0) */
export interface TaxTaxpayerRegisteredV1 {
  /** 名称 / name */
  readonly name: string;
  /** 增值税纳税人类别 / kind of VAT payer */
  readonly taxpayerKind: 'general' | 'small-scale';
  /** 核定的税种 / kinds of tax set */
  readonly taxTypes: readonly ('value-added-tax' | 'consumption-tax' | 'enterprise-income-tax' | 'individual-income-tax-withheld' | 'land-value-added-tax' | 'property-tax' | 'urban-land-use-tax' | 'deed-tax' | 'stamp-duty' | 'vehicle-purchase-tax' | 'city-construction-tax' | 'education-surcharge')[];
  /** 办税人员 / person who handles tax matters */
  readonly taxHandler?: TaxTaxpayerRegisteredV1Contact;
  /** 确认日期 / day of registration (date) */
  readonly registeredOn: string;
  /** 主管税务机关 / tax office in charge */
  readonly authority: string;
}

/** 联系人 / contact person */
export interface TaxTaxpayerRegisteredV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 税收违法检举已受理 / Tip about a tax violation received (1.0) */
export interface TaxViolationTipReceivedV1 {
  /** 被检举人的统一社会信用代码 / unified social credit code of who was reported (uscc) */
  readonly reportedUscc: string;
  /** 检举的行为 / what is alleged */
  readonly allegation:
    | 'tax-evasion'
    | 'evading-arrears'
    | 'export-refund-fraud'
    | 'resisting-tax'
    | 'false-invoices'
    | 'other';
  /** 检举途径 / channel */
  readonly channel: 'letter' | 'hotline' | 'online' | 'visit' | 'transferred';
  /** 检举人，匿名检举时不填 / informant; left out where anonymous */
  readonly informant?: TaxViolationTipReceivedV1Contact;
  /** 受理日期 / day of receipt (date) */
  readonly receivedOn: string;
  /** 受理机关 / authority that received it */
  readonly authority: string;
}

/** 联系人 / contact person */
export interface TaxViolationTipReceivedV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 用能户号已开立 / Utility account opened (1.0) */
export interface UtilitiesAccountOpenedV1 {
  /** 户号，首字母为电 E、水 W、燃气 G / account number; begins with E electricity, W water or G gas */
  readonly accountNumber: string;
  /** 服务 / service */
  readonly service: 'electricity' | 'water' | 'gas';
  /** 供应企业 / supplier */
  readonly provider: string;
  /** 表号 / meter id */
  readonly meterId: string;
  /** 用能地址 / address of the premises */
  readonly premisesAddress: UtilitiesAccountOpenedV1Address;
  /** 用能类别 / tariff class */
  readonly tariffClass?: 'residential' | 'commercial' | 'industrial' | 'agricultural';
  /** 起始读数，整数 / first reading, whole units */
  readonly openingReading?: number;
  /** 联系人 / contact person */
  readonly contact?: UtilitiesAccountOpenedV1Contact;
  /** 开立日期 / day of opening (date) */
  readonly openedOn: string;
}

/** 地址 / address */
export interface UtilitiesAccountOpenedV1Address {
  /** 行政区划代码，六位 / administrative division code, six digits */
  readonly districtCode: string;
  /** 区 / district */
  readonly district: string;
  /** 详细地址 / address line */
  readonly line: string;
}

/** 联系人 / contact person */
export interface UtilitiesAccountOpenedV1Contact {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 联系电话 / telephone number */
  readonly phone?: string;
}

/** 用能户号已过户 / Utility account transferred (1.0) */
export interface UtilitiesAccountTransferredV1 {
  /** 服务 / service */
  readonly service: 'electricity' | 'water' | 'gas';
  /** 表号 / meter id */
  readonly meterId: string;
  /** 原户 / former holder */
  readonly from: UtilitiesAccountTransferredV1Party;
  /** 新户 / new holder */
  readonly to: UtilitiesAccountTransferredV1Party;
  /** 过户读数，整数 / reading at the transfer, whole units */
  readonly finalReading: number;
  /** 原户欠费，单位分 / balance owed by the former holder, in fen */
  readonly oldBalanceFen: number;
  /** 原户欠费处理 / what becomes of it */
  readonly oldBalanceTreatment: 'none' | 'settled' | 'bankruptcy-claim' | 'followed-up';
  /** 过户事由 / reason */
  readonly reason: 'title-transfer' | 'bankruptcy-sale' | 'court-sale' | 'lease' | 'inheritance' | 'other';
  /** 相关财产编号 / id of the asset concerned */
  readonly assetId?: string;
  /** 过户日期 / day of the transfer (date) */
  readonly transferredOn: string;
}

/** 自然人 / natural person */
export interface UtilitiesAccountTransferredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface UtilitiesAccountTransferredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface UtilitiesAccountTransferredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: UtilitiesAccountTransferredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: UtilitiesAccountTransferredV1Person;
}

/** 用能欠费已登记 / Utility arrears recorded (1.0) */
export interface UtilitiesArrearsRecordedV1 {
  /** 户号，首字母为电 E、水 W、燃气 G / account number; begins with E electricity, W water or G gas */
  readonly accountNumber: string;
  /** 服务 / service */
  readonly service: 'electricity' | 'water' | 'gas';
  /** 供应企业 / supplier */
  readonly provider: string;
  /** 费用所属期起 / first day of use (date) */
  readonly usedFrom: string;
  /** 费用所属期止 / last day of use (date) */
  readonly usedTo: string;
  /** 欠费，单位分 / amount owed, in fen */
  readonly amountFen: number;
  /** 截至登记日的违约金，单位分 / late fee up to the day of recording, in fen */
  readonly lateFeeFen: number;
  /** 原缴费期限 / day by which it was to be paid (date) */
  readonly dueOn: string;
  /** 欠费性质 / nature */
  readonly nature: 'ordinary' | 'before-acceptance' | 'after-acceptance';
  /** 破产案号 / number of the bankruptcy case */
  readonly bankruptcyCaseNumber?: string;
  /** 登记日期 / day of recording (date) */
  readonly recordedOn: string;
}

/** 已抄表 / Meter read (1.1) */
export interface UtilitiesMeterReadV1 {
  /** 表号 / meter id */
  readonly meterId: string;
  /** 抄表日期 / day of the reading (date) */
  readonly readOn: string;
  /** 读数，整数 / reading, whole units */
  readonly value: number;
  /** 单位 / unit */
  readonly unit: '度' | '吨' | '立方米';
  /** 抄表方式 / how it was read */
  readonly method?: 'remote' | 'manual' | 'customer' | 'estimated';
}

/** 已抄表 / Meter read (2.0) */
export interface UtilitiesMeterReadV2 {
  /** 表号 / meter id */
  readonly meterId: string;
  /** 抄表日期 / day of the reading (date) */
  readonly readOn: string;
  /** 读数 / reading */
  readonly reading: {
    /** 读数，整数 / reading, whole units */
    readonly value: number;
    /** 单位 / unit */
    readonly unit: 'kWh' | 'm3';
  };
  /** 抄表场合 / occasion */
  readonly occasion: 'periodic' | 'opening' | 'transfer' | 'closing' | 'bankruptcy-cut-over' | 'dispute';
  /** 抄表方式 / how it was read */
  readonly method?: 'remote' | 'manual' | 'customer' | 'estimated';
}

/** 供应已恢复 / Supply restored (1.0) */
export interface UtilitiesSupplyRestoredV1 {
  /** 用户的统一社会信用代码 / unified social credit code of the customer (uscc) */
  readonly customerUscc: string;
  /** 服务 / service */
  readonly service: 'electricity' | 'water' | 'gas';
  /** 供应企业 / supplier */
  readonly provider: string;
  /** 恢复事由 / reason */
  readonly reason:
    | 'cause-removed'
    | 'paid'
    | 'objection-upheld'
    | 'security-given'
    | 'works-finished'
    | 'ordered';
  /** 中止时间 / when supply stopped (date-time) */
  readonly suspendedAt: string;
  /** 恢复时间 / when supply was on again (date-time) */
  readonly restoredAt: string;
}

/** 供应已中止 / Supply suspended (1.0) */
export interface UtilitiesSupplySuspendedV1 {
  /** 用户的统一社会信用代码 / unified social credit code of the customer (uscc) */
  readonly customerUscc: string;
  /** 服务 / service */
  readonly service: 'electricity' | 'water' | 'gas';
  /** 供应企业 / supplier */
  readonly provider: string;
  /** 中止情形 / ground */
  readonly ground:
    | 'disturbs-quality'
    | 'theft'
    | 'safety-hazard'
    | 'refuses-ordered-use'
    | 'illegal-structure'
    | 'pollution-closure'
    | 'expropriation'
    | 'fire-hazard'
    | 'unpaid-after-reminder'
    | 'planned-works'
    | 'emergency'
    | 'customer-request';
  /** 要求中止供应的文书文号 / document by which an authority asked for it */
  readonly requestDocumentNumber?: string;
  /** 通知用户的时间 / when the customer was told (date-time) */
  readonly noticedAt: string;
  /** 中止时间 / when supply stopped (date-time) */
  readonly suspendedAt: string;
  /** 预计恢复日期 / day supply is expected again (date) */
  readonly expectedRestorationOn?: string;
}

/** 机动车查封已注销 / Seal on a vehicle cancelled (1.0) */
export interface VehicleAdministrationSealCancelledV1 {
  /** 查封登记编号 / id of the seal */
  readonly sealId: string;
  /** 注销事由 / reason */
  readonly reason: 'released' | 'lapsed' | 'sold-first' | 'title-not-the-debtors' | 'entered-wrongly';
  /** 解除文书文号 / document of the release */
  readonly documentNumber?: string;
  /** 注销时间 / instant of cancellation (date-time) */
  readonly cancelledAt: string;
  /** 登记机关 / register */
  readonly authority: string;
}

/** 机动车查封已登记 / Seal entered on a vehicle (1.0) */
export interface VehicleAdministrationSealEnteredV1 {
  /** 查封登记编号 / id of the seal */
  readonly sealId: string;
  /** 类型 / kind */
  readonly kind: 'seal' | 'waiting' | 'provisional';
  /** 轮候序位，0 为首封 / position in the queue, 0 is the first seal */
  readonly position: number;
  /** 采取措施的机关 / kind of authority */
  readonly authorityKind: 'court' | 'procuratorate' | 'police' | 'tax' | 'customs' | 'other';
  /** 采取措施的机关名称 / authority that seals */
  readonly sealingAuthority: string;
  /** 协助执行文书文号 / number of the notice to assist */
  readonly documentNumber: string;
  /** 案号 / case number */
  readonly caseNumber?: string;
  /** 起始日 / first day (date) */
  readonly from: string;
  /** 届满日 / last day (date) */
  readonly until: string;
  /** 登记时间 / instant of entry (date-time) */
  readonly enteredAt: string;
  /** 登记机关 / register */
  readonly authority: string;
}

/** 机动车已注册登记 / Vehicle registered (1.0) */
export interface VehicleAdministrationVehicleRegisteredV1 {
  /** 车辆识别代号 / vehicle identification number */
  readonly vin: string;
  /** 号牌号码 / plate number */
  readonly plateNumber: string;
  /** 机动车登记证书编号 / number of the vehicle certificate */
  readonly certificateNumber: string;
  /** 车辆类型 / kind of vehicle */
  readonly vehicleKind: 'car' | 'bus' | 'lorry' | 'trailer' | 'special-vehicle' | 'motorcycle';
  /** 品牌型号 / make and model */
  readonly model: string;
  /** 所有人 / owner */
  readonly owner: VehicleAdministrationVehicleRegisteredV1Party;
  /** 使用性质 / use */
  readonly use: 'private' | 'own-business' | 'passenger-transport' | 'goods-transport' | 'rental' | 'other';
  /** 登记日期 / day of registration (date) */
  readonly registeredOn: string;
  /** 登记机关 / vehicle office */
  readonly authority: string;
}

/** 自然人 / natural person */
export interface VehicleAdministrationVehicleRegisteredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface VehicleAdministrationVehicleRegisteredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface VehicleAdministrationVehicleRegisteredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: VehicleAdministrationVehicleRegisteredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: VehicleAdministrationVehicleRegisteredV1Person;
}

/** 机动车已报废注销 / Vehicle scrapped (1.0) */
export interface VehicleAdministrationVehicleScrappedV1 {
  /** 号牌号码 / plate number */
  readonly plateNumber: string;
  /** 报废事由 / reason */
  readonly reason: 'mandatory' | 'voluntary' | 'lost' | 'returned-to-maker';
  /** 回收企业的统一社会信用代码 / unified social credit code of the recycler (uscc) */
  readonly recyclerUscc?: string;
  /** 报废机动车回收证明编号 / number of the recycling certificate */
  readonly recyclingNumber?: string;
  /** 注销日期 / day it was struck off (date) */
  readonly scrappedOn: string;
  /** 登记机关 / vehicle office */
  readonly authority: string;
}

/** 机动车已转让登记 / Vehicle transferred (1.0) */
export interface VehicleAdministrationVehicleTransferredV1 {
  /** 转让事由 / reason */
  readonly reason:
    | 'sale'
    | 'court-sale'
    | 'bankruptcy-sale'
    | 'gift'
    | 'inheritance'
    | 'merger-or-division'
    | 'other';
  /** 原所有人 / previous owner */
  readonly previousOwner: VehicleAdministrationVehicleTransferredV1Party;
  /** 现所有人 / new owner */
  readonly owner: VehicleAdministrationVehicleTransferredV1Party;
  /** 新号牌号码 / new plate number */
  readonly plateNumber: string;
  /** 裁定书文号 / number of the ruling */
  readonly rulingNumber?: string;
  /** 转让时未缴的交通违法罚款，单位分 / traffic fines unpaid at the transfer, in fen */
  readonly unpaidFinesFen: number;
  /** 未缴罚款处理 / what becomes of them */
  readonly finesTreatment: 'none' | 'paid' | 'bankruptcy-claim';
  /** 转让登记日期 / day of the transfer (date) */
  readonly transferredOn: string;
  /** 登记机关 / vehicle office */
  readonly authority: string;
}

/** 自然人 / natural person */
export interface VehicleAdministrationVehicleTransferredV1Person {
  /** 自然人的不透明编号 / opaque id of the person */
  readonly personId: string;
  /** 姓名 / name of the person */
  readonly name: string;
  /** 公民身份号码 / identity card number */
  readonly idCardNumber?: string;
}

/** 企业或者其他组织 / enterprise or other organisation */
export interface VehicleAdministrationVehicleTransferredV1Enterprise {
  /** 统一社会信用代码 / unified social credit code (uscc) */
  readonly uscc: string;
  /** 名称 / name */
  readonly name: string;
}

/** 当事人，组织与自然人恰填其一 / party: either the organisation or the natural person */
export interface VehicleAdministrationVehicleTransferredV1Party {
  /** 企业或者其他组织 / enterprise or other organisation */
  readonly enterprise?: VehicleAdministrationVehicleTransferredV1Enterprise;
  /** 自然人 / natural person */
  readonly person?: VehicleAdministrationVehicleTransferredV1Person;
}
