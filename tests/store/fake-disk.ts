import type { Disk } from '../../src/store/disk.ts';

interface Write {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** A disk in memory that notes what is written and not yet synced, and fails when it is told to. */
export class FakeDisk implements Disk {
  /** What each file holds for whoever reads it now. */
  readonly files = new Map<string, Uint8Array>();
  /** Writes that a power cut may undo, since the last sync of all. */
  unsynced: Write[] = [];
  /** What the one file that is written to holds for certain. */
  durable: Uint8Array = new Uint8Array(0);
  /** Called before each call that changes something. */
  fault: (call: string) => void = () => {};
  readonly #names: string[] = [];

  open = (path: string, flags: 'r' | 'r+' | 'wx+'): number => {
    if (flags === 'wx+') {
      this.fault('open');
      this.files.set(path, new Uint8Array(0));
    }
    if (!this.files.has(path)) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return this.#names.push(path) - 1;
  };
  read = (fd: number, into: Uint8Array, at: number, length: number, position: number): number => {
    const bytes = this.#bytes(fd).subarray(position, position + length);
    into.set(bytes, at);
    return bytes.length;
  };
  write = (fd: number, bytes: Uint8Array, at: number, length: number, position: number): number => {
    this.fault('write');
    const written = bytes.slice(at, at + length);
    this.files.set(this.#name(fd), withWrite(this.#bytes(fd), { position, bytes: written }));
    this.unsynced.push({ position, bytes: written });
    return length;
  };
  sync = (fd: number): void => {
    this.fault('sync');
    this.durable = this.#bytes(fd).slice();
    this.unsynced = [];
  };
  truncate = (fd: number, length: number): void => {
    this.fault('truncate');
    this.files.set(this.#name(fd), this.#bytes(fd).slice(0, length));
  };
  byteLength = (fd: number): number => this.#bytes(fd).length;
  isFile = (): boolean => true;
  close = (): void => {};
  rename = (from: string, to: string): void => {
    this.fault('rename');
    this.files.set(to, this.files.get(from) ?? new Uint8Array(0));
    this.files.delete(from);
  };
  remove = (path: string): void => {
    this.files.delete(path);
  };
  syncFolder = (): void => {};

  #name(fd: number): string {
    return this.#names[fd] ?? '';
  }

  #bytes(fd: number): Uint8Array {
    return this.files.get(this.#name(fd)) ?? new Uint8Array(0);
  }
}

export function withWrite(file: Uint8Array, { position, bytes }: Write): Uint8Array {
  const after = new Uint8Array(Math.max(file.length, position + bytes.length));
  after.set(file);
  after.set(bytes, position);
  return after;
}
