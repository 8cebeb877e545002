import type { LinearName } from "../protocol/adapterSettings.ts";
import type { FrozenMatrix } from "./kernels/kernels.ts";
import type { PackedMatrix } from "./packedMatrix.ts";
import { type LayerWeights, type ModelWeights, ofLinears } from "./weights.ts";

type Reader = () => PackedMatrix;

interface GivenLayer extends Omit<LayerWeights, "linears"> {
  linears: Record<LinearName, Reader>;
}

/**
 * A checkpoint's weights as they were given: embeddings are looked up in them, and merged copies start from them. A matrix that
 * the kernels hold unchanged is read in their memory, so that it is not held twice; such a view is to be read before anything
 * else is asked of the kernels.
 */
export class GivenWeights {
  readonly embedding: Reader;
  private readonly head: Reader | null;
  private readonly layers: GivenLayer[];
  private readonly rest: Pick<ModelWeights, "factors" | "finalNorm">;

  /** @param held what the kernels have made of them */
  constructor(
    { embedding, factors, finalNorm, head, layers }: ModelWeights,
    held: readonly { linears: Readonly<Record<LinearName, FrozenMatrix>> }[],
    heldHead: FrozenMatrix,
  ) {
    this.rest = { factors, finalNorm };
    this.layers = layers.map((layer, index) => ({
      ...layer,
      linears: ofLinears((name) => readerOf(layer.linears[name], held[index]?.linears[name])),
    }));
    this.head = head && readerOf(head, heldHead);
    this.embedding = readerOf(embedding, head === null ? heldHead : undefined);
  }

  linear(layer: number, name: LinearName): PackedMatrix {
    return this.layers[layer]!.linears[name]();
  }

  all(): ModelWeights {
    return {
      ...this.rest,
      embedding: this.embedding(),
      head: this.head ? this.head() : null,
      layers: this.layers.map((layer) => ({ ...layer, linears: ofLinears((name) => layer.linears[name]()) })),
    };
  }
}

/** In a function of its own, bound: a closure beside it would keep what was given, and so the second copy. */
function readerOf(given: PackedMatrix, held: FrozenMatrix | undefined): Reader {
  return held?.packed?.bind(held) ?? givenReader(given);
}

function givenReader(given: PackedMatrix): Reader {
  return () => given;
}
