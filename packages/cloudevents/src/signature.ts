export * from './signature/event-signature.ts';
export * from './signature/signing-key.ts';
export * from './signature/verification-key.ts';
