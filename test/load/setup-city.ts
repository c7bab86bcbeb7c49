import { join } from 'node:path';
import { createClient } from '@tongban/client';
import { loadContracts } from '@tongban/contracts';
import { systemClock } from '@tongban/kernel';
import type { AnyClient } from '../../services/departments/src/run-department-system.ts';
import { agreeOnSharing } from '../../services/departments/src/sharing-agreements.ts';
import { grantedFields, sampleEvents } from './sample-events.ts';

const authority = 'platform';
const contractsFolder = join(import.meta.dirname, '../../contracts');

/** A token of the issuer for trial. */
export async function tokenOf(url: string, department: string, system = 'bench'): Promise<string> {
  const role = department === authority ? 'operator' : 'department';
  const query = new URLSearchParams({ as: department, system, role, format: 'text' });
  const response = await fetch(`${url}/identity/token?${query}`, { method: 'POST' });
  if (!response.ok) throw new Error(`no token for ${department}: ${await response.text()}`);
  return (await response.text()).trim();
}

/** Tax gets several fields of the duty assessments of customs, by request, agreement and provision as in life. */
export async function grantDutiesToTax(url: string): Promise<void> {
  const clients = new Map<string, AnyClient>();
  for (const department of ['customs', 'tax', authority]) {
    const token = await tokenOf(url, department);
    clients.set(department, createClient({ baseUrl: url, department, system: 'bench', token }));
  }
  await agreeOnSharing({
    contracts: loadContracts(contractsFolder),
    authority,
    clock: systemClock,
    clientOf: (department) => clients.get(department) as AnyClient,
    systems: [
      {
        department: 'tax',
        system: 'bench',
        reactions: [],
        needs: [
          {
            type: sampleEvents.plain.type,
            fields: grantedFields,
            purpose: { code: 'tax-assessment', text: '核对进口环节增值税' },
            scenario: '税关协作',
            basis: 'order-809',
            legalBasis: [{ source: '税收征收管理法', article: '第五条' }],
          },
        ],
      },
    ],
  });
}

/** Registers a signing key of customs. */
export async function registerKey(url: string, keyId: string, publicKey: string): Promise<void> {
  const response = await fetch(`${url}/v1/keys`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(url, 'customs')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ keyId, algorithm: 'ed25519', publicKey, validFrom: '2026-01-01T00:00:00+08:00' }),
  });
  if (!response.ok) throw new Error(`the key was refused: ${await response.text()}`);
}
