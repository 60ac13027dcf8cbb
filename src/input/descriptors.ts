import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { type BytePath, openable } from './byte-path.ts';
import { unreadable } from './faults.ts';

/** Far below the smallest usual limit on open files, and more feeds than most runs read. */
const MAX_OPEN = 16;

/** Undefined on Windows, where there is nothing to wait for and links are rare. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;
const NO_LINKS = constants.O_NOFOLLOW ?? 0;

export type Links = 'followed' | 'refused';

/** How a file is opened for reading: nothing is waited for. */
export function openFlags(links: Links): number {
  return constants.O_RDONLY | NO_WAIT | (links === 'refused' ? NO_LINKS : 0);
}

/**
 * Opens a regular file for reading, and nothing else: what was one when it was listed may have become a pipe, and opening
 * that must not wait for a writer; or a link, and only links that the user named are followed.
 */
export function openRegular(path: BytePath, links: Links): number {
  const fd = openSync(openable(path), openFlags(links));
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw unreadable('it is no longer a regular file', 'run again when nothing else writes there');
}

/** Open files by number, those used last. Kept open, a feed that is replaced during the run is still the one first read. */
export class Descriptors {
  /** In the order of their last use. */
  readonly #open = new Map<number, number>();

  /** The descriptor of a file that is still open. */
  of(file: number): number | undefined {
    const fd = this.#open.get(file);
    if (fd === undefined) return undefined;
    this.#open.delete(file);
    this.#open.set(file, fd);
    return fd;
  }

  /** Takes a descriptor into keeping; from now on it is closed here. */
  keep(file: number, fd: number): number {
    this.#open.set(file, fd);
    if (this.#open.size > MAX_OPEN) this.#closeOldest();
    return fd;
  }

  close(): void {
    for (const fd of this.#open.values()) closeSync(fd);
    this.#open.clear();
  }

  #closeOldest(): void {
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#open.delete(oldest[0]);
    closeSync(oldest[1]);
  }
}
