import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a page of the documentation. */
interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of the page at which it begins, from 1. */
  readonly line: number;
}

/** A block that was run, with what it printed and what the page says that it prints. */
export interface RunBlock {
  readonly line: number;
  readonly command: string;
  readonly printed: string;
  /** Of the `output` block after it; undefined where the page shows none. */
  readonly shown: string | undefined;
}

export interface PageRun {
  readonly blocks: readonly RunBlock[];
  /** Of the shell; it ends at the first command that fails. */
  readonly exitCode: number;
  readonly errors: string;
}

/** Where the pages say that the platform is. */
const writtenUrl = 'http://127.0.0.1:8080';

/**
 * Runs a page as its reader would: in one shell, from top to bottom. A `sh` block is run; an `output` block is what
 * the one before it prints; a `ts` block that begins with `// file: <name>` is saved under that name. Blocks in other
 * languages are for reading only.
 *
 * @param folder an empty one, in which the page is run; `node_modules` of the checkout stands in it
 */
export async function runPage(
  page: string,
  options: { readonly root: string; readonly folder: string; readonly url: string },
): Promise<PageRun> {
  const { root, folder, url } = options;
  const blocks = blocksOf(readFileSync(page, 'utf8').replaceAll(writtenUrl, url));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(root, 'contracts'), join(folder, 'contracts'));
  for (const { language, text } of blocks) {
    const name = /^\/\/ file: ([a-z-]+\.ts)\n/.exec(text)?.[1];
    if (language === 'ts' && name) writeFileSync(join(folder, name), text);
  }
  const commands = blocks.filter(({ language }) => language === 'sh');
  // What npx would run is on the path already; asking npx takes a second each time.
  const script = commands.map(({ text }, at) => `${text}\nprintf '\\n${mark(at)}\\n'`).join('\n');
  const { code, out, errors } = await shell(`set -eo pipefail\nnpx() { "$@"; }\n${script}`, {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
      LC_ALL: 'C.UTF-8',
      TONGBAN_URL: url,
    },
  });
  let rest = out;
  const run = commands.map((command, at): RunBlock => {
    const end = rest.indexOf(`\n${mark(at)}\n`);
    const printed = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end + mark(at).length + 2);
    const next = blocks[blocks.indexOf(command) + 1];
    const shown = next?.language === 'output' ? next.text : undefined;
    return { line: command.line, command: command.text, printed: printed.trimEnd(), shown };
  });
  return { blocks: run, exitCode: code, errors };
}

/** Whether output is as a page shows it: the same lines in the same order, where `…` stands for anything. */
export function isShown(printed: string, shown: string): boolean {
  const lines = shown.trimEnd().split('\n').map(lineForm);
  return new RegExp(`^${lines.join('\n')}$`, 's').test(printed);
}

function lineForm(line: string): string {
  return line.trimEnd().split('…').map(RegExp.escape).join('.*?').concat('[ ]*');
}

function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: page.slice(0, index).split('\n').length,
  }));
}

function mark(at: number): string {
  return `--- end of block ${at} ---`;
}

function shell(
  script: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ code: number; out: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-s'], { ...options, stdio: 'pipe' });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out, errors }));
    child.stdin.end(script);
  });
}
