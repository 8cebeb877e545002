import { describe, expect, test } from "vitest";
import { PlaygroundError } from "../../../protocol/playgroundError.ts";
import { createRandom } from "../../../protocol/random.ts";
import { Heap } from "./heap.ts";

function heapOf(pages: number): Heap {
  return new Heap(new WebAssembly.Memory({ initial: 1, maximum: pages }));
}

describe("Heap", () => {
  test("blocks are aligned, apart, and counted", () => {
    const heap = heapOf(64);
    const first = heap.allocate(100);
    const second = heap.allocate(1);
    expect(first % 64).toBe(0);
    expect(second).toBe(first + 128);
    expect(heap.bytesInUse).toBe(192);
    heap.free(first);
    heap.free(second);
    expect(heap.bytesInUse).toBe(0);
  });

  test("freed neighbours merge, in whatever order", () => {
    const heap = heapOf(1);
    const blocks = Array.from({ length: 4 }, () => heap.allocate(8192));
    for (const index of [2, 0, 3, 1]) heap.free(blocks[index]!);
    expect(heap.allocate(4 * 8192)).toBe(blocks[0]);
  });

  test("a block is freed once", () => {
    const heap = heapOf(1);
    const block = heap.allocate(64);
    heap.free(block);
    expect(() => heap.free(block)).toThrow("No block begins");
  });

  test("random use never overlaps and never leaks", () => {
    const heap = heapOf(1024);
    const random = createRandom(3);
    const held: { address: number; words: number; mark: number }[] = [];
    for (let step = 0; step < 3000; step++) {
      if (held.length > 40 || (held.length > 0 && random.next() < 0.45)) {
        const [block] = held.splice(random.below(held.length), 1);
        const words = heap.integers(block!.address, block!.words);
        expect(words.every((word) => word === block!.mark)).toBe(true);
        heap.free(block!.address);
      } else {
        const words = 1 + random.below(20_000);
        const address = heap.allocate(4 * words);
        heap.integers(address, words).fill(step);
        held.push({ address, words, mark: step });
      }
    }
    for (const { address } of held) heap.free(address);
    expect(heap.bytesInUse).toBe(0);
    // Whole again: one block takes everything.
    const reserved = heap.bytesReserved;
    heap.allocate(reserved - 8192 - 64);
    expect(heap.bytesReserved).toBe(reserved);
  });

  test("a full memory is told as such, and can be used on", () => {
    const heap = heapOf(16);
    const kept = heap.allocate(500_000);
    const failing = () => heap.allocate(800_000);
    expect(failing).toThrow(PlaygroundError);
    expect(failing).toThrow(expect.objectContaining({ kind: "out-of-memory" }));
    heap.free(kept);
    expect(failing).not.toThrow();
  });
});
