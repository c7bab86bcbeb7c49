import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contractsFolder } from '@tongban/engines/contracts-folder';

interface Schema {
  $id: string;
  required: string[];
  properties: Record<string, unknown>;
}

/**
 * Writes a folder as a department would have it that works on `tax.clearance-issued.v1`: what is released, and a
 * version 1.1 in which something was changed.
 */
export async function writeProposal(folder: string, change: (schema: Schema) => void): Promise<void> {
  const place = join(folder, 'tax', 'clearance-issued');
  const released = join(contractsFolder, 'tax', 'clearance-issued');
  await mkdir(place, { recursive: true });
  for (const file of ['contract.json', 'v1.schema.json']) await cp(join(released, file), join(place, file));
  const schema = JSON.parse(await readFile(join(released, 'v1.schema.json'), 'utf8')) as Schema;
  schema.$id = schema.$id.replace('/1.0', '/1.1');
  change(schema);
  await writeFile(join(place, 'v1.1.schema.json'), JSON.stringify(schema));
}

/** What readers of 1.0 have to reckon with already: an optional field more. */
export function addOptionalField({ properties }: Schema): void {
  properties.counter = { type: 'string', maxLength: 40, description: '受理窗口 / counter' };
}

/** What every writer of 1.0 would be refused for. */
export function addRequiredField(schema: Schema): void {
  addOptionalField(schema);
  schema.required.push('counter');
}
