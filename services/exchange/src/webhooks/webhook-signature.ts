import { Webhook } from 'standardwebhooks';

export interface SignedMessage {
  readonly id: string;
  /** When it is sent, epoch milliseconds; receivers refuse what is older than five minutes. */
  readonly sentAt: number;
  readonly body: string;
  /** `whsec_…`; each of them signs, so that a receiver may know any one. */
  readonly secrets: readonly string[];
}

/** The header fields of Standard Webhooks (https://www.standardwebhooks.com): id, time and HMAC-SHA256 over all. */
export function signatureHeaders({
  id,
  sentAt,
  body,
  secrets,
}: SignedMessage): Readonly<Record<string, string>> {
  const time = new Date(sentAt);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(' '),
  };
}
