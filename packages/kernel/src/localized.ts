/** A language in which the platform speaks to people. */
export type Language = 'zh' | 'en';

/** The same sentence in Chinese and in English. Both are always there: no one falls back to the other. */
export type Localized = { readonly [language in Language]: string };
