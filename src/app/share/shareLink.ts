import { type BackendPreference, backendPreferenceSchema } from "../../protocol/commands.ts";
import { z } from "../../protocol/zod.ts";
import { TASK_PAGES } from "../../tasks/page/pages.ts";
import { FIRST_VIEW, VIEWS } from "../view.ts";
import { settingPlace, shown } from "./linkedSettings.ts";
import { linkParameters, MAX_HASH_CHARACTERS } from "./linkParameters.ts";
import {
  isTextSetting,
  nameSchema,
  readSetup,
  readTask,
  type SharedSetup,
  setupKind,
  Unreadable,
  writeSetup,
} from "./setupLink.ts";

/** What a link carries: a view to look at, as it was set up. It never starts a download or a run. */
export interface SharedView {
  view: string;
  /** Null leaves what is set up as it is. */
  setup: SharedSetup | null;
  /** A recorded run: one that comes with the page by its id, or its address, which is fetched when people agree. */
  recording: string | null;
  /** A run that this browser keeps, which is so in addresses alone: nobody else has it. */
  run: string | null;
  /** The screen at which the run is presented; null where it is not. */
  present: number | null;
  modelId: string | null;
  backend: BackendPreference;
}

export type ShareLinkReading =
  | { kind: "none" }
  /** `problems` names each part that was ignored, and why. */
  | { kind: "view"; shared: SharedView; problems: string[] }
  | { kind: "error"; message: string };

const CURRENT_VERSION = "2";
/** The first version carried the set-up of a single edit alone, whatever the view. */
const VERSIONS = ["1", CURRENT_VERSION];
/** Whoever types one of these by hand, without a version, means a link too. */
const LINKED = ["recording", "task"];
/** Parts of a link that were ignored and are named; a foreign link may have thousands. */
const MAX_PROBLEMS = 8;
const KNOWN_KEYS = [
  ...["v", "view", "task", "preset", "example", "compare", "set", "many"],
  ...["recording", "run", "present", "model", "backend"],
  // The step of a lesson beside it (`../lessons/lessonPlace.ts`).
  ...["lesson", "hide"],
];
const screenSchema = z.int().check(z.minimum(0), z.maximum(1000));

/** The hash of a link to this view, with its "#": of settings only what differs from a versioned preset. */
export async function writeShareLink({
  view,
  setup,
  recording,
  run,
  present,
  modelId,
  backend,
}: SharedView): Promise<string> {
  const parameters = new URLSearchParams({ v: CURRENT_VERSION });
  if (view !== FIRST_VIEW.id) parameters.set("view", view);
  if (recording !== null) parameters.set("recording", recording);
  if (run !== null) parameters.set("run", run);
  if (present !== null) parameters.set("present", String(present));
  if (setup !== null) await writeSetup(parameters, setup);
  if (modelId !== null) parameters.set("model", modelId);
  if (backend !== "auto") parameters.set("backend", backend);
  return `#${parameters.toString()}`;
}

/** Reads any hash. Never throws: what is wrong is said in words. */
export async function readShareLink(hash: string): Promise<ShareLinkReading> {
  const parameters = linkParameters(hash, isTextSetting);
  const version = parameters.get("v") ?? (LINKED.some((key) => parameters.has(key)) ? CURRENT_VERSION : null);
  if (version === null) return { kind: "none" };
  try {
    if (hash.length > MAX_HASH_CHARACTERS) throw new Unreadable(`it is ${hash.length} characters long`);
    if (!VERSIONS.includes(version)) {
      const known = VERSIONS.join(" and ");
      throw new Unreadable(`it is of version ${shown(version)}, and this page reads versions ${known}`);
    }
    const problems: string[] = [];
    const shared = await readView(parameters, version === "1", problems);
    const more = problems.length - MAX_PROBLEMS;
    if (more > 0) problems.splice(MAX_PROBLEMS, more, `And ${more} parts more.`);
    return { kind: "view", shared, problems };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const message = `This link cannot be opened: ${error.message}. Your own setup was left as it is.`;
    return { kind: "error", message };
  }
}

async function readView(
  parameters: URLSearchParams,
  isFirstVersion: boolean,
  problems: string[],
): Promise<SharedView> {
  const named = parameters.get("view");
  const ofTask = TASK_PAGES.find(({ id }) => id === parameters.get("task"))?.view ?? FIRST_VIEW;
  const view = VIEWS.find(({ id }) => id === (named ?? ofTask.id));
  const kind = isFirstVersion ? "edit" : setupKind(view?.id ?? FIRST_VIEW.id);
  // Of a view with one task only, the link need not name it; a recording brings what it was set to itself.
  const hasSetup = kind === "versions" || isFirstVersion || parameters.has("task");
  const entry = kind === null || kind === "versions" || !hasSetup ? null : readTask(parameters, kind);
  const setup = !hasSetup || kind === null ? null : await readSetup(parameters, kind, entry, problems);
  if (named !== null && !view) problems.push(`The view ${shown(named)} does not exist.`);
  const shared = {
    view: view?.id ?? FIRST_VIEW.id,
    setup,
    recording: readRecording(parameters, problems),
    run: nameSchema.safeParse(parameters.get("run")).data ?? null,
    present: screenSchema.safeParse(Number(parameters.get("present") ?? Number.NaN)).data ?? null,
    modelId: readModel(parameters, problems),
    backend: readBackend(parameters, problems),
  };
  const known = [...KNOWN_KEYS, entry?.linkParameter];
  for (const key of new Set(parameters.keys())) {
    const isSetting = setup !== null && settingPlace(key) !== null;
    if (!known.includes(key) && !isSetting) problems.push(`${shown(key)} is not known.`);
  }
  return shared;
}

/** Its address must be safe from those who listen; a page of one's own machine is. */
function readRecording(parameters: URLSearchParams, problems: string[]): string | null {
  const recording = parameters.get("recording");
  if (recording === null || nameSchema.safeParse(recording).success) return recording;
  if (URL.canParse(recording) && new URL(recording).protocol === "https:") return recording;
  problems.push(
    `The recording ${shown(recording)} is neither one of this page nor an address with https://.`,
  );
  return null;
}

function readModel(parameters: URLSearchParams, problems: string[]): string | null {
  const model = parameters.get("model");
  if (model === null || /^[\w./:-]{1,120}$/.test(model)) return model;
  problems.push(`The model ${shown(model)} does not exist.`);
  return null;
}

function readBackend(parameters: URLSearchParams, problems: string[]): BackendPreference {
  const parsed = backendPreferenceSchema.safeParse(parameters.get("backend") ?? "auto");
  if (parsed.success) return parsed.data;
  problems.push(`The backend ${shown(parameters.get("backend"))} does not exist.`);
  return "auto";
}
