/** A piece of a summary template: text, or a placeholder such as `subject` or `data.amountFen`. */
export type TemplatePart = { readonly text: string } | { readonly placeholder: string };

/** Splits `税务部门为 {subject} 开具 {data.certificateNo}` into its pieces. */
export function templateParts(template: string): readonly TemplatePart[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{.*\}$/.test(part) ? { placeholder: part.slice(1, -1) } : { text: part }));
}

/** The steps into data of `data.amountFen`; undefined for what is no path into data. */
export function placeholderSteps(placeholder: string): readonly string[] | undefined {
  const [first, ...steps] = placeholder.split('.');
  return first === 'data' && steps.length > 0 && !steps.includes('') ? steps : undefined;
}
