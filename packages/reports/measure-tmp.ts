import { openStore, fingerprintOf, memoryStore } from '@sallyport/reports'
import { statSync } from 'node:fs'
const HOUR=3600000, START=(Math.floor(Date.now()/86400000)-29)*24
const [url='', pgurl] = process.argv.slice(2)
const G=2000
function group(i:number, hour:number, round: number){ const g={site:'default',policy:'00000000000000aa',disposition:'report',directive:['script-src-elem','img-src','style-src-elem','font-src'][i%4],blocked:`https://cdn${i%40}.example`,page:`https://shop.example/section/${i}/:id`,browser:['chromium','firefox','webkit'][i%3],standing:'consistent',noise:null} as any
 return {...g, fingerprint:fingerprintOf(g), hour, count:1+i%7, first:hour*HOUR, last:hour*HOUR+round, clients: Array.from({length:4},(_,k)=>((i*31+round*7+k)*2654435761>>>0).toString(16).padStart(16,'0')), vouched:[]} }
const store=openStore(url)
await store.query()
let n=0, t=performance.now(), reports=0, rows=0
const size=()=>{ try { const p=url.replace('sqlite:',''); return statSync(p).size + statSync(p+'-wal').size } catch { return 0 } }
async function round(hour:number, r:number){ for (let b=0;b<G;b+=1000){ const groups=Array.from({length:1000},(_,i)=>group(b+i,hour,r)); await store.write({id:`${n++} ${Math.random()}`,groups,policies:[]}); rows+=1000; reports+=groups.reduce((s,g)=>s+g.count,0)} }
for (let r=0;r<50;r++) await round(START,r)
let s=(performance.now()-t)/1000
console.log(`same hour: ${rows} group rows, ${(rows/s|0)}/s, ${(reports/s|0)} reports/s; per batch of 1000: ${(s*1000/(rows/1000)).toFixed(1)} ms; size ${size()}`)
rows=0;reports=0;t=performance.now()
let longest=0
for (let h=1;h<240;h++){ const a=performance.now(); await round(START+h,h); longest=Math.max(longest,performance.now()-a)}
s=(performance.now()-t)/1000
console.log(`240 hours: ${(rows/s|0)} rows/s longest 2 batches ${longest|0} ms size ${size()} per group-hour ${(size()/(240*G)).toFixed(0)}`)
for (const [name,q] of Object.entries({all:{},site:{site:'default'},day:{site:'default',from:(START+24)*HOUR,to:(START+48)*HOUR},limit:{site:'default',limit:20},one:{site:'default',fingerprint:group(5,0,0).fingerprint}})) { const a=performance.now(); const x=await store.query(q); console.log(name, x.total, (performance.now()-a).toFixed(0)+' ms') }
await store.close()
