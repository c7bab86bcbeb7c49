import enterprise from '../../../../contracts/market-regulation/enterprise-registered/examples/valid-domestic.json' with {
  type: 'json',
};

/** The registration of an enterprise by market regulation, with what a test wants otherwise. */
export function sampleEvent(
  id: string,
  other: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { ...enterprise, id, correlationid: `case-of-${id}`, ...other };
}
