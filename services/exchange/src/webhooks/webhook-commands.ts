import type { Position } from '@tongban/event-store';
import { type WebhookCommand, webhookDecider } from '../domain/webhook-endpoints.ts';
import type { SharingCommands } from '../sharing/sharing-commands.ts';

/** Gives a command about a webhook; answers where its event is, undefined where nothing changed. */
export type WebhookCommands = (
  command: WebhookCommand,
  terms?: { readonly eventId?: string; readonly causationId?: string },
) => Promise<Position | undefined>;

/** The life of one webhook is one flow. */
export function webhookCommandsOver(commands: SharingCommands): WebhookCommands {
  return async (command, terms = {}) => {
    const thing = { owner: 'platform', category: 'webhooks', key: command.department } as const;
    const correlationId = `webhook-${command.webhookId}`;
    const { position } = await commands.give(thing, webhookDecider, command, { ...terms, correlationId });
    return position;
  };
}
