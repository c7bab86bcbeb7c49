import type { CloudEvent } from '../cloud-event.ts';

/** An event that is right in every respect. */
export const sampleEvent: CloudEvent = {
  specversion: '1.0',
  id: '0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  source: '/departments/tax/core-tax',
  type: 'tax.clearance-issued.v1',
  subject: '91350100M000100Y43',
  time: '2026-03-02T09:30:00.120+08:00',
  datacontenttype: 'application/json',
  dataschema: 'https://contracts.tongban.example/tax/clearance-issued/1.0',
  correlationid: '（2026）闽01破1号',
  causationid: 'e-1',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'vendor=a, other=b',
  data: { certificateNo: 'QS-2026-000123', amountFen: 1_234_567, taxpayer: { name: '福州某某有限公司' } },
};
