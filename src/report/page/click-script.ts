// The page's only script: a click on the map shows the single blocks there. It makes no request, and nothing is
// told by it alone that a scan came to.

/** Runs in the browser; `told` and the packed runs: click-data.ts. */
export const CLICK_SCRIPT = `(()=>{
const id=i=>document.getElementById(i),store=id('blocks'),told=JSON.parse(store.dataset.told),
{floor,max,min}=Math;let runs;
async function unpack(){
const packed=Uint8Array.from(atob(store.content.textContent),c=>c.charCodeAt(0)),
bytes=new Uint8Array(await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());
const all=[];let at=0,block=0;
const next=()=>{let value=0,unit=1,byte;do{byte=bytes[at++];value+=(byte&127)*unit;unit*=128}while(byte>127);return value};
while(at<bytes.length){block+=next();const kind=next(),from=block;block+=next();all.push([from,block,kind])}
return all}
const lba=block=>block<1?told.fromLba:min(told.toLba,told.edge+(block-1)*told.blockSectors);
id('map').addEventListener('click',async event=>{
const p=new DOMPoint(event.clientX,event.clientY).matrixTransform(id('cells').getScreenCTM().inverse()),
column=floor(p.x),row=floor(p.y);
if(column<0||column>=told.columns||row<0||row>=told.rows)return;
const sector=floor((told.firstRow+row+column/told.columns)*told.rowBytes/told.logicalBytes);
if(sector>=told.toLba)return;
const middle=sector<told.edge?0:1+floor((sector-told.edge)/told.blockSectors),
first=max(0,min(told.blocks-told.shown,middle-told.shown/2)),end=min(told.blocks,first+told.shown);
runs??=unpack();
const paths=told.colors.map(()=>'');
const stroke=(from,to,kind)=>{for(let at=from-first;at<to-first;){
const x=at%told.across,n=min(to-first-at,told.across-x);
paths[kind]+='M'+x+' '+floor(at/told.across)+'h'+n;at+=n}};
stroke(first,end,1);
for(const [from,to,kind] of await runs)if(to>first&&from<end)stroke(max(from,first),min(to,end),kind);
id('clicked').innerHTML=paths.map((d,kind)=>'<path class="'+told.colors[kind][0]+'" color="'+told.colors[kind][1]+'" stroke="currentColor" d="'+d+'"/>').join('');
id('where').textContent='LBA '+lba(first)+'-'+(lba(end)-1)+', around '+sector;
id('click').hidden=false;id('click').scrollIntoView({block:'nearest'})})})()`;
