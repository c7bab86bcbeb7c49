import fc from 'fast-check';
import { schemaPairs } from './src/fixtures/schema-arbitrary.ts';
import { compareVersions } from './src/compatibility/compare-versions.ts';
import { checkSchemaProfile } from './src/profile/schema-profile.ts';
import { contentHash } from './src/catalogue/content-hash.ts';
const v=(schema: any, minor: number)=>({major:1,minor,version:`1.${minor}`,dataschema:schema.$id,schema,hash:contentHash(schema)});
const kinds: Record<string,[number,number]> = {}; let none=0, readerOk=0, writerOk=0; const shown = new Set();
const bounded = new Set();
for (const [a,b] of fc.sample(schemaPairs, {numRuns:1000, seed: 5})) {
  checkSchemaProfile(a, String(a.$id), (p)=>{ if(p.rule==='bounded') bounded.add(p.pointer.split('/').pop()); });
  const {facts} = compareVersions(v(a,0), v(b,1));
  if (!facts.some(f=>f.direction==='reader')) readerOk++;
  if (!facts.some(f=>f.direction==='writer')) writerOk++;
  for (const f of facts) { const k = `${f.kind} ${f.direction}`; kinds[k] ??= [0,0]; kinds[k]![0]++; if(!f.isConfirmed){ kinds[k]![1]++; if(!shown.has(k)&&shown.size<6){shown.add(k); console.log(k, f.path, JSON.stringify(f.older), JSON.stringify(f.newer), JSON.stringify(a.properties), '=>', JSON.stringify(b.properties));} } }
}
console.log(kinds, {readerOk, writerOk}, bounded);
