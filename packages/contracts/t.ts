import { performance } from 'node:perf_hooks';

const t0 = performance.now();
const { readContracts, readContractFiles, validateEvent, contractCatalogue } = await import('./src/index.ts');
const t1 = performance.now();
const files = readContractFiles('../../contracts');
const t2 = performance.now();
const r = readContracts(files);
const t3 = performance.now();
for (const p of r.problems.slice(0, 30)) console.log(p.file, p.pointer, p.rule, p.message.en);
const c = contractCatalogue(r.contracts);
let n = 0;
for (const [f, text] of files) {
  if (!f.includes('/examples/')) continue;
  const doc = JSON.parse(text);
  const event = doc.event ?? doc;
  const contract = c.get(event.type);
  if (!contract) {
    console.log('no contract', f);
    continue;
  }
  const got = validateEvent(contract, event)
    .map((p) => `${p.pointer} ${p.rule}`)
    .sort();
  const want = [...(doc.because ?? [])].sort();
  if (JSON.stringify(got) !== JSON.stringify(want)) console.log(f, got, want);
  n++;
}
const t4 = performance.now();
console.log(
  r.contracts.length,
  'contracts',
  r.problems.length,
  'problems',
  n,
  'examples',
  'import',
  t1 - t0,
  'files',
  t2 - t1,
  'read',
  t3 - t2,
  'validate',
  t4 - t3,
);
