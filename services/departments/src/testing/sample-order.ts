import { localDate } from '@tongban/calendar';
import { seizuresOrdered } from '../courts/order-seizures.ts';
import type { Received, RecordedWhen } from '../department-system.ts';
import { sampleRegistration } from '../sample-city/sample-enterprise.ts';
import type { SeizureExecutor, SeizureOrder } from '../seizure.ts';

/** When the orders of the tests were recorded. */
export const recorded: RecordedWhen = { at: '2026-03-12T02:00:00.000Z', on: localDate('2026-03-12') };

/** A code of the sample city for which something holds. */
export function enterpriseWith(holds: (uscc: string) => boolean): string {
  for (let index = 0; index < 1_000; index++) {
    const { uscc } = sampleRegistration(7, index);
    if (holds(uscc)) return uscc;
  }
  throw new Error('no enterprise of the sample city is so');
}

/** The order to a register against a debtor, as a department receives it, with what a test wants otherwise. */
export function sampleOrder(
  uscc: string,
  executor: SeizureExecutor,
  other: Partial<SeizureOrder> = {},
): Received {
  const orders = seizuresOrdered({ uscc, name: '上海蓬莱恒信食品有限公司', caseIndex: 4 }, recorded.on);
  const order = orders.find(({ data }) => data.executor === executor);
  if (!order) throw new Error(`the court sends no order to ${executor}`);
  return receivedEvent(order.type, order.subject, { ...order.data, ...other });
}

/** An event as a department receives it. */
export function receivedEvent(type: string, subject: string, data: Received['data']): Received {
  return {
    specversion: '1.0',
    id: `cause-${subject}`,
    source: '/departments/courts/main',
    type,
    subject,
    time: '2026-03-12T09:00:00+08:00',
    datacontenttype: 'application/json',
    dataschema: 'https://contracts.tongban.example/courts/seizure-ordered/1.0',
    correlationid: 'case-1',
    data,
  };
}
