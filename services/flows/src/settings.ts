import { busConfig, servingConfig, viewsConfig } from '@tongban/engines';
import { z } from 'zod';

/** The settings of the flows service as a process of its own. */
export const settings = z.object({ ...servingConfig.shape, views: viewsConfig, bus: busConfig });
