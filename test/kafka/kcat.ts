import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Whether this machine has kcat, a client of Kafka that nobody here wrote. */
export function hasKcat(): boolean {
  return spawnSync('kcat', ['-V'], { stdio: 'ignore' }).status === 0;
}

/** What kcat prints. @throws Error with what it says where it fails */
export async function kcat(words: readonly string[], input = ''): Promise<string> {
  const program = spawn('kcat', words);
  program.stdin.end(input);
  const [out, said, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, 'exit') as Promise<[number | null]>,
  ]);
  if (code !== 0) throw new Error(`kcat ended with ${code}: ${said}`);
  return out;
}
