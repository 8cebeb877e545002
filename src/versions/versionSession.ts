import { hubRepository } from "../checkpoints/store/hubModels.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { readLog } from "../runs/readLog.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { assess } from "./assess.ts";
import type { Candidate } from "./candidate.ts";
import { keepCandidate } from "./keepCandidate.ts";
import { exportVersion, importAdapter } from "./peftFiles.ts";
import { PlantedFactDemo } from "./plantedFactDemo.ts";
import { roundsCandidate } from "./roundsCandidate.ts";
import type { VersionEventBody, VersionRequest } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";

type Emit = (body: VersionEventBody) => void;
type Body<Type extends VersionRequest["body"]["type"]> = Extract<VersionRequest["body"], { type: Type }>;

/** What can be done with the versions of one loaded model, one operation after the other. */
export class VersionSession {
  readonly versions: VersionedModel;
  /** What may be kept: it waits until it is, or until something else is trained. */
  candidate: Candidate | null = null;
  #demo: PlantedFactDemo | null = null;

  constructor(versions: VersionedModel) {
    this.versions = versions;
  }

  /** All there is to know. */
  listed(): VersionEventBody {
    const { store, lasting, model } = this.versions;
    const last = this.candidate?.steps.at(-1);
    return {
      type: "listed",
      modelHash: model.info.hash,
      lasting,
      versions: store.versions,
      quarantined: store.quarantined,
      earlier: [...this.versions.earlier],
      current: store.current,
      candidate: this.candidate && {
        runId: this.candidate.runId,
        name: last?.name ?? "",
        parent: this.candidate.parent,
        kind: last?.kind ?? "adapter",
        steps: this.candidate.steps.length,
      },
    };
  }

  /** @throws PlaygroundError where it cannot be done; what is kept stays whole, and the session can be used again */
  async perform({ operation, body }: VersionRequest, emit: Emit): Promise<void> {
    switch (body.type) {
      case "list":
        return;
      case "measure":
        return this.#measure(body, emit);
      case "keep":
        return this.#keep(body, emit);
      case "offerWriter":
        this.candidate = roundsCandidate(
          readLog(roundsKind, body.events),
          body.writers,
          this.versions.model.info,
        );
        return;
      case "checkout":
        return this.#checkout(body.id, emit);
      case "remove":
        return this.versions.store.remove(body.id);
      case "removeEarlier":
        return this.versions.removeEarlier();
      case "export":
        return this.#export(body.id, emit);
      case "import":
        return this.#import(body, operation, emit);
      case "offerFacts":
        return emit({
          type: "factsOffered",
          seed: body.seed,
          facts: this.#openDemo().offered(body.seed),
        });
      case "plant":
        return this.#plant(body, operation, emit);
    }
  }

  async #measure({ runId, limits }: Body<"measure">, emit: Emit): Promise<void> {
    const { measured } = await assess(this.versions, this.#leftBy(runId), limits, emit);
    await this.versions.checkout(this.versions.store.current);
    emit({ type: "measured", measured });
  }

  async #keep(body: Body<"keep">, emit: Emit): Promise<void> {
    if (await keepCandidate(this.versions, this.#leftBy(body.runId), body, emit)) this.candidate = null;
  }

  async #checkout(id: string | null, emit: Emit): Promise<void> {
    await this.versions.switchTo(id);
    if (this.#demo) emit({ type: "plantAsked", current: id, answers: await this.#demo.askAgain() });
  }

  async #export(id: string, emit: Emit): Promise<void> {
    const { name, hash } = this.versions.model.info;
    emit({
      type: "exported",
      ...(await exportVersion(this.versions.store, id, hubRepository(hash) ?? name)),
    });
  }

  async #import({ files, name, limits }: Body<"import">, runId: string, emit: Emit): Promise<void> {
    const adapter = await importAdapter(files);
    this.versions.checkFit(adapter);
    const step = { name, kind: "import", training: null, accuracy: null, adapter } as const;
    const imported = { runId, parent: null, steps: [step] };
    const isKept = await keepCandidate(this.versions, imported, { name, limits, despite: false }, emit);
    // Vetoed, it waits for the user to merge it nevertheless.
    if (!isKept) this.candidate = imported;
  }

  async #plant(body: Body<"plant">, runId: string, emit: Emit): Promise<void> {
    const onStep = (step: string) => emit({ type: "working", step });
    const { planted, candidate } = await this.#openDemo().train(body, runId, onStep);
    this.candidate = candidate;
    emit(planted);
  }

  #openDemo(): PlantedFactDemo {
    this.#demo ??= new PlantedFactDemo(this.versions);
    return this.#demo;
  }

  #leftBy(runId: string): Candidate {
    if (this.candidate?.runId === runId) return this.candidate;
    throw new PlaygroundError(
      "bad-input",
      "The adapter of that run is not there any more.",
      "Run again; the adapter of the last finished run can be kept.",
    );
  }
}
