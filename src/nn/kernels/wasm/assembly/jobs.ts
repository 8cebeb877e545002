// How one call is shared among threads.
//
// Every kernel is a job of `count` independent chunks. The calling thread publishes a ticket
// (epoch | count | next chunk); it and the helpers take chunks by atomic increment until none is left.
// A helper that comes late and takes a chunk of a newer job simply works on that one: the arguments at
// ARGS were written before the ticket, and a job cannot end, nor its arguments change, before every chunk
// taken is finished. Which thread does a chunk never changes its result.

import { runChunk } from "./chunks";

/** Fixed addresses of the control block, each on a cache line of its own. */
const TICKET: usize = 1024;
const FINISHED: usize = 1024 + 64;
const EPOCH: usize = 1024 + 128;
const SLEEPERS: usize = 1024 + 192;
const CALLER_SLEEPS: usize = 1024 + 256;
const CURRENT: usize = 1024 + 320;
/** Arguments of the current job: a struct of at most 512 bytes. */
export const ARGS: usize = 2048;

/** Elements per chunk of the simple kernels: waking a helper costs about as much as 8 thousand of them. */
export const CHUNK_ELEMENTS: i32 = 16384;

const CHUNK_BITS: i64 = 20;
const CHUNK_MASK: i64 = (1 << 20) - 1;

/** About 50 µs: longer than the gaps between the operations of a decoding step, shorter than a time slice. */
const SPINS: i32 = 20000;

let helpers: i32 = 0;
let threadIndex: i32 = 0;
let epoch: i32 = 0;

/** At the start of each thread's working memory: one tile of C, for `gemm.ts`. */
const TILE_BYTES: usize = 128;

/** This thread's place for one tile. */
export function tileScratch(): usize {
  return load<usize>(CURRENT, 8) + <usize>threadIndex * load<usize>(CURRENT, 16);
}

/** This thread's working memory, 64-byte aligned; its size was set by the caller for the current job. */
export function scratch(): usize {
  return tileScratch() + TILE_BYTES;
}

/** Number of threads that take chunks, the caller included. */
export function threads(): i32 {
  return helpers + 1;
}

/** Called on the calling thread, between jobs: how many helpers exist. */
export function setHelpers(count: i32): void {
  helpers = count;
}

/** Called on the calling thread, between jobs: the working memory of all threads, `bytes` each. */
export function setScratch(base: usize, bytes: usize): void {
  store<usize>(CURRENT, base, 8);
  store<usize>(CURRENT, bytes, 16);
}

/** Runs all chunks of the job whose arguments are at ARGS; returns when all are finished. */
export function run(job: i32, count: i32): void {
  if (ASC_FEATURE_THREADS) {
    if (helpers > 0 && count > 1) {
      store<i32>(CURRENT, job);
      atomic.store<i32>(FINISHED, 0);
      epoch = (epoch + 1) & 0x7fffff;
      atomic.store<i64>(TICKET, ((<i64>epoch) << (2 * CHUNK_BITS)) | ((<i64>count) << CHUNK_BITS));
      atomic.store<i32>(EPOCH, epoch);
      if (atomic.load<i32>(SLEEPERS) > 0) atomic.notify(EPOCH, helpers);
      takeChunks();
      waitForOthers(count);
      return;
    }
  }
  for (let chunk = 0; chunk < count; chunk++) runChunk(job, chunk);
}

/** Takes chunks of whatever job is current until none is left. */
function takeChunks(): void {
  for (;;) {
    const ticket = atomic.add<i64>(TICKET, 1);
    const next = <i32>(ticket & CHUNK_MASK);
    if (next >= <i32>((ticket >> CHUNK_BITS) & CHUNK_MASK)) return;
    runChunk(load<i32>(CURRENT), next);
    atomic.add<i32>(FINISHED, 1);
    if (atomic.load<i32>(CALLER_SLEEPS)) atomic.notify(FINISHED, 1);
  }
}

/** Spins for the chunks that helpers still have; sleeps if one of them seems to have lost its processor. */
function waitForOthers(count: i32): void {
  for (let spins = 0; spins < SPINS; spins++) {
    if (atomic.load<i32>(FINISHED) == count) return;
  }
  atomic.store<i32>(CALLER_SLEEPS, 1);
  for (;;) {
    const finished = atomic.load<i32>(FINISHED);
    if (finished == count) break;
    atomic.wait<i32>(FINISHED, finished, -1);
  }
  atomic.store<i32>(CALLER_SLEEPS, 0);
}

/** A helper's whole life: wait for a job, take chunks, again. Ends only with its thread. */
export function serve(index: i32): void {
  if (ASC_FEATURE_THREADS) {
    threadIndex = index;
    let seen = 0;
    for (;;) {
      let spins = 0;
      while (atomic.load<i32>(EPOCH) == seen) {
        if (++spins < SPINS) continue;
        atomic.add<i32>(SLEEPERS, 1);
        atomic.wait<i32>(EPOCH, seen, -1);
        atomic.sub<i32>(SLEEPERS, 1);
      }
      seen = atomic.load<i32>(EPOCH);
      takeChunks();
    }
  }
}
