const t0 = performance.now();
const { readContracts, readContractFiles, validateData, contractCatalogue } = await import('./src/index.ts');
const t1 = performance.now();
const files = readContractFiles('../../contracts');
const t2 = performance.now();
const r = readContracts(files);
const t3 = performance.now();
const c = contractCatalogue(r.contracts);
const ex = [...files].filter(([f]) => f.includes('/examples/valid')).map(([, t]) => JSON.parse(t));
const t4 = performance.now();
for (const e of ex) {
  const k = c.get(e.type)!;
  validateData(k, k.latest, e.data);
}
const t5 = performance.now();
let n = 0;
const t6 = performance.now();
while (performance.now() - t6 < 1000)
  for (const e of ex) {
    const k = c.get(e.type)!;
    validateData(k, k.latest, e.data);
    n++;
  }
const us = ((performance.now() - t6) * 1000) / n;
console.log({
  importMs: t1 - t0,
  filesMs: t2 - t1,
  readAndCheckMs: t3 - t2,
  contracts: r.contracts.length,
  compileAllMs: t5 - t4,
  validateUs: us,
});
const { checkPattern } = await import('./src/profile/pattern-profile.ts');
const pats: string[] = [];
(function w(v: any) {
  if (v && typeof v === 'object')
    for (const [k, x] of Object.entries(v)) {
      if (k === 'pattern' && typeof x === 'string') pats.push(x);
      else w(x);
    }
})(r.contracts.map((x) => x.latest.schema));
const t7 = performance.now();
for (const p of pats) checkPattern(p);
console.log('patterns', pats.length, performance.now() - t7);
