import { expect } from "vitest";
import { encodePeftWeights, PEFT_WEIGHTS, peftConfig } from "../src/checkpoints/peft/peftAdapter.ts";
import { PEFT_CONFIG } from "../src/checkpoints/peft/peftConfig.ts";
import type { AdapterSnapshot, LoraSettings } from "../src/nn/languageModel.ts";
import type { TrainingSequence } from "../src/protocol/sequence.ts";
import { NO_EARLIER } from "../src/versions/earlierVersions.ts";
import { memoryStorage } from "../src/versions/opfsStorage.ts";
import {
  type VersionEventBody,
  type VersionRequest,
  versionEventSchema,
} from "../src/versions/versionEvents.ts";
import { engineWorld } from "./engineWorld.ts";
import { type FakeAdapter, FakeModel } from "./fakeModel.ts";
import { writeEdit } from "./runWorld.ts";
import { constantAdapter } from "./versionDraft.ts";

/**
 * A fake that takes adapters as files hold them, such as `constantAdapter`: each that is merged makes every token less
 * probable by a tenth of its value, in nats.
 */
export class DriftingModel extends FakeModel {
  /** Whether adapters fit it. */
  fits = true;

  constructor() {
    super({ write: writeEdit });
  }

  override createAdapter(settings: LoraSettings): FakeAdapter {
    const adapter = super.createAdapter(settings);
    adapter.restore = ({ tensors }: AdapterSnapshot) => {
      if (!this.fits) throw new Error("It does not fit.");
      adapter.learned.splice(0, Number.POSITIVE_INFINITY, String(Object.values(tensors)[0]?.value[0]));
    };
    return adapter;
  }

  override async logProbs(examples: readonly TrainingSequence[]): Promise<Float32Array[]> {
    const drift = this.merged.reduce((sum, value) => sum + Number(value) / 10, 0);
    const rows = await super.logProbs(examples);
    return rows.map((row) => row.map((value) => value - drift));
  }
}

/** The files of an adapter all of whose values are the given one. */
export function peftFiles(value: number): File[] {
  const adapter = constantAdapter(value);
  return [
    new File([peftConfig(adapter, "Fake")], PEFT_CONFIG),
    new File([encodePeftWeights(adapter)], PEFT_WEIGHTS),
  ];
}

/** An engine with that model, and where its versions are. */
export async function versionWorld(model = new DriftingModel(), files = memoryStorage()) {
  const world = engineWorld({
    loadModel: async () => model,
    openVersions: async () => ({ files, lasting: true, earlier: NO_EARLIER }),
  });
  world.send({ type: "loadModel", loadId: "l1", id: "fake", backend: "auto" });
  await world.until("modelsListed");
  const answers = () =>
    world.messages.flatMap((message) =>
      message.channel === "versions" ? [versionEventSchema.parse(message.answer)] : [],
    );
  let asked = 0;
  return {
    ...world,
    model,
    answers: () => answers().map(({ body }) => body),
    /** Asks, and gives all that was answered when it is done. */
    async ask(body: VersionRequest["body"]): Promise<VersionEventBody[]> {
      asked += 1;
      const operation = `operation ${asked}`;
      const own = () => answers().filter((event) => event.operation === operation);
      world.send({ type: "versions", request: { operation, body } });
      const isDone = () => own().some(({ body: { type } }) => type === "done" || type === "failed");
      await expect.poll(isDone, { interval: 5 }).toBe(true);
      return own().map((event) => event.body);
    },
  };
}

/** What of the answers is of one kind, the last of them. */
export function lastOf<T extends VersionEventBody["type"]>(bodies: readonly VersionEventBody[], type: T) {
  return bodies.findLast((body): body is Extract<VersionEventBody, { type: T }> => body.type === type);
}
