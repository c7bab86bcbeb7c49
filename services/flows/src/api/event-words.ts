import type { CloudEvent } from '@tongban/cloudevents';
import { type ContractCatalogue, summarise } from '@tongban/contracts';
import type { Localized } from '@tongban/kernel';

/** What events are called, and what they say, by the contracts in force. */
export interface EventWords {
  titleOf(type: string): Localized;
  /** The sentence of an event, from its contract's template. */
  summarise(event: CloudEvent): Localized;
}

/** An event without a contract in force is called by its type: it is recorded, and no page fails for its sake. */
export function eventWords(contracts: ContractCatalogue): EventWords {
  return {
    titleOf: (type) => contracts.get(type)?.terms.title ?? { zh: type, en: type },
    summarise(event) {
      const contract = contracts.get(event.type);
      if (!contract) return { zh: event.type, en: event.type };
      return { zh: summarise(contract, event, 'zh'), en: summarise(contract, event, 'en') };
    },
  };
}
