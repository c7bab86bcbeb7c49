declare const brand: unique symbol;

/** A type that only its own constructor makes: `Brand<string, 'Uscc'>` is a string that was parsed as a USCC. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
