import { freePorts } from '@tongban/testing';
import type { NodePorts } from './node-properties.ts';

/** Ports of the loopback address for so many nodes, none of them twice. */
export async function freeNodePorts(nodes: number): Promise<readonly NodePorts[]> {
  const free = await freePorts(nodes * 3);
  return Array.from({ length: nodes }, (_, node) => {
    const [plain, sasl, controller] = free.slice(node * 3) as [number, number, number];
    return { plain, sasl, controller };
  });
}
