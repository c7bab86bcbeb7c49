import { contractsOrigin } from '@tongban/cloudevents';
import { type JsonObject, limits } from '@tongban/kernel';

function text(description: string, maxLength: number, more: JsonObject = {}): JsonObject {
  return { type: 'string', description, minLength: 1, maxLength, ...more };
}

/**
 * The JSON Schema of an event: CloudEvents 1.0 in the profile of the platform. For documents (OpenAPI,
 * AsyncAPI); `checkProfile` of the cloudevents package is what judges, and says more than a schema can.
 */
export const envelopeSchema: JsonObject = {
  type: 'object',
  title: '事件 / Event',
  additionalProperties: false,
  required: [
    'specversion',
    'id',
    'source',
    'type',
    'subject',
    'time',
    'datacontenttype',
    'dataschema',
    'correlationid',
    'data',
  ],
  properties: {
    specversion: { type: 'string', description: '版本 / version of CloudEvents', const: '1.0' },
    id: text(
      '生产者的事件编号，与 source 一起永远唯一 / id of the producer, unique for ever with source',
      limits.eventIdLengthMax,
    ),
    source: text('来源系统 / system that it comes from', 256, {
      examples: ['/departments/tax/core'],
    }),
    type: text('事件类型 / event type', 256, { examples: ['tax.clearance-issued.v1'] }),
    subject: text('统一社会信用代码，或案件、资产编号 / USCC, or id of the case or asset', 128),
    time: {
      type: 'string',
      description: '发生时间（RFC 3339，带时区） / when it happened, with a zone',
      format: 'date-time',
    },
    datacontenttype: {
      type: 'string',
      description: '数据类型 / type of the data',
      const: 'application/json',
    },
    dataschema: text('契约版本 / version of the contract', 512, {
      format: 'uri',
      examples: [`${contractsOrigin}/tax/clearance-issued/1.0`],
    }),
    correlationid: text('协同流程编号 / id of the flow', limits.eventIdLengthMax),
    causationid: text('起因事件的编号 / id of the event that caused it', limits.eventIdLengthMax),
    traceparent: text('W3C Trace Context', 55),
    tracestate: text('W3C Trace Context', 512),
    sigalg: {
      type: 'string',
      description: '签名算法 / algorithm of the signature',
      enum: ['ed25519', 'sm2-sm3'],
    },
    sigkeyid: text('签名密钥编号 / id of the signing key', 128),
    sig: text('签名（base64url） / signature, base64url', 1_024),
    data: {
      type: 'object',
      description: '数据，由契约规定 / data, as the contract says',
      additionalProperties: true,
    },
  },
};
