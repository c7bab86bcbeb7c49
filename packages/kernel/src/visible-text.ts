/** What is seen of a text: neither blank nor a control nor a character that shows nothing, as the braille pattern of no dots. */
const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether people who read a text see anything of it. */
export function saysSomething(text: string): boolean {
  return visible.test(text);
}
