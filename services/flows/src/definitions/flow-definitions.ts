import { type FlowDefinition, typesOf } from '../domain/flow-definition.ts';
import seizure from './seizure.json' with { type: 'json' };
import startUp from './start-up.json' with { type: 'json' };

/** The kinds of flow that are known: data, each with its source and dates of validity. */
export const flowDefinitions: readonly FlowDefinition[] = [startUp, seizure];

/** Types of event of which something follows for a case, and for who takes part in it. */
export const typesOfDefinitions: ReadonlySet<string> = new Set(flowDefinitions.flatMap(typesOf));
