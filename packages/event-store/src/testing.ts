export { eventStoreContract, type OpenedStore } from './testing/event-store-contract.ts';
export { sampleEvent } from './testing/sample-event.ts';
