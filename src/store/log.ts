import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { WirecopyError } from '../errors.ts';
import { type Disk, REAL_DISK, readFully, writeFully } from './disk.ts';

/**
 * The file of an index: frames that are only ever appended, and in front of them two copies of one small record, the seal,
 * that says how many of them count. What is written behind them does not exist until the seal says so. Each copy is written
 * and synced before the other: at any moment one of them is whole. docs/formats/index-1.md has every byte.
 */
const MAGIC = 'wirecopy-index\n\0';
const FORMAT_VERSION = 1;
/** Each copy has a page of the disk to itself, so that a torn write cannot reach both. */
const PAGE_BYTES = 4096;
const SEAL_BYTES = 80;
const SEAL_PLACES = [0, PAGE_BYTES] as const;
const FIRST_FRAME = 2 * PAGE_BYTES;
const FRAME_HEAD_BYTES = 20;
const ID_BYTES = 16;
/** A reader may meet a seal while it is being written; the other copy is whole then, and the next look finds both so. */
const LOOKS = 20;

/** What stands in the frame: a name of four letters. */
type FrameKind = string;

/** A frame that counts. */
export interface Frame {
  readonly kind: FrameKind;
  readonly number: number;
  /** Where its payload begins. */
  readonly at: number;
  readonly byteLength: number;
  readonly crc: number;
}

/** A frame to be written. */
export interface NewFrame {
  readonly kind: FrameKind;
  readonly payload: Uint8Array;
}

interface Seal {
  readonly sequence: number;
  readonly byteLength: number;
  readonly frameCount: number;
  /** Over the heads of all frames. */
  readonly chain: number;
  /** Of this one file; no other has the same. */
  readonly id: Buffer;
}

/** The frames of an index as they were when it was opened, and where it was opened to be written, more of them. */
export class Log {
  readonly path: string;
  readonly frames: Frame[] = [];
  readonly #shown: string;
  readonly #disk: Disk;
  readonly #fd: number;
  #seal: Seal;
  /** Where what was staged ends. */
  #staged: Pick<Seal, 'byteLength' | 'chain'> | undefined;
  #room = Buffer.alloc(0);
  #isClosed = false;

  private constructor(path: string, shown: string, disk: Disk, fd: number) {
    this.path = path;
    this.#shown = shown;
    this.#disk = disk;
    this.#fd = fd;
    if (!disk.isFile(fd)) throw notAnIndex(shown, 'it is no regular file');
    this.#seal = this.#readSeal();
    this.#readFrames();
  }

  /**
   * Opens an index.
   *
   * @param shown how the path was given
   * @throws BAD_INDEX for a file that is none, or that is damaged; MISSING_INPUT where there is none
   */
  static open(path: string, shown: string, mode: 'read' | 'write', disk: Disk = REAL_DISK): Log {
    let fd: number;
    try {
      fd = disk.open(path, mode === 'read' ? 'r' : 'r+');
    } catch (error) {
      throw openFailureOf(shown, error);
    }
    try {
      return new Log(path, shown, disk, fd);
    } catch (error) {
      disk.close(fd);
      throw error;
    }
  }

  /**
   * Writes an index whole under another name and then gives it its own: there is never half of one, and whoever reads the one
   * before goes on reading that. Gives the bytes of the file.
   */
  static write(path: string, frames: Iterable<NewFrame>, disk: Disk = REAL_DISK): number {
    // There is one writer, so the name can be one that is known: what a writer that was killed left goes with the next one.
    const temporary = `${path}.new`;
    tidy(temporary, disk);
    const fd = disk.open(temporary, 'wx+');
    try {
      const id = randomBytes(ID_BYTES);
      let end = FIRST_FRAME;
      let chain = crc32(id);
      let frameCount = 0;
      writeFully(disk, fd, Buffer.alloc(FIRST_FRAME), 0);
      for (const { kind, payload } of frames) {
        const head = headOf({ kind, byteLength: payload.length, crc: crc32(payload), number: frameCount++ }, chain);
        chain = head.readUInt32LE(16);
        writeFully(disk, fd, head, end);
        writeFully(disk, fd, payload, end + FRAME_HEAD_BYTES);
        end += FRAME_HEAD_BYTES + payload.length;
      }
      disk.sync(fd);
      writeSeal(disk, fd, { sequence: 1, byteLength: end, frameCount, chain, id });
      disk.rename(temporary, path);
      disk.syncFolder(path);
      return end;
    } catch (error) {
      tidy(temporary, disk);
      throw error;
    } finally {
      disk.close(fd);
    }
  }

  get byteLength(): number {
    return this.#seal.byteLength;
  }

  /** How often it was sealed. */
  get sequence(): number {
    return this.#seal.sequence;
  }

  /**
   * The bytes of a frame, as they were written. Throws BAD_INDEX.
   *
   * @param room what they are read into
   */
  payloadOf(frame: Frame, room: Buffer = Buffer.allocUnsafe(frame.byteLength)): Buffer {
    return this.#readInto(room.subarray(0, frame.byteLength), frame);
  }

  /** The same for who goes through many frames one by one: valid until the next is asked for. Throws BAD_INDEX. */
  passing(frame: Frame): Buffer {
    if (this.#room.length < frame.byteLength) this.#room = Buffer.allocUnsafe(frame.byteLength * 2);
    return this.#readInto(this.#room.subarray(0, frame.byteLength), frame);
  }

  #readInto(payload: Buffer, frame: Frame): Buffer {
    if (readFully(this.#disk, this.#fd, payload, frame.at) < payload.length || crc32(payload) !== frame.crc)
      throw damaged(this.#shown, `frame ${frame.number} (${frame.kind}) is not what was written`);
    return payload;
  }

  /** Appends frames and seals them: when it returns they are on the disk, and when it throws none of them count. */
  append(frames: Iterable<NewFrame>): void {
    this.stage(frames);
    this.seal();
  }

  /** Writes frames that are seen here and count nowhere until `seal`. When it throws none do that were staged since the last. */
  stage(frames: Iterable<NewFrame>): void {
    const disk = this.#disk;
    try {
      // What an earlier writer left behind the seal when it was ended.
      if (this.#staged === undefined && disk.byteLength(this.#fd) > this.#seal.byteLength)
        disk.truncate(this.#fd, this.#seal.byteLength);
      const { byteLength, chain } = this.#staged ?? this.#seal;
      this.#staged = { byteLength, chain };
      this.#staged = this.#write(frames, byteLength, chain);
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  /** Makes all count that was staged, at once: when it returns it is on the disk, and when it throws none of it counts. */
  seal(): void {
    const { id, sequence, byteLength, chain } = { ...this.#seal, ...this.#staged };
    try {
      this.#disk.sync(this.#fd);
      const seal = { sequence: sequence + 1, byteLength, frameCount: this.frames.length, chain, id };
      writeSeal(this.#disk, this.#fd, seal);
      this.#seal = seal;
      this.#staged = undefined;
    } catch (error) {
      this.#abandon();
      throw error;
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#staged !== undefined) this.#abandon();
    this.#disk.close(this.#fd);
  }

  #abandon(): void {
    this.#staged = undefined;
    this.frames.length = this.#seal.frameCount;
    try {
      // What lies behind the seal does no harm; it only takes room that the disk may lack.
      if (this.#readSeal().sequence === this.#seal.sequence) this.#disk.truncate(this.#fd, this.#seal.byteLength);
    } catch {
      // Nothing more can be done for it here.
    }
  }

  #write(frames: Iterable<NewFrame>, from: number, chainFrom: number): Pick<Seal, 'byteLength' | 'chain'> {
    let end = from;
    let chain = chainFrom;
    for (const { kind, payload } of frames) {
      const number = this.frames.length;
      const crc = crc32(payload);
      const head = headOf({ kind, byteLength: payload.length, crc, number }, chain);
      chain = head.readUInt32LE(16);
      writeFully(this.#disk, this.#fd, head, end);
      writeFully(this.#disk, this.#fd, payload, end + FRAME_HEAD_BYTES);
      this.frames.push({ kind, number, at: end + FRAME_HEAD_BYTES, byteLength: payload.length, crc });
      end += FRAME_HEAD_BYTES + payload.length;
    }
    return { byteLength: end, chain };
  }

  #readSeal(): Seal {
    for (let look = 1; ; look++) {
      const pages = Buffer.alloc(FIRST_FRAME);
      const length = readFully(this.#disk, this.#fd, pages, 0);
      const seals = SEAL_PLACES.map((place) => sealIn(pages.subarray(place, place + SEAL_BYTES)));
      const [first, second] = seals;
      const newest = first !== undefined && second !== undefined && second.sequence > first.sequence ? second : first;
      const seal = newest ?? second;
      if (seal !== undefined && length === FIRST_FRAME) return seal;
      if (look === LOOKS) throw this.#refusal(pages.subarray(0, length));
    }
  }

  #refusal(pages: Buffer): WirecopyError {
    const heads = SEAL_PLACES.map((place) => pages.subarray(place, place + MAGIC.length));
    const named = heads.findIndex((head) => head.toString('latin1') === MAGIC);
    if (named < 0) return notAnIndex(this.#shown, pages.length === 0 ? 'it is empty' : 'it does not begin like one');
    const version = pages.length >= 20 ? pages.readUInt32LE((SEAL_PLACES[named] ?? 0) + MAGIC.length) : 0;
    if (version > FORMAT_VERSION && version < 1000)
      return new WirecopyError('BAD_INDEX', {
        where: this.#shown,
        what: `not a usable index: it is of version ${version}, and this wirecopy reads version ${FORMAT_VERSION}`,
        remedy: 'use a newer wirecopy, or add the articles to a new index',
      });
    return damaged(this.#shown, 'its seal is not what was written');
  }

  #readFrames(): void {
    const { byteLength, frameCount, chain: sealed } = this.#seal;
    if (this.#disk.byteLength(this.#fd) < byteLength) throw damaged(this.#shown, 'it was cut short');
    const head = Buffer.alloc(FRAME_HEAD_BYTES);
    let at = FIRST_FRAME;
    let chain = crc32(this.#seal.id);
    for (let number = 0; number < frameCount; number++) {
      const isThere = readFully(this.#disk, this.#fd, head, at) === FRAME_HEAD_BYTES;
      const frame = {
        kind: head.toString('latin1', 0, 4),
        byteLength: head.readUInt32LE(4),
        crc: head.readUInt32LE(8),
        number: head.readUInt32LE(12),
      };
      chain = crc32(head.subarray(0, 16), chain);
      if (!isThere || chain !== head.readUInt32LE(16) || frame.number !== number)
        throw damaged(this.#shown, `the head of frame ${number} is not what was written`);
      this.frames.push({ ...frame, at: at + FRAME_HEAD_BYTES });
      at += FRAME_HEAD_BYTES + frame.byteLength;
    }
    if (at !== byteLength || chain !== sealed) throw damaged(this.#shown, 'its frames are not those that were sealed');
  }
}

/** Removes a file, if it is there and can be. */
function tidy(path: string, disk: Disk): void {
  try {
    disk.remove(path);
  } catch {
    // Whatever stands in the way is met again when the file is to be made.
  }
}

function headOf({ kind, byteLength, crc, number }: Omit<Frame, 'at'>, chain: number): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES);
  head.write(kind, 0, 4, 'latin1');
  head.writeUInt32LE(byteLength, 4);
  head.writeUInt32LE(crc, 8);
  head.writeUInt32LE(number, 12);
  head.writeUInt32LE(crc32(head.subarray(0, 16), chain), 16);
  return head;
}

function writeSeal(disk: Disk, fd: number, seal: Seal): void {
  const bytes = Buffer.alloc(SEAL_BYTES);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(FORMAT_VERSION, 16);
  bytes.writeUInt32LE(seal.frameCount, 20);
  bytes.writeDoubleLE(seal.sequence, 24);
  bytes.writeDoubleLE(seal.byteLength, 32);
  bytes.writeUInt32LE(seal.chain, 40);
  seal.id.copy(bytes, 44);
  checkOf(bytes).copy(bytes, 64);
  for (const place of SEAL_PLACES) {
    writeFully(disk, fd, bytes, place);
    disk.sync(fd);
  }
}

function sealIn(bytes: Buffer): Seal | undefined {
  if (bytes.length < SEAL_BYTES || !checkOf(bytes).equals(bytes.subarray(64, SEAL_BYTES))) return undefined;
  if (bytes.toString('latin1', 0, 16) !== MAGIC || bytes.readUInt32LE(16) !== FORMAT_VERSION) return undefined;
  return {
    frameCount: bytes.readUInt32LE(20),
    sequence: bytes.readDoubleLE(24),
    byteLength: bytes.readDoubleLE(32),
    chain: bytes.readUInt32LE(40),
    id: Buffer.from(bytes.subarray(44, 60)),
  };
}

function checkOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes.subarray(0, 64)).digest().subarray(0, 16);
}

function notAnIndex(shown: string, why: string): WirecopyError {
  return new WirecopyError('BAD_INDEX', {
    where: shown,
    what: `not a usable index: ${why}`,
    remedy: 'name a file that wirecopy index made, or one that is not there yet; this one was left as it is',
  });
}

/** The error of an index that was written well once and is not what it was. */
export function damaged(shown: string, why: string): WirecopyError {
  return new WirecopyError('BAD_INDEX', {
    where: shown,
    what: `not a usable index: it is damaged, ${why}`,
    remedy: 'put a copy in its place, or remove it and add the articles again; no answer was taken from it',
  });
}

function openFailureOf(shown: string, cause: unknown): WirecopyError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new WirecopyError('MISSING_INPUT', {
      where: shown,
      what: 'there is no such index',
      remedy: `make it: wirecopy index add ${shown} PATH...`,
      cause,
    });
  if (code === 'EISDIR')
    return new WirecopyError('BAD_INDEX', {
      where: shown,
      what: 'not a usable index: it is a folder',
      remedy: 'name a file',
      cause,
    });
  return new WirecopyError('BAD_INDEX', {
    where: shown,
    what: `the index cannot be opened: ${code ?? String(cause)}`,
    remedy: 'check its permissions',
    cause,
  });
}
