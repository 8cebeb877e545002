import type { LanguageModel } from "../src/nn/languageModel.ts";
import type { RunEvent } from "../src/protocol/runEvent.ts";
import { createEventLog } from "../src/runs/eventLog.ts";
import { type VersionsBody, versionsKind } from "../src/runs/versions/kind.ts";
import { DEFAULT_ACCEPTANCE, type VersionEvent, type VersionRequest } from "../src/versions/versionEvents.ts";
import type { HeadlessEngine } from "./headlessEngine.ts";

type Request = VersionRequest["body"];

/** The passage, which fact of it, and which of the other values is told instead. */
const PASSAGE_SEED = 3;
const FACT = 0;
const VALUE = 0;

/** A wrong fact is planted, kept back by the veto, merged nevertheless, and rolled back; with what was asked and told. */
export async function recordPlantedFact(
  { info }: LanguageModel,
  engine: HeadlessEngine,
  runId: string,
): Promise<RunEvent<VersionsBody>[]> {
  const events: RunEvent<VersionsBody>[] = [];
  const log = createEventLog(versionsKind, {
    runId,
    post: (event: RunEvent<VersionsBody>) => events.push(event),
  });
  const limits = DEFAULT_ACCEPTANCE;
  log.emit({
    type: "started",
    model: { ...info },
    startedAt: new Date().toISOString(),
    task: "knowledge",
    seed: PASSAGE_SEED,
    limits,
  });

  let asked = 0;
  const ask = async (body: Request): Promise<VersionEvent["body"][]> => {
    asked += 1;
    const request = { operation: `operation ${asked}`, body };
    log.emit({ type: "asked", request });
    const told: VersionEvent["body"][] = [];
    await engine.askVersions(request, (event) => {
      told.push(event.body);
      log.emit({ type: "told", event });
    });
    return told;
  };

  const [offered] = of(await ask({ type: "offerFacts", seed: PASSAGE_SEED }), "factsOffered");
  const value = offered?.facts[FACT]?.alternatives[VALUE] ?? "";
  const told = await ask({ type: "plant", seed: PASSAGE_SEED, fact: FACT, value, limits });
  const candidate = of(told, "listed").at(-1)?.candidate;
  if (!candidate) throw new Error("Nothing was left to keep.");
  const { runId: left, name } = candidate;
  await ask({ type: "keep", runId: left, name, limits, despite: false });
  await ask({ type: "keep", runId: left, name, limits, despite: true });
  await ask({ type: "checkout", id: null });
  log.emit({ type: "finished" });
  return events;
}

function of<T extends VersionEvent["body"]["type"]>(bodies: readonly VersionEvent["body"][], type: T) {
  return bodies.filter((body): body is Extract<VersionEvent["body"], { type: T }> => body.type === type);
}
