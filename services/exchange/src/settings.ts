import { busConfig, servingConfig, storeConfig, viewsConfig } from '@tongban/engines';
import { z } from 'zod';
import { exchangeConfig } from './service.ts';

/** The settings of the exchange as a process of its own. */
export const settings = z.object({
  ...servingConfig.shape,
  store: storeConfig,
  views: viewsConfig,
  bus: busConfig,
  exchange: exchangeConfig,
});
