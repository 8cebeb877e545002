import { hubRepository } from "../src/checkpoints/hubModels.ts";
import type { LanguageModel } from "../src/nn/languageModel.ts";
import { failureOf, PlaygroundError } from "../src/protocol/playgroundError.ts";
import {
  type AcceptanceLimits,
  type VersionEventBody,
  type VersionRequest,
  versionEventSchema,
  versionRequestSchema,
} from "../src/protocol/versionEvents.ts";
import { readLog } from "../src/runs/readLog.ts";
import { roundsKind } from "../src/runs/rounds/kind.ts";
import type { LedgerStorage } from "../src/seal/ledgerStorage.ts";
import { collectKeepable, type Keepable, type KeepableCollector } from "./keepable.ts";
import { keptWriter } from "./keptWriter.ts";
import { exportVersion, importAdapter } from "./versionFiles.ts";
import { VersionModel } from "./versionModel.ts";
import { createVersionPlant, type VersionPlant } from "./versionPlant.ts";
import { weigh } from "./weighing.ts";

/** The versions in the worker: one operation at a time, each answered by events that carry its id. */
export interface VersionDesk {
  /** A `VersionRequest`, yet to be checked. `model` is null while there is none; `free` settles when it may be used. */
  handle(request: unknown, model: LanguageModel | null, free: Promise<unknown>): void;
  /** Settles, without rejecting, when the model is free again. */
  readonly done: Promise<void>;
  /**
   * Makes the weights those of the version in force, for a run that begins. Never rejects.
   * @returns what the run should say of it
   */
  prepare(model: LanguageModel): Promise<readonly string[]>;
  /** Puts the untouched weights back, for what begins from them and merges by itself. Never rejects. */
  release(model: LanguageModel): Promise<void>;
  /** What a run has left becomes what may be kept. */
  offer(keepable: Keepable): void;
  /** Listens to a run for an adapter that may be kept. */
  listen(runId: string): KeepableCollector;
}

export interface VersionDeskParts {
  /** The files of one model's versions; `lasting` is false where they are gone with the tab. */
  openStorage(modelHash: string): Promise<{ files: LedgerStorage; lasting: boolean }>;
  post(event: unknown): void;
}

export function createVersionDesk({ openStorage, post }: VersionDeskParts): VersionDesk {
  let opened: VersionModel | null = null;
  let keepable: Keepable | null = null;
  let plant: VersionPlant | null = null;
  /** The version that the last run has started from. */
  let startedFrom: string | null = null;
  let tail: Promise<void> = Promise.resolve();
  let sequence = 0;

  const say = (operation: string | null, body: VersionEventBody) => {
    post(versionEventSchema.parse({ sequence, operation, body }));
    sequence += 1;
  };

  const open = async (model: LanguageModel): Promise<VersionModel> => {
    if (opened?.model === model) return opened;
    const { id, hash } = model.info;
    // Weights without a hash are known by their name alone.
    const storage = await openStorage(hash === "" ? id : hash);
    keepable = null;
    plant = null;
    opened = await VersionModel.open(model, storage);
    return opened;
  };

  const sayLedger = (operation: string | null) => {
    if (opened === null) return;
    const { ledger, lasting, model } = opened;
    say(operation, {
      type: "ledger",
      modelHash: model.info.hash,
      lasting,
      versions: ledger.versions,
      quarantined: ledger.quarantined,
      current: ledger.current,
      keepable: keepable && {
        runId: keepable.runId,
        name: keepable.steps.at(-1)?.name ?? "",
        parent: keepable.parent,
        kind: keepable.steps.at(-1)?.kind ?? "adapter",
        steps: keepable.steps.length,
      },
    });
  };

  /** What that run has left. */
  const leftBy = (runId: string): Keepable => {
    if (keepable?.runId === runId) return keepable;
    throw new PlaygroundError(
      "bad-input",
      "The adapter of that run is not there any more.",
      "Run again; the adapter of the last finished run can be kept.",
    );
  };

  const weighIn = (
    versions: VersionModel,
    left: Keepable,
    limits: AcceptanceLimits,
    tell: (body: VersionEventBody) => void,
  ) =>
    weigh(versions, left, limits, () =>
      tell({ type: "working", step: "Measuring how far the model would drift" }),
    );

  /**
   * Measures and, if nothing speaks against it or the user wants it nevertheless, merges and keeps.
   * @returns whether it did
   */
  const keep = async (
    versions: VersionModel,
    left: Keepable,
    { name, limits, despite }: { name: string; limits: AcceptanceLimits; despite: boolean },
    tell: (body: VersionEventBody) => void,
  ): Promise<boolean> => {
    const { ledger } = versions;
    const { steps, drifts, measured, ...weighed } = await weighIn(versions, left, limits, tell);
    let { parent } = weighed;
    if (measured.reasons.length > 0 && !despite) {
      await versions.become(ledger.current);
      tell({ type: "measured", measured });
      return false;
    }
    // All of it is kept already, so it is only put in force.
    if (steps.length === 0) {
      await versions.become(parent);
      await ledger.switchTo(parent);
      return true;
    }
    const { id, hash } = versions.model.info;
    const now = Date.now();
    for (const [index, { adapter, ...step }] of steps.entries()) {
      // One millisecond apart, for versions are listed in the order of their making.
      const createdAt = new Date(now + index).toISOString();
      const facts = { createdAt, model: { id, hash }, drift: drifts[index] ?? null };
      const last = index === steps.length - 1;
      const draft = { ...step, ...facts, parent, name: last ? name : step.name };
      parent = (await ledger.add(draft, adapter)).id;
    }
    await versions.become(parent);
    return true;
  };

  const obey = async ({ operation, body }: VersionRequest, model: LanguageModel) => {
    const tell = (event: VersionEventBody) => say(operation, event);
    const versions = await open(model);
    const { ledger } = versions;
    switch (body.type) {
      case "list":
        break;
      case "measure": {
        const { measured } = await weighIn(versions, leftBy(body.runId), body.limits, tell);
        await versions.become(ledger.current);
        tell({ type: "measured", measured });
        break;
      }
      case "keep":
        if (await keep(versions, leftBy(body.runId), body, tell)) keepable = null;
        break;
      case "offerWriter":
        keepable = keptWriter(readLog(roundsKind, body.events), body.writers, model.info);
        break;
      case "switch":
        await versions.become(body.id);
        await ledger.switchTo(body.id);
        if (plant) tell({ type: "plantAsked", current: body.id, answers: await plant.ask() });
        break;
      case "remove":
        await ledger.remove(body.id);
        break;
      case "export":
        tell({
          type: "exported",
          ...(await exportVersion(ledger, body.id, hubRepository(model.info.hash) ?? model.info.name)),
        });
        break;
      case "import": {
        const adapter = await importAdapter(body.files);
        versions.checkFit(adapter);
        const step = { name: body.name, kind: "import", training: null, accuracy: null, adapter } as const;
        const imported = { runId: operation, parent: null, steps: [step] };
        // Vetoed, it waits for the user to merge it nevertheless.
        if (!(await keep(versions, imported, { ...body, despite: false }, tell))) keepable = imported;
        break;
      }
      case "offerFacts":
        plant ??= createVersionPlant(versions);
        tell({ type: "factsOffered", seed: body.seed, facts: plant.offer(body.seed) });
        break;
      case "plant": {
        plant ??= createVersionPlant(versions);
        const { planted, keepable: left } = await plant.train(body, operation, (step) =>
          tell({ type: "working", step }),
        );
        keepable = left;
        tell(planted);
        break;
      }
    }
    sayLedger(operation);
  };

  const offer = (left: Keepable) => {
    keepable = left;
    sayLedger(null);
  };

  const prepare = async (model: LanguageModel): Promise<readonly string[]> => {
    try {
      const versions = await open(model);
      const { ledger } = versions;
      await versions.become(ledger.current);
      startedFrom = ledger.current;
      const name = ledger.versions.find(({ id }) => id === ledger.current)?.name;
      return name === undefined
        ? []
        : [`The model is not the untouched one: the version “${name}” is in force (see Versions).`];
    } catch (error) {
      opened?.forget();
      model.unmerge();
      startedFrom = null;
      return [`${failureOf(error).message} This run starts from the untouched model.`];
    }
  };

  return {
    get done() {
      return tail;
    },
    handle(message, model, free) {
      const parsed = versionRequestSchema.safeParse(message);
      if (!parsed.success) {
        const reason = parsed.error.issues[0]?.message ?? "unknown form";
        const error = new PlaygroundError(
          "internal",
          `The versions were asked something unknown: ${reason}.`,
          "Reload the page.",
        );
        say(null, { type: "failed", failure: failureOf(error) });
        return;
      }
      const { operation } = parsed.data;
      if (model === null) {
        const error = new PlaygroundError(
          "bad-input",
          "No model is loaded.",
          "Load one first, or wait until it is there.",
        );
        say(operation, { type: "failed", failure: failureOf(error) });
        return;
      }
      tail = Promise.all([tail, free])
        .then(() => obey(parsed.data, model))
        .then(() => say(operation, { type: "done" }))
        .catch((error: unknown) => {
          say(operation, { type: "failed", failure: failureOf(error) });
          sayLedger(operation);
        })
        // Those who wait for the model get it, even where nothing can be said.
        .catch(() => {});
    },
    prepare,
    async release(model) {
      await open(model)
        .then((versions) => versions.release())
        .catch(() => model.unmerge());
    },
    offer,
    listen: (runId) => collectKeepable(runId, () => startedFrom, offer),
  };
}
