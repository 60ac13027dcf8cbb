// Parses every line of a JSON Lines file and does nothing else: what any reader in Node has to pay at least.
//
// usage: node parse-lines.mjs FILE
import { openSync, readSync } from 'node:fs';

const BLOCK_BYTES = 8 << 20;
const LINE_FEED = 10;

const file = openSync(process.argv[2]);
const block = Buffer.allocUnsafe(BLOCK_BYTES);
let kept = 0;
let characters = 0;
for (;;) {
  const read = readSync(file, block, kept, block.length - kept, null);
  const end = kept + read;
  let start = 0;
  for (let at = block.indexOf(LINE_FEED); at !== -1 && at < end; at = block.indexOf(LINE_FEED, start)) {
    characters += JSON.parse(block.utf8Slice(start, at)).text.length;
    start = at + 1;
  }
  if (read === 0) break;
  block.copy(block, 0, start, end);
  kept = end - start;
}
console.log(characters);
