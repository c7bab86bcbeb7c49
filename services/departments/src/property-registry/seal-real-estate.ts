import type { Answer, Received, RecordedWhen } from '../department-system.ts';
import { sampleRealEstate } from '../sample-city/sample-assets.ts';
import { entriesOfSeal } from '../seal-entry.ts';
import type { SeizureOrder } from '../seizure.ts';
import { realEstateOf } from './register-titles.ts';

/** The registry seals on the spot every unit that it holds for the debtor (上海市不动产登记若干规定 art. 14). */
export function sealRealEstate({ subject, data }: Received, recorded: RecordedWhen): readonly Answer[] {
  const order = data as SeizureOrder;
  const uscc = order.debtor?.enterprise?.uscc;
  if (order.executor !== 'property-registry' || uscc === undefined) return [];
  return entriesOfSeal(order, {
    type: 'property-registry.seal-entered.v1',
    held: sampleRealEstate(uscc).map(({ unitNumber }) => realEstateOf(unitNumber)),
    ordered: subject,
    authority: '上海市自然资源确权登记事务中心',
    recorded,
  });
}
