/** Three rows as Spark 3.5 and 4.1 write them, byte for byte the same: SELECT to_json(struct(*)) AS row FROM VALUES … AS t(n, text). */
export const BATCH_OF_THREE = Buffer.from(
  '/////4gAAAAQAAAAAAAKAA4ABgANAAgACgAAAAAABAAQAAAAAAEKAAwAAAAIAAQACgAAAAgAAAAIAAAAAAAAAAEAAAAYAAAAAAASABgAFAATABIADAAAAAgABAASAAAA' +
    'FAAAABQAAAAYAAAAAAAFARQAAAAAAAAAAAAAAAQABAAEAAAAAwAAAHJvdwAAAAAA/////5gAAAAUAAAAAAAAAAwAFgAOABUAEAAEAAwAAABIAAAAAAAAAAAABAAQAAAA' +
    'AAMKABgADAAIAAQACgAAABQAAABIAAAAAwAAAAAAAAAAAAAAAwAAAAAAAAAAAAAAAQAAAAAAAAAIAAAAAAAAABAAAAAAAAAAGAAAAAAAAAAvAAAAAAAAAAAAAAABAAAA' +
    'AwAAAAAAAAAAAAAAAAAAAAcAAAAAAAAAAAAAABIAAAAoAAAALwAAAHsibiI6MSwidGV4dCI6ImEifXsibiI6MiwidGV4dCI6IsOp4oCoIn17Im4iOjN9AP////8AAAAA',
  'base64',
);
export const ROWS_OF_THREE = ['{"n":1,"text":"a"}', '{"n":2,"text":"é\u2028"}', '{"n":3}'];

/** Where the message of the rows begins, and in it what depends on them, as 64-bit numbers; its body follows at the end. */
const ROWS_AT = BATCH_OF_THREE.indexOf('ffffffff', 4, 'hex');
const PLACES = { body: 32, rows: 72, values: 84, offsetsLength: 112, charactersAt: 120, charactersLength: 128 };
const BODY_AT = 160;
/** Which rows are not null: one bit each, in eight bytes for up to 64 rows. */
const VALIDITY_BYTES = 8;

/** A batch as Spark would write it, of up to 64 rows. */
export function batchOf(rows: readonly string[]): Buffer {
  const padded = (length: number) => Math.ceil(length / 8) * 8;
  const characters = Buffer.from(rows.join(''));
  const offsets = Buffer.alloc(padded((rows.length + 1) * 4));
  let end = 0;
  for (const [index, row] of rows.entries()) {
    end += Buffer.byteLength(row);
    offsets.writeInt32LE(end, (index + 1) * 4);
  }
  const body = Buffer.concat([
    Buffer.alloc(VALIDITY_BYTES, 0xff),
    offsets,
    characters,
    Buffer.alloc(padded(characters.length) - characters.length),
  ]);
  const message = Buffer.from(BATCH_OF_THREE.subarray(ROWS_AT, ROWS_AT + BODY_AT));
  const numbers = {
    body: body.length,
    rows: rows.length,
    values: rows.length,
    offsetsLength: (rows.length + 1) * 4,
    charactersAt: VALIDITY_BYTES + offsets.length,
    charactersLength: characters.length,
  };
  for (const [name, place] of Object.entries(PLACES))
    message.writeBigInt64LE(BigInt(numbers[name as keyof typeof PLACES]), place);
  return Buffer.concat([BATCH_OF_THREE.subarray(0, ROWS_AT), message, body, BATCH_OF_THREE.subarray(-8)]);
}
