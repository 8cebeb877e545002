import { hubRepository } from "../checkpoints/hubModels.ts";
import { PlaygroundError } from "../protocol/playgroundError.ts";
import { readLog } from "../runs/readLog.ts";
import { roundsKind } from "../runs/rounds/kind.ts";
import { offeredFacts } from "../tasks/knowledge/plantedFact.ts";
import { assess } from "./assess.ts";
import type { Candidate } from "./candidate.ts";
import { keepCandidate } from "./keepCandidate.ts";
import { exportVersion, importAdapter } from "./peftFiles.ts";
import { PlantedFactDemo } from "./plantedFactDemo.ts";
import { roundsCandidate } from "./roundsCandidate.ts";
import type { VersionEventBody, VersionRequest } from "./versionEvents.ts";
import type { VersionedModel } from "./versionedModel.ts";

type Tell = (body: VersionEventBody) => void;
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
  async perform({ operation, body }: VersionRequest, tell: Tell): Promise<void> {
    switch (body.type) {
      case "list":
        return;
      case "measure":
        return this.#measure(body, tell);
      case "keep":
        return this.#keep(body, tell);
      case "offerWriter":
        this.candidate = roundsCandidate(
          readLog(roundsKind, body.events),
          body.writers,
          this.versions.model.info,
        );
        return;
      case "checkout":
        return this.#checkout(body.id, tell);
      case "remove":
        return this.versions.store.remove(body.id);
      case "export":
        return this.#export(body.id, tell);
      case "import":
        return this.#import(body, operation, tell);
      case "offerFacts":
        this.#openDemo();
        return tell({ type: "factsOffered", seed: body.seed, facts: offeredFacts(body.seed) });
      case "plant":
        return this.#plant(body, operation, tell);
    }
  }

  async #measure({ runId, limits }: Body<"measure">, tell: Tell): Promise<void> {
    const { measured } = await assess(this.versions, this.#leftBy(runId), limits, tell);
    await this.versions.checkout(this.versions.store.current);
    tell({ type: "measured", measured });
  }

  async #keep(body: Body<"keep">, tell: Tell): Promise<void> {
    if (await keepCandidate(this.versions, this.#leftBy(body.runId), body, tell)) this.candidate = null;
  }

  async #checkout(id: string | null, tell: Tell): Promise<void> {
    await this.versions.putInForce(id);
    if (this.#demo) tell({ type: "plantAsked", current: id, answers: await this.#demo.askAgain() });
  }

  async #export(id: string, tell: Tell): Promise<void> {
    const { name, hash } = this.versions.model.info;
    tell({
      type: "exported",
      ...(await exportVersion(this.versions.store, id, hubRepository(hash) ?? name)),
    });
  }

  async #import({ files, name, limits }: Body<"import">, runId: string, tell: Tell): Promise<void> {
    const adapter = await importAdapter(files);
    this.versions.checkFit(adapter);
    const step = { name, kind: "import", training: null, accuracy: null, adapter } as const;
    const imported = { runId, parent: null, steps: [step] };
    const isKept = await keepCandidate(this.versions, imported, { name, limits, despite: false }, tell);
    // Vetoed, it waits for the user to merge it nevertheless.
    if (!isKept) this.candidate = imported;
  }

  async #plant(body: Body<"plant">, runId: string, tell: Tell): Promise<void> {
    const onStep = (step: string) => tell({ type: "working", step });
    const { planted, candidate } = await this.#openDemo().train(body, runId, onStep);
    this.candidate = candidate;
    tell(planted);
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
