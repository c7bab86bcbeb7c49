import type { Position } from '@tongban/event-store';
import type { GrantRegister } from '../domain/grant-register.ts';

/** The register of grants and the directory, as everything recorded so far has made them. */
export interface GrantView {
  /** With everything up to a position: what a read needs, which must not miss a suspension. */
  upTo(position: Position): Promise<GrantRegister>;
  /** With everything recorded at this moment. */
  current(): Promise<GrantRegister>;
}
