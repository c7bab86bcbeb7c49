import type { FlowDefinition } from '../domain/flow-definition.ts';
import seizure from './seizure.json' with { type: 'json' };
import startUp from './start-up.json' with { type: 'json' };

/** The kinds of flow that are known: data, each with its source and dates of validity. */
export const flowDefinitions: readonly FlowDefinition[] = [startUp, seizure];
